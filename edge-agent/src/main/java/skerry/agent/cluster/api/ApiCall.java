package skerry.agent.cluster.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import skerry.agent.http.HttpAnswer;
import skerry.agent.http.HttpExchange;
import skerry.agent.http.HttpTls;
import skerry.platform.time.MonotonicClock;

/**
 * One exchange with the API server, on a connection of its own that {@link #close} ends from another thread at any moment. To be
 * used once.
 */
public final class ApiCall implements AutoCloseable {
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);
    private static final int MAX_ERROR_BYTES = 16 << 10;
    private static final int MAX_MESSAGE_CHARS = 300;
    private static final JsonFactory JSON = new JsonFactory();

    private final ApiAccess access;
    private final String userAgent;
    private final MonotonicClock mono;
    private final long deadline;
    private Optional<HttpExchange> exchange = Optional.empty();
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
    public HttpAnswer get(String pathAndQuery) throws IOException {
        return ask("GET", pathAndQuery, new byte[0]);
    }

    /** As {@link #get}, with an object. */
    public HttpAnswer post(String path, byte[] json) throws IOException {
        return ask("POST", path, json);
    }

    /** As {@link #get}, with what of an object becomes another (RFC 7396). */
    public HttpAnswer merge(String path, byte[] json) throws IOException {
        return ask("PATCH", path, json);
    }

    private HttpAnswer ask(String method, String pathAndQuery, byte[] json) throws IOException {
        ApiServer server = access.server();
        var request = new ByteArrayOutputStream();
        request.writeBytes(head(server, method, pathAndQuery, json.length).getBytes(StandardCharsets.ISO_8859_1));
        request.writeBytes(json);
        HttpAnswer answer = begun(server)
                .ask(
                        server.where(),
                        server.tls().map(context -> new HttpTls(context, server.serverName(), true)),
                        request.toByteArray());
        if (answer.status() < 200 || answer.status() > 299) {
            throw new ApiException(answer.status(), refusal(answer));
        }
        return answer;
    }

    private synchronized HttpExchange begun(ApiServer server) {
        var begun = new HttpExchange("the API server at " + server, mono, deadline, LONGEST_CONNECT);
        if (closed) {
            begun.close();
        }
        exchange = Optional.of(begun);
        return begun;
    }

    private String head(ApiServer server, String method, String pathAndQuery, int length) {
        return method + " " + server.path() + pathAndQuery + " HTTP/1.1\r\nHost: " + server.where() + "\r\nUser-Agent: "
                + userAgent + "\r\nAccept: application/json\r\n"
                + server.token()
                        .map(token -> "Authorization: Bearer " + token + "\r\n")
                        .orElse("")
                + (length > 0 ? "Content-Type: " + type(method) + "\r\nContent-Length: " + length + "\r\n" : "")
                + "Connection: close\r\n\r\n";
    }

    private static String type(String method) {
        return method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
    }

    /** What the server says of why, if that is its own form of an error. */
    private static String refusal(HttpAnswer answer) {
        String said = "";
        try (JsonParser parser = JSON.createParser(answer.errorText(MAX_ERROR_BYTES))) {
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
        return "the API server answers with status " + answer.status() + (text.isEmpty() ? "" : ": " + text);
    }

    /** Ends the exchange, whatever it waits for. */
    @Override
    public synchronized void close() {
        closed = true;
        exchange.ifPresent(HttpExchange::close);
    }
}
