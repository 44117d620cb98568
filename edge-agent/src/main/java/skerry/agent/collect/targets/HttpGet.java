package skerry.agent.collect.targets;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import skerry.agent.collect.targets.ScrapeFailure.Reason;
import skerry.platform.time.MonotonicClock;

/**
 * Fetches the text of one target over HTTP/1.1, on a connection of its own that {@link #close} ends from another thread at any
 * moment. Beside {@code java.net.http} it starts no threads and keeps no pools, which in an agent of this size weigh more than all
 * that is scraped; beside the JDK's older client it bounds the whole of an exchange in time, and its headers in bytes.
 */
final class HttpGet implements AutoCloseable {
    /** As Prometheus prefers them: OpenMetrics, then text 0.0.4, then what there is. */
    static final String ACCEPT =
            "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                    + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

    private static final int MOST_REDIRECTS = 3;

    private final Target target;
    private final TlsContexts tls;
    private final String userAgent;
    private final SharedRoom room;
    private final MonotonicClock mono;
    private final long deadline;
    private Optional<Socket> open = Optional.empty();
    private boolean closed;

    /**
     * @param userAgent what the agent calls itself
     * @param deadline when the answer must be there, by {@code mono}
     */
    HttpGet(Target target, TlsContexts tls, String userAgent, SharedRoom room, MonotonicClock mono, long deadline) {
        this.target = target;
        this.tls = tls;
        this.userAgent = userAgent;
        this.room = room;
        this.mono = mono;
        this.deadline = deadline;
    }

    /**
     * Asks and reads the answer; to be called once.
     *
     * @throws ScrapeFailure why there is no text
     */
    HttpReply fetch() throws ScrapeFailure {
        String path = target.pathAndQuery();
        for (int i = 0; i <= MOST_REDIRECTS; i++) {
            switch (ask(path)) {
                case Asked.Text(HttpReply reply) -> {
                    return reply;
                }
                case Asked.Elsewhere(String location) -> path = sameHost(location);
            }
        }
        throw new ScrapeFailure(Reason.REDIRECT, "it redirects more than " + MOST_REDIRECTS + " times");
    }

    private sealed interface Asked {
        record Text(HttpReply reply) implements Asked {}

        record Elsewhere(String location) implements Asked {}
    }

    private Asked ask(String path) throws ScrapeFailure {
        String authorization = authorization();
        var body = new ReceivedBody(room, target.job().bounds().maxBytes());
        boolean kept = false;
        try (Socket connection = connect();
                Socket secured = secured(connection)) {
            secured.getOutputStream().write(request(path, authorization).getBytes(StandardCharsets.ISO_8859_1));
            secured.getOutputStream().flush();
            var answer = new HttpAnswer(inTime(secured));
            int status = answer.status();
            if (status >= 300 && status < 400 && answer.header("location").isPresent()) {
                return new Asked.Elsewhere(answer.header("location").get());
            }
            if (status != 200) {
                throw new ScrapeFailure(Reason.STATUS, "it answers with status " + status);
            }
            boolean gzip = gzip(answer.header("content-encoding").orElse("identity"));
            answer.body(body);
            kept = true;
            return new Asked.Text(new HttpReply(answer.header("content-type").orElse(""), gzip, body));
        } catch (ScrapeFailure e) {
            throw e;
        } catch (IOException e) {
            throw failure(e);
        } finally {
            if (!kept) {
                body.close();
            }
        }
    }

    private String authorization() throws ScrapeFailure {
        try {
            return target.job()
                    .login()
                    .header()
                    .map(value -> "Authorization: " + value + "\r\n")
                    .orElse("");
        } catch (IOException e) {
            throw new ScrapeFailure(Reason.LOGIN, String.valueOf(e.getMessage()), e);
        }
    }

    private String request(String path, String authorization) {
        double seconds = target.job().timeout().toMillis() / 1000.0;
        String limit = seconds == Math.rint(seconds) ? Long.toString((long) seconds) : Double.toString(seconds);
        return "GET " + path + " HTTP/1.1\r\nHost: " + target.url().getRawAuthority() + "\r\nUser-Agent: " + userAgent
                + "\r\nAccept: " + ACCEPT + "\r\nAccept-Encoding: gzip\r\nX-Prometheus-Scrape-Timeout-Seconds: " + limit
                + "\r\n" + authorization + "Connection: close\r\n\r\n";
    }

    private static boolean gzip(String encoding) throws ScrapeFailure {
        return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "identity", "" -> false;
            case "gzip", "x-gzip" -> true;
            default -> throw new ScrapeFailure(Reason.HTTP, "it sends another encoding than the gzip it was asked for");
        };
    }

    /** Credentials and data of one host are never shown to another. */
    private String sameHost(String location) throws ScrapeFailure {
        try {
            URI to = target.url().resolve(location);
            boolean same = target.url().getScheme().equals(to.getScheme())
                    && String.valueOf(target.url().getRawAuthority()).equalsIgnoreCase(to.getRawAuthority());
            if (same && to.getRawPath() != null && to.getRawPath().startsWith("/")) {
                return to.getRawQuery() == null ? to.getRawPath() : to.getRawPath() + "?" + to.getRawQuery();
            }
        } catch (IllegalArgumentException e) {
            throw new ScrapeFailure(Reason.REDIRECT, "it redirects to what is no address", e);
        }
        throw new ScrapeFailure(Reason.REDIRECT, "it redirects to another host or scheme, which is not followed");
    }

    private Socket connect() throws IOException {
        var socket = new Socket();
        synchronized (this) {
            if (closed) {
                throw new SocketTimeoutException();
            }
            open = Optional.of(socket);
        }
        try {
            socket.setTcpNoDelay(true);
            socket.connect(target.host().resolved(), left());
            socket.setSoTimeout(left());
            return socket;
        } catch (IOException e) {
            try (socket) {
                throw e;
            }
        }
    }

    private Socket secured(Socket plain) throws IOException {
        if (!target.isSecure()) {
            return plain;
        }
        TlsFiles files = target.job().tls();
        SSLSocketFactory factory;
        try {
            factory = tls.of(files).getSocketFactory();
        } catch (IOException e) {
            throw new ScrapeFailure(Reason.TLS, String.valueOf(e.getMessage()), e);
        }
        String name = files.serverName().orElse(target.host().host());
        var socket = (SSLSocket) factory.createSocket(plain, name, target.host().port(), true);
        if (!files.unchecked()) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        socket.startHandshake();
        return socket;
    }

    /** No read waits longer than what is left, so that a target that sends a byte now and then gains nothing. */
    private InputStream inTime(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        return new InputStream() {
            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                socket.setSoTimeout(left());
                return in.read(into, from, length);
            }
        };
    }

    private int left() throws SocketTimeoutException {
        long left = deadline - mono.millis();
        if (left <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    private ScrapeFailure failure(IOException e) {
        if (e instanceof SocketTimeoutException || isLate()) {
            return late(target);
        }
        return switch (e) {
            case UnknownHostException _ -> new ScrapeFailure(Reason.CONNECT, "its name is not known", e);
            case ConnectException _ -> new ScrapeFailure(Reason.CONNECT, "nobody listens there", e);
            case NoRouteToHostException _ -> new ScrapeFailure(Reason.CONNECT, "there is no way to it", e);
            case SSLException _ -> new ScrapeFailure(Reason.TLS, "TLS fails (" + e.getMessage() + ")", e);
            default -> new ScrapeFailure(Reason.HTTP, "the connection breaks (" + e.getMessage() + ")", e);
        };
    }

    static ScrapeFailure late(Target target) {
        return new ScrapeFailure(
                Reason.TIMEOUT,
                "it does not answer within " + target.job().timeout().toMillis() + " ms");
    }

    private synchronized boolean isLate() {
        return closed || deadline <= mono.millis();
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
                socket.get().close();
            } catch (IOException e) {
                // it is closed for us either way
            }
        }
    }
}
