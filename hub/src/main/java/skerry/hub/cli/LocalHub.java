package skerry.hub.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import skerry.platform.tls.Trust;

/**
 * The running hub of a data folder, as its commands see it: they ask its API with the rights of whoever owns the folder, so
 * that each change is checked and audited like one from a page.
 */
public final class LocalHub implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(10);
    private static final String JSON = "application/json";
    private static final ObjectMapper MAPPER = new ObjectMapper().registerModule(new Jdk8Module());

    private final Path data;
    private final OperatorFile operator;
    private final HttpClient client;

    /** What the hub does not do, as asked; the message is its own sentence. */
    static final class Refusal extends IOException {
        private static final long serialVersionUID = 1L;

        private Refusal(String why) {
            super(why);
        }
    }

    private LocalHub(Path data, OperatorFile operator, HttpClient client) {
        this.data = data;
        this.operator = operator;
        this.client = client;
    }

    /**
     * Finds the hub of a data folder.
     *
     * @throws IOException one sentence, if none runs or this user may not use it
     */
    public static LocalHub of(Path data) throws IOException {
        var operator = OperatorFile.read(data);
        var client = HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT);
        if ("https".equals(operator.url().getScheme())) {
            client.sslContext(Trust.clientContext(Optional.of(data.resolve("ca.pem"))));
        }
        return new LocalHub(data, operator, client.build());
    }

    /** Where its pages are, as seen from this machine. */
    URI url() {
        return operator.url();
    }

    /** What keeps the hub from taking batches, in its own words; empty if nothing does. */
    Optional<String> trouble() throws IOException {
        HttpResponse<byte[]> answer = ask(request("/readyz", "GET", JSON, BodyPublishers.noBody()));
        return answer.statusCode() == HttpURLConnection.HTTP_OK
                ? Optional.empty()
                : Optional.of(new String(answer.body(), StandardCharsets.UTF_8).strip());
    }

    /** Reads, for example, {@code /api/v1/agents}. */
    public JsonNode get(String path) throws IOException {
        return send("GET", path, JSON, BodyPublishers.noBody());
    }

    /**
     * Changes something.
     *
     * @param method {@code POST}, {@code PATCH} or {@code DELETE}
     * @param body a record, or a map, that becomes JSON
     */
    public JsonNode send(String method, String path, Object body) throws IOException {
        try {
            return send(method, path, JSON, BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this body cannot be written as JSON", e);
        }
    }

    /**
     * Sends any content.
     *
     * @return the answer; a missing node if it has no body
     * @throws IOException with the hub's own sentence if it refuses
     */
    public JsonNode send(String method, String path, String contentType, BodyPublisher body) throws IOException {
        return tree(checked(ask(request(path, method, contentType, body))));
    }

    private HttpRequest request(String path, String method, String contentType, BodyPublisher body) {
        return HttpRequest.newBuilder(operator.url().resolve(path))
                .timeout(ANSWER_LIMIT)
                .header("Authorization", "Bearer " + operator.token())
                .header("Content-Type", contentType)
                .method(method, body)
                .build();
    }

    private static byte[] checked(HttpResponse<byte[]> answer) throws IOException {
        if (answer.statusCode() >= 400) {
            String why =
                    tree(answer.body()).path("error").path("message").asText("the hub answered " + answer.statusCode());
            throw answer.statusCode() < 500 ? new Refusal(why) : new IOException(why);
        }
        return answer.body();
    }

    private static JsonNode tree(byte[] body) throws IOException {
        return body.length == 0 ? MAPPER.missingNode() : MAPPER.readTree(body);
    }

    /** Reads what is no JSON. */
    public byte[] bytes(String path) throws IOException {
        return bytes("GET", path, JSON, BodyPublishers.noBody());
    }

    /**
     * Sends any content, and reads what is no JSON.
     *
     * @throws Refusal with the hub's own sentence
     */
    byte[] bytes(String method, String path, String contentType, BodyPublisher body) throws IOException {
        return checked(ask(request(path, method, contentType, body)));
    }

    /** A body as the hub would write it. */
    static JsonNode tree(Object body) throws IOException {
        return MAPPER.readTree(MAPPER.writeValueAsBytes(body));
    }

    private HttpResponse<byte[]> ask(HttpRequest request) throws IOException {
        try {
            return client.send(request, BodyHandlers.ofByteArray());
        } catch (ConnectException e) {
            throw new IOException(
                    "the hub of " + data + " does not answer at " + operator.url() + ": is it still running?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var interrupted = new InterruptedIOException("interrupted while the hub answered");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
