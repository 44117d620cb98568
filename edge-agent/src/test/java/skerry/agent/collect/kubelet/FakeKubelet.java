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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import skerry.platform.net.HostPort;

/** Answers as a kubelet does, over real HTTPS: to who shows a token, and of that alone what it may read. */
final class FakeKubelet implements AutoCloseable {
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    final Map<String, Integer> statuses = new ConcurrentHashMap<>();
    final Map<String, String> texts = new ConcurrentHashMap<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    volatile String token = "sa-token";
    volatile boolean endless;

    FakeKubelet(SSLContext tls) throws IOException {
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
        int status = known ? statuses.getOrDefault(path, texts.containsKey(path) ? 200 : 404) : 401;
        boolean json = path.equals("/stats/summary");
        exchange.getResponseHeaders()
                .add("Content-Type", json ? "application/json" : "text/plain; version=0.0.4; charset=utf-8");
        if (status != 200) {
            exchange.sendResponseHeaders(status, -1);
        } else if (endless) {
            exchange.sendResponseHeaders(200, 0);
            flood(exchange.getResponseBody());
        } else {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            byte[] body = gzip(texts.getOrDefault(path, ""));
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
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
