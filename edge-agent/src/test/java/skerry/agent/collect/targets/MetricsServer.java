package skerry.agent.collect.targets;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** A target on loopback that answers as it is told. */
final class MetricsServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final String scheme;
    private volatile HttpHandler answer = text("text/plain; version=0.0.4", "");
    final List<Headers> asked = new CopyOnWriteArrayList<>();

    private MetricsServer(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestHeaders());
            answer.handle(exchange);
        });
        server.start();
    }

    static MetricsServer plain() throws IOException {
        return new MetricsServer(HttpServer.create(loopback(), 0), "http");
    }

    static MetricsServer secure(SSLContext context, boolean clientMustShowItself) throws IOException {
        var server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                var tls = context.getDefaultSSLParameters();
                tls.setNeedClientAuth(clientMustShowItself);
                parameters.setSSLParameters(tls);
            }
        });
        return new MetricsServer(server, "https");
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    String url() {
        return scheme + "://127.0.0.1:" + port() + "/metrics";
    }

    int port() {
        return server.getAddress().getPort();
    }

    MetricsServer answers(HttpHandler handler) {
        answer = handler;
        return this;
    }

    MetricsServer answers(String text) {
        return answers(text("text/plain; version=0.0.4", text));
    }

    static HttpHandler text(String contentType, String text) {
        return bytes(200, contentType, "", text.getBytes(StandardCharsets.UTF_8));
    }

    static HttpHandler bytes(int status, String contentType, String encoding, byte[] body) {
        return exchange -> {
            if (!contentType.isEmpty()) {
                exchange.getResponseHeaders().add("Content-Type", contentType);
            }
            if (!encoding.isEmpty()) {
                exchange.getResponseHeaders().add("Content-Encoding", encoding);
            }
            send(exchange, status, body);
        };
    }

    static HttpHandler redirect(String to) {
        return exchange -> {
            if (exchange.getRequestURI().getPath().equals("/moved")) {
                text("text/plain", "a 1\n").handle(exchange);
                return;
            }
            exchange.getResponseHeaders().add("Location", to);
            send(exchange, 302, new byte[0]);
        };
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
