package skerry.agent.collect.kubelet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import skerry.platform.net.HostPort;

/** Answers as a kubelet does, over real HTTPS: to who shows a token, and of that alone what it may read. */
public final class FakeKubelet implements AutoCloseable {
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    /** Subresources of nodes that who shows the token may get. */
    final Set<String> rights = ConcurrentHashMap.newKeySet();

    final Map<String, Integer> statuses = new ConcurrentHashMap<>();
    final Map<String, String> texts = new ConcurrentHashMap<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    volatile String token = "sa-token";
    volatile boolean endless;
    /** Whether it is of Kubernetes 1.33 or later. */
    volatile boolean fineGrained = true;

    FakeKubelet(SSLContext tls) throws IOException {
        rights.addAll(List.of("metrics", "stats", "pods"));
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    HostPort where() {
        return new HostPort("127.0.0.1", server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(path);
        boolean known = ("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        List<String> needed = subresources(path);
        int usual = statuses.getOrDefault(path, texts.containsKey(path) ? 200 : 404);
        int status = !known ? 401 : needed.stream().noneMatch(rights::contains) ? 403 : usual;
        boolean zipped = String.valueOf(exchange.getRequestHeaders().getFirst("Accept-Encoding"))
                        .contains("gzip")
                && !path.equals("/pods");
        exchange.getResponseHeaders().add("Content-Type", type(path));
        if (status != 200) {
            byte[] why = refusal(status, needed).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, why.length);
            exchange.getResponseBody().write(why);
        } else if (endless) {
            exchange.sendResponseHeaders(200, 0);
            flood(exchange.getResponseBody());
        } else {
            String text = texts.getOrDefault(path, "");
            byte[] body = zipped ? gzip(text) : text.getBytes(StandardCharsets.UTF_8);
            if (zipped) {
                exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            }
            // In chunks, as Go writes what is long.
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    /** Any of these opens the path. */
    private List<String> subresources(String path) {
        if (path.startsWith("/metrics")) {
            return List.of("metrics");
        }
        if (path.startsWith("/stats")) {
            return List.of("stats");
        }
        return fineGrained && path.equals("/pods") ? List.of("pods", "proxy") : List.of("proxy");
    }

    private static String type(String path) {
        return path.startsWith("/metrics") ? "text/plain; version=0.0.4; charset=utf-8" : "application/json";
    }

    private String refusal(int status, List<String> needed) {
        return switch (status) {
            case 401 -> "Unauthorized";
            case 403 ->
                "Forbidden (user=system:serviceaccount:skerry:skerry-agent-node, verb=get, resource=nodes, "
                        + (fineGrained
                                ? "subresource(s)=[" + String.join(" ", needed) + "]"
                                : "subresource=" + needed.getFirst())
                        + ")";
            default -> "";
        };
    }

    private static void flood(OutputStream out) {
        try {
            byte[] line = "kubelet_running_pods 7\n".repeat(1_000).getBytes(StandardCharsets.US_ASCII);
            while (true) {
                out.write(line);
            }
        } catch (IOException e) {
            // the agent has hung up
        }
    }

    static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
