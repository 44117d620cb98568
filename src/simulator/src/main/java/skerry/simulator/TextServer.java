package skerry.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;

/** Serves generated texts on a free port of loopback, compressed for whoever can take it, as exporters and kubelets do. Thread-safe. */
public final class TextServer implements AutoCloseable {
    /** What is asked for without saying who one is is refused where there is a token. */
    public static final String TOKEN = "bench-token";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final UnaryOperator<String> texts;
    private final boolean closed;
    private final AtomicLong bytes = new AtomicLong();
    private final Set<String> served = ConcurrentHashMap.newKeySet();

    /**
     * @param tls to speak HTTPS, and to ask for the token
     * @param texts by path; empty for none there
     */
    public TextServer(Optional<SSLContext> tls, UnaryOperator<String> texts) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        this.texts = texts;
        closed = tls.isPresent();
        if (tls.isPresent()) {
            HttpsServer secured = HttpsServer.create(address, 0);
            secured.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
            server = secured;
        } else {
            server = HttpServer.create(address, 0);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Such as {@code 127.0.0.1:40123}. */
    public String where() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** How much was served so far, before it was compressed. */
    public long servedBytes() {
        return bytes.get();
    }

    /** The paths of which something was served so far. */
    public Set<String> served() {
        return Set.copyOf(served);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String sent = exchange.getRequestHeaders().getFirst("Authorization");
            String text = closed && !("Bearer " + TOKEN).equals(sent) ? "" : texts.apply(path);
            if (text.isEmpty()) {
                exchange.sendResponseHeaders(closed && sent == null ? 401 : 404, -1);
                return;
            }
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            bytes.addAndGet(body.length);
            String type = text.startsWith("{") ? "application/json" : "text/plain; version=0.0.4; charset=utf-8";
            exchange.getResponseHeaders().add("Content-Type", type);
            String taken = exchange.getRequestHeaders().getFirst("Accept-Encoding");
            if (taken != null && taken.contains("gzip")) {
                exchange.getResponseHeaders().add("Content-Encoding", "gzip");
                body = gzip(body);
            }
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            served.add(path);
        }
    }

    private static byte[] gzip(byte[] body) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(body);
        }
        return packed.toByteArray();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
