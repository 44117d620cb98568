package skerry.agent.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import skerry.agent.cluster.api.ApiAccess;

/**
 * An API server with one Secret, {@code monitoring/skerry-agent}, that is changed as RFC 7396 says and only at its version, and
 * without pods, whose logs would be waited for.
 */
public final class FakeSecret implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PATH = "/api/v1/namespaces/monitoring/secrets/skerry-agent";
    private static final String PODS = "/api/v1/pods";
    private static final String NO_PODS =
            "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[]}";

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final Map<String, String> data = new HashMap<>();
    private final Map<String, Integer> refused = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private Runnable beforeChange = () -> {};
    private int version = 7;

    public FakeSecret() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public ApiAccess access() {
        return FakeApiServer.access(server.getAddress().getPort(), Optional::empty);
    }

    /** As a kubeconfig, for an agent's process. */
    public String kubeconfig() {
        return """
                apiVersion: v1
                kind: Config
                current-context: it
                contexts: [{name: it, context: {cluster: it, user: it}}]
                clusters: [{name: it, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: it, user: {token: abc}}]
                """.formatted(server.getAddress().getPort());
    }

    public synchronized Optional<String> text(String key) {
        return Optional.ofNullable(data.get(key))
                .map(value -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8));
    }

    /** As somebody else changes it. */
    public synchronized void put(String key, String text) {
        data.put(key, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
        version++;
    }

    /** From now on the method is answered with this status, and with all that was sent; 0 for as usual. */
    public synchronized void refuse(String method, int status) {
        refused.put(method, status);
    }

    /** What is done after a change was sent and before it is looked at. */
    public synchronized void beforeChange(Runnable work) {
        beforeChange = work;
    }

    /** Method and content type of every request for the Secret. */
    public synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] sent = exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestURI().getPath().equals(PODS)) {
                boolean watch = exchange.getRequestURI().getQuery().contains("watch=");
                send(exchange, 200, watch ? "" : NO_PODS);
                return;
            }
            if (!exchange.getRequestURI().getPath().equals(PATH)) {
                send(exchange, 404, status(404, "not here"));
                return;
            }
            String method = exchange.getRequestMethod();
            Runnable before;
            synchronized (this) {
                asked.add(method + " " + exchange.getRequestHeaders().getFirst("Content-Type"));
                before = beforeChange;
            }
            if (method.equals("PATCH")) {
                before.run();
            }
            answer(exchange, method, new String(sent, StandardCharsets.UTF_8));
        }
    }

    private synchronized void answer(HttpExchange exchange, String method, String sent) throws IOException {
        int refusal = refused.getOrDefault(method, 0);
        if (refusal != 0) {
            send(exchange, refusal, status(refusal, "refused: " + sent + data));
            return;
        }
        if (method.equals("PATCH")) {
            JsonNode change = JSON.readTree(sent);
            if (!change.at("/metadata/resourceVersion").asText().equals(Integer.toString(version))) {
                send(exchange, 409, status(409, "the object has been modified: " + sent));
                return;
            }
            change.path("data")
                    .properties()
                    .forEach(one -> data.put(one.getKey(), one.getValue().asText()));
            version++;
        }
        ObjectNode object = JSON.createObjectNode();
        object.put("kind", "Secret").put("apiVersion", "v1");
        object.putObject("metadata").put("name", "skerry-agent").put("resourceVersion", Integer.toString(version));
        ObjectNode values = object.putObject("data");
        data.forEach(values::put);
        send(exchange, 200, object.toString());
    }

    private static String status(int status, String message) {
        return JSON.createObjectNode()
                .put("kind", "Status")
                .put("message", message)
                .put("code", status)
                .toString();
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
