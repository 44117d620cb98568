package skerry.agent.site;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import skerry.agent.alert.Acknowledgement;
import skerry.agent.contact.ContactStanding;
import skerry.agent.ticket.Decision;
import skerry.agent.ticket.WaitingTicket;
import skerry.platform.net.Listening;

/**
 * The agent's HTTP server: the technician's page, {@code /healthz}, {@code /readyz} and {@code /metrics}. Reading needs
 * nothing; each button needs the site PIN and our own Origin, and leaves an audit event. It is the JDK's own small server,
 * since any other costs as much memory as a quarter of the agent (ADR 48). Thread-safe.
 */
public final class SiteServer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(SiteServer.class.getName());
    private static final int MAX_FORM = 4 * 1024;
    private static final String POLICY = "default-src 'none'; style-src 'sha256-" + sha256(TechnicianPage.STYLE)
            + "'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** Bounds of the JDK's server, which takes them from nowhere else: seconds, connections, and no waiting to send. */
    private static final Map<String, String> BOUNDS = Map.of(
            "sun.net.httpserver.maxReqTime", "10",
            "sun.net.httpserver.maxRspTime", "30",
            "sun.net.httpserver.idleInterval", "10",
            "sun.net.httpserver.maxReqHeaders", "100",
            "jdk.httpserver.maxConnections", "64",
            // Else an answer's body waits for the other side's delayed acknowledgement of its head, 40 ms.
            "sun.net.httpserver.nodelay", "true");

    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_LARGE = 413;
    private static final int TOO_MANY = 429;
    private static final int NOT_NOW = 503;

    private final HttpServer server;
    private final ExecutorService threads;

    private SiteServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * @param pin offers the button where it is there
     * @param tls must be there beyond loopback if a PIN is
     * @throws IllegalStateException if the port is in use; names it
     */
    public static SiteServer start(
            InetSocketAddress address, SiteView view, Optional<SitePin> pin, Optional<SSLContext> tls) {
        if (pin.isPresent() && tls.isEmpty() && !address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException("a site PIN must not cross the network in the clear: " + address);
        }
        BOUNDS.forEach(System::setProperty);
        Listening.requireFree(address, "page.listen");
        HttpServer made;
        try {
            made = tls.isPresent() ? secured(address, tls.get()) : HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "cannot listen on " + address + " (" + e.getMessage() + "): set page.listen", e);
        }
        var threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("page-", 0).factory());
        made.setExecutor(threads);
        made.createContext("/", new Handlers(view, pin, tls.isPresent())::answer);
        made.start();
        return new SiteServer(made, threads);
    }

    private static HttpServer secured(InetSocketAddress address, SSLContext tls) throws IOException {
        HttpsServer made = HttpsServer.create(address, 0);
        made.setHttpsConfigurator(new HttpsConfigurator(tls));
        return made;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private record Handlers(SiteView view, Optional<SitePin> pin, boolean tls) {
        void answer(HttpExchange exchange) throws IOException {
            try (exchange) {
                route(exchange);
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "the page at " + exchange.getRequestURI().getPath() + " cannot be shown", e);
            }
        }

        private void route(HttpExchange exchange) throws IOException {
            String path = exchange.getRequestURI().getPath();
            String method = isHead(exchange) ? "GET" : exchange.getRequestMethod();
            switch (method + " " + path) {
                case "GET /" -> send(exchange, OK, Optional.empty());
                case "GET /left" -> html(exchange, OK, LeftPage.render(view.facts(), view.left()));
                case "GET /healthz" -> plain(exchange, OK, "ok\n");
                case "GET /readyz" -> ready(exchange);
                case "GET /metrics" -> metrics(exchange);
                case "GET /status" -> status(exchange);
                case "POST /try-link" -> tryLink(exchange);
                case "POST /acknowledge" -> acknowledge(exchange);
                case "POST /ticket" -> ticket(exchange);
                default -> plain(exchange, NOT_FOUND, "there is nothing here\n");
            }
        }

        private void ready(HttpExchange exchange) throws IOException {
            Optional<String> reason = view.notReady();
            plain(exchange, reason.isPresent() ? NOT_NOW : OK, reason.orElse("ready") + "\n");
        }

        private void status(HttpExchange exchange) throws IOException {
            NodeFacts facts = view.facts();
            plain(exchange, OK, StatusText.of(facts, view.alerts(), Checkup.of(facts, view.samples())));
        }

        private void metrics(HttpExchange exchange) throws IOException {
            var text = new StringBuilder(64 * 1024);
            view.exposition(text);
            write(exchange, OK, "text/plain; version=0.0.4; charset=utf-8", text.toString());
        }

        private void tryLink(HttpExchange exchange) throws IOException {
            press("try-link", exchange, _ -> {
                view.tryLink();
                ContactStanding contact = view.facts().contact();
                return contact.isResting()
                        ? "The link is not used now: " + contact.sentence() + "."
                        : "Trying the link now. Load this page again in half a minute.";
            });
        }

        private void acknowledge(HttpExchange exchange) throws IOException {
            press("acknowledge", exchange, form -> {
                String by = form.getOrDefault("by", "");
                if (by.isEmpty() || by.length() > Acknowledgement.MOST_BY) {
                    return "Say who you are, in at most " + Acknowledgement.MOST_BY + " characters.";
                }
                return view.acknowledge(form.getOrDefault("key", ""), by)
                        ? "The alert is acknowledged."
                        : "That alert does not fire any more.";
            });
        }

        private void ticket(HttpExchange exchange) throws IOException {
            press("ticket", exchange, form -> {
                String say = form.getOrDefault("say", "");
                Optional<WaitingTicket> ticket = view.tickets().find(form.getOrDefault("ticket", ""));
                if (ticket.isEmpty()) {
                    return "That ticket does not wait any more.";
                }
                if (!say.equals("approve") && !say.equals("deny")) {
                    return "Press one of the two buttons.";
                }
                try {
                    var decision = new Decision(say.equals("approve"), form.getOrDefault("by", ""));
                    view.tickets().decide(ticket.get(), decision);
                    view.audit("ticket", ticket.get().id() + " " + say + " by " + decision.by(), from(exchange));
                    return decision.approved()
                            ? "Approved: it leaves at the next contact."
                            : "Denied: nothing leaves the site.";
                } catch (IllegalArgumentException e) {
                    return String.valueOf(e.getMessage());
                } catch (IOException e) {
                    LOG.log(Level.WARNING, "a decision about a ticket cannot be noted: {0}", e.getMessage());
                    return "That cannot be noted: " + e.getMessage();
                }
            });
        }

        private static String from(HttpExchange exchange) {
            return exchange.getRemoteAddress().getAddress().getHostAddress();
        }

        /** What a button does, for who knows the site PIN and comes from our own page. */
        private void press(String action, HttpExchange exchange, Function<Map<String, String>, String> done)
                throws IOException {
            String from = from(exchange);
            if (!header(exchange, "Origin").equals((tls ? "https://" : "http://") + header(exchange, "Host"))) {
                view.audit(action, "refused: foreign origin", from);
                plain(exchange, FORBIDDEN, "this did not come from the page of this node\n");
                return;
            }
            byte[] body = exchange.getRequestBody().readNBytes(MAX_FORM + 1);
            if (body.length > MAX_FORM) {
                plain(exchange, TOO_LARGE, "a form of this page is shorter\n");
                return;
            }
            Map<String, String> form = form(new String(body, StandardCharsets.UTF_8));
            SitePin.Answer answer = pin.map(sitePin -> sitePin.check(form.getOrDefault("pin", "")))
                    .orElse(SitePin.Answer.WRONG);
            switch (answer) {
                case RIGHT -> {
                    view.audit(action, "ok", from);
                    send(exchange, OK, Optional.of(done.apply(form)));
                }
                case WRONG -> {
                    view.audit(action, "refused: wrong PIN", from);
                    send(exchange, FORBIDDEN, Optional.of("That is not the site PIN."));
                }
                case WAIT -> {
                    view.audit(action, "refused: too many tries", from);
                    send(exchange, TOO_MANY, Optional.of("Too many wrong tries. Wait a minute and try again."));
                }
            }
        }

        private static String header(HttpExchange exchange, String name) {
            String value = exchange.getRequestHeaders().getFirst(name);
            return value == null ? "" : value.toLowerCase(Locale.ROOT);
        }

        private void send(HttpExchange exchange, int status, Optional<String> notice) throws IOException {
            NodeFacts facts = view.facts();
            String html = TechnicianPage.render(
                    facts,
                    view.alerts(),
                    view.budget(),
                    view.starts(),
                    view.tickets(),
                    Checkup.of(facts, view.samples()),
                    notice,
                    pin.isPresent());
            html(exchange, status, html);
        }

        private static void html(HttpExchange exchange, int status, String html) throws IOException {
            var headers = exchange.getResponseHeaders();
            headers.set("Content-Security-Policy", POLICY);
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Referrer-Policy", "no-referrer");
            headers.set("Cache-Control", "no-store");
            write(exchange, status, "text/html; charset=utf-8", html);
        }

        private static void plain(HttpExchange exchange, int status, String text) throws IOException {
            write(exchange, status, "text/plain; charset=utf-8", text);
        }

        private static void write(HttpExchange exchange, int status, String type, String text) throws IOException {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            if (isHead(exchange)) {
                exchange.sendResponseHeaders(status, -1);
            } else {
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
        }

        private static boolean isHead(HttpExchange exchange) {
            return exchange.getRequestMethod().equals("HEAD");
        }

        /** The fields of a form body, {@code pin=…&by=…}; nothing of one that is badly encoded. */
        private static Map<String, String> form(String body) {
            try {
                Map<String, String> fields = new HashMap<>();
                for (String field : body.split("&", -1)) {
                    int equals = field.indexOf('=');
                    if (equals > 0) {
                        String value = URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8);
                        fields.putIfAbsent(field.substring(0, equals), value.strip());
                    }
                }
                return fields;
            } catch (IllegalArgumentException _) {
                return Map.of(); // no page of ours sends that
            }
        }
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }
}
