package skerry.agent.cluster.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import skerry.platform.time.MonotonicClock;

/**
 * One exchange with the API server, on a connection of its own that {@link #close} ends from another thread at any moment. The
 * whole of it is bounded in time, so that a server that vanished without a word is noticed. To be used once.
 *
 * <p>No library's client: those keep pools, threads and whole pages of objects, which weigh more than the agent.
 */
public final class ApiCall implements AutoCloseable {
    private static final int LONGEST_CONNECT_MILLIS = 10_000;
    private static final int MAX_ERROR_BYTES = 16 << 10;
    private static final int MAX_MESSAGE_CHARS = 300;
    private static final JsonFactory JSON = new JsonFactory();

    private final ApiAccess access;
    private final String userAgent;
    private final MonotonicClock mono;
    private final long deadline;
    private Optional<Socket> open = Optional.empty();
    private boolean closed;

    /**
     * @param userAgent what the agent calls itself
     * @param limit how long the exchange may take in all
     */
    public ApiCall(ApiAccess access, String userAgent, MonotonicClock mono, Duration limit) {
        this.access = access;
        this.userAgent = userAgent;
        this.mono = mono;
        this.deadline = mono.millis() + limit.toMillis();
    }

    /**
     * Asks, and hands over the answer as it comes.
     *
     * @param pathAndQuery below the API's root: {@code /api/v1/pods?limit=500}
     * @throws ApiException if the answer is none of success
     * @throws IOException one sentence: why there is no answer
     */
    public ApiBody get(String pathAndQuery) throws IOException {
        return ask("GET", pathAndQuery, new byte[0]);
    }

    /** As {@link #get}, with an object. */
    public ApiBody post(String path, byte[] json) throws IOException {
        return ask("POST", path, json);
    }

    private ApiBody ask(String method, String pathAndQuery, byte[] json) throws IOException {
        ApiServer server = access.server();
        try {
            Socket socket = secured(server, connect(server));
            OutputStream out = socket.getOutputStream();
            out.write(head(server, method, pathAndQuery, json.length).getBytes(StandardCharsets.ISO_8859_1));
            out.write(json);
            out.flush();
            var body = new ApiBody(inTime(server, socket));
            if (body.status() < 200 || body.status() > 299) {
                throw new ApiException(body.status(), refusal(body));
            }
            return body;
        } catch (ApiException | Broken e) {
            throw e;
        } catch (IOException e) {
            throw new Broken(server, e);
        }
    }

    /** The exchange broke; its message is one sentence that names the server. */
    private static final class Broken extends IOException {
        private static final long serialVersionUID = 1;

        Broken(ApiServer server, IOException e) {
            super(reason(server, e), e);
        }
    }

    private String head(ApiServer server, String method, String pathAndQuery, int length) {
        return method + " " + server.path() + pathAndQuery + " HTTP/1.1\r\nHost: " + server.where() + "\r\nUser-Agent: "
                + userAgent + "\r\nAccept: application/json\r\n"
                + server.token()
                        .map(token -> "Authorization: Bearer " + token + "\r\n")
                        .orElse("")
                + (method.equals("POST") ? "Content-Type: application/json\r\nContent-Length: " + length + "\r\n" : "")
                + "Connection: close\r\n\r\n";
    }

    private Socket connect(ApiServer server) throws IOException {
        var socket = new Socket();
        keep(socket);
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        socket.connect(server.where().resolved(), Math.min(left(), LONGEST_CONNECT_MILLIS));
        socket.setSoTimeout(left());
        return socket;
    }

    private Socket secured(ApiServer server, Socket plain) throws IOException {
        if (server.tls().isEmpty()) {
            return plain;
        }
        var socket = (SSLSocket) server.tls()
                .get()
                .getSocketFactory()
                .createSocket(plain, server.serverName(), server.where().port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private synchronized void keep(Socket socket) throws IOException {
        if (closed) {
            throw new SocketTimeoutException("the agent ends");
        }
        open = Optional.of(socket);
    }

    /** No read waits longer than what is left of the whole exchange. */
    private InputStream inTime(ApiServer server, Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        return new InputStream() {
            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                try {
                    socket.setSoTimeout(left());
                    return in.read(into, from, length);
                } catch (IOException e) {
                    throw new Broken(server, e);
                }
            }
        };
    }

    private int left() throws SocketTimeoutException {
        long left = deadline - mono.millis();
        if (left <= 0) {
            throw new SocketTimeoutException("the API server does not answer in time");
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    private static String reason(ApiServer server, IOException e) {
        return switch (e) {
            case SocketTimeoutException _ -> "the API server at " + server + " does not answer in time";
            case UnknownHostException _ -> "the name of the API server at " + server + " is not known";
            case ConnectException _ -> "nobody listens at the API server's address " + server;
            case NoRouteToHostException _ -> "there is no way to the API server at " + server;
            case SSLException _ -> "TLS with the API server at " + server + " fails (" + e.getMessage() + ")";
            default -> "the connection to the API server at " + server + " breaks (" + e.getMessage() + ")";
        };
    }

    /** What the server says of why, if that is its own form of an error. */
    private static String refusal(ApiBody body) {
        String said = "";
        try (JsonParser parser = JSON.createParser(body.errorText(MAX_ERROR_BYTES))) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String field = parser.currentName();
                    parser.nextToken();
                    if (field.equals("message") && parser.currentToken() == JsonToken.VALUE_STRING) {
                        said = parser.getText();
                    }
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            // it is no object of Kubernetes, or longer than what is read of it
        }
        String text = said.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .limit(MAX_MESSAGE_CHARS)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return "the API server answers with status " + body.status() + (text.isEmpty() ? "" : ": " + text);
    }

    /** Ends the exchange, whatever it waits for. */
    @Override
    public void close() {
        Optional<Socket> socket;
        synchronized (this) {
            closed = true;
            socket = open;
        }
        if (socket.isPresent()) {
            try {
                // Not the TLS over it: that would wait for whoever reads from it.
                socket.get().close();
            } catch (IOException e) {
                // it is closed for us either way
            }
        }
    }
}
