package skerry.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** A client of a hub's HTTP API, as an administrator uses it. Thread-safe once {@link #logIn} returned. */
public final class HubApi implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final URI base;
    private final HttpClient client = HttpClient.newHttpClient();
    private String cookie = "";
    private String csrf = "";

    /** @param base such as {@code http://127.0.0.1:8440} */
    public HubApi(URI base) {
        this.base = base;
    }

    /** Makes the administrator at a hub's first start, and is logged in then. */
    public void setUp(String code, String name, String password) throws IOException, InterruptedException {
        enter("/api/v1/setup", Map.of("code", code, "name", name, "password", password));
    }

    public void logIn(String name, String password) throws IOException, InterruptedException {
        enter("/api/v1/login", Map.of("name", name, "password", password));
    }

    public JsonNode get(String path) throws IOException, InterruptedException {
        return read(send(request(path).GET().build()), path);
    }

    /** An answer that is not JSON, such as that of {@code /metrics}. */
    public String text(String path) throws IOException, InterruptedException {
        var answer = send(request(path).GET().build());
        if (answer.statusCode() >= 400) {
            throw new IOException("the hub refused " + path + ": status " + answer.statusCode());
        }
        return answer.body();
    }

    /** The session's cookie, as {@code name=value}. */
    public String cookie() {
        return cookie;
    }

    /** @throws IOException with the hub's sentence if it refuses */
    public JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return change("POST", path, body);
    }

    /** @throws IOException with the hub's sentence if it refuses */
    public JsonNode patch(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return change("PATCH", path, body);
    }

    private JsonNode change(String method, String path, Map<String, ?> body) throws IOException, InterruptedException {
        return read(
                send(request(path)
                        .header("X-CSRF-Token", csrf)
                        .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)))
                        .build()),
                path);
    }

    private void enter(String path, Map<String, String> body) throws IOException, InterruptedException {
        var answer = send(request(path)
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
        read(answer, path);
        String set = answer.headers().firstValue("Set-Cookie").orElse("");
        cookie = set.substring(0, Math.max(0, set.indexOf(';')));
        csrf = get("/api/v1/session").path("csrf").asText();
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(LIMIT)
                .header("Origin", base.toString())
                .header("Content-Type", "application/json");
        return cookie.isEmpty() ? request : request.header("Cookie", cookie);
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString());
    }

    private static JsonNode read(HttpResponse<String> answer, String path) throws IOException {
        JsonNode body = answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
        if (answer.statusCode() >= 400) {
            throw new IOException("the hub refused " + path + ": "
                    + body.path("error").path("message").asText("status " + answer.statusCode()));
        }
        return body;
    }

    @Override
    public void close() {
        client.close();
    }
}
