package skerry.hub.web.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.time.Clock;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A hub without agents, broker or store: serves the built pages with the hub's security headers and a made-up fleet
 * in the form of the HTTP contract, on loopback. It can be stopped and started again on the same port. Thread-safe.
 */
final class FakeHub implements AutoCloseable {
    static final String CODE = "BRAVO-1234-TANGO";
    static final String PASSWORD = "correct horse battery";

    /** At least as strict as the hub's own policy: what works under this works there. */
    private static final Map<String, String> SECURITY_HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none';"
                    + " form-action 'self'; frame-ancestors 'none'; trusted-types lit-html; require-trusted-types-for 'script'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin");

    private static final Pattern SITE_PATH = Pattern.compile("/api/v1/sites/([^/]+)(/series)?");
    private static final Pattern PART_PATH = Pattern.compile(
            "/api/v1/sites/([^/]+)/(pods|workloads|requests|disks|boots|cards|happenings|services(?:/series)?|signals)");
    private static final Pattern PAGE = Pattern.compile(
            "/|/alerts(?:/cause)?|/logs|/sync|/upgrades|/updates|/settings|/login|/setup|/s(?:ites|ync)/[^/]+"
                    + "|/sites/[^/]+/(?:services|pods|events|nodes/[^/]+)");
    private static final Pattern STATIC = Pattern.compile("/(?:js|css|lib)/[a-z0-9/.-]+|/favicon\\.svg");
    private static final Map<String, String> TYPES = Map.of(
            "js",
            "text/javascript",
            "css",
            "text/css",
            "svg",
            "image/svg+xml",
            "txt",
            "text/plain",
            "html",
            "text/html");

    private final SampleFleet fleet;
    private final SamplePatterns patterns;
    private final SampleUpdates updates;
    private final InstantSource clock;
    private final boolean demo;
    private final List<String> registered = new CopyOnWriteArrayList<>();
    private final List<Json> audit = new CopyOnWriteArrayList<>();
    private final Set<LinkedBlockingQueue<String>> streams = ConcurrentHashMap.newKeySet();
    private final List<String> foreign = new CopyOnWriteArrayList<>();
    private final AtomicInteger tokens = new AtomicInteger();
    private volatile @Nullable String password;
    private volatile boolean frozen;
    private volatile boolean signedIn;
    private volatile boolean viewer;
    private int port;
    private @Nullable HttpServer server;
    private @Nullable ExecutorService threads;

    /** @param port where to listen once started; 0 for any free one */
    FakeHub(SampleFleet fleet, InstantSource clock, boolean demo, int port) {
        this.fleet = fleet;
        this.patterns = new SamplePatterns(fleet);
        this.updates = new SampleUpdates(fleet);
        this.clock = clock;
        this.demo = demo;
        this.port = port;
    }

    private static byte[] resource(String path) throws IOException {
        try (InputStream in = FakeHub.class.getResourceAsStream("/web/" + path)) {
            if (in == null) {
                throw new IOException("the pages are not built: no resource web/" + path);
            }
            return in.readAllBytes();
        }
    }

    /** Begins to listen: on a free port the first time, later on the same one. */
    synchronized FakeHub start() throws IOException {
        var fresh = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        port = fresh.getAddress().getPort();
        threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("fake-hub-", 0).factory());
        fresh.setExecutor(threads);
        fresh.createContext("/", this::answer);
        fresh.start();
        server = fresh;
        return this;
    }

    SampleUpdates updates() {
        return updates;
    }

    /** Stops at once, as a killed process would: open streams break, nothing listens. */
    synchronized void stop() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
        if (threads != null) {
            threads.shutdownNow();
            threads = null;
        }
        streams.clear();
    }

    @Override
    public void close() {
        stop();
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    SampleFleet fleet() {
        return fleet;
    }

    /** As if an administrator had been made before. */
    FakeHub setUp() {
        password = PASSWORD;
        return this;
    }

    /** Whoever signs in may look only. */
    FakeHub forViewers() {
        viewer = true;
        return this;
    }

    /** Keeps connections open and says nothing any more, as a stopped process (SIGSTOP) does. */
    void freeze() {
        frozen = true;
    }

    /** The open streams of pages. */
    int openStreams() {
        return streams.size();
    }

    /** Requests whose Host was not this hub: a page tried to reach elsewhere through it. */
    List<String> foreignHosts() {
        return List.copyOf(foreign);
    }

    /** Tells the open pages that a site changed its state. */
    void change(SampleFleet.Site site, String state) {
        String before = fleet.stateOf(site);
        fleet.change(site, state);
        long now = clock.millis();
        push(
                "delta",
                Json.object()
                        .put("asOf", now)
                        .put("counts", fleet.counts())
                        .put("sites", List.of(fleet.siteJson(site, now)))
                        .put(
                                "changed",
                                List.of(Json.object()
                                        .put("site", site.id())
                                        .put("name", site.name())
                                        .put("from", before)
                                        .put("to", state)
                                        .put("at", now))));
    }

    /** Tells the open pages that it takes no batches. */
    void complain(String problem) {
        push(
                "delta",
                Json.object()
                        .put("asOf", clock.millis())
                        .put("counts", fleet.counts())
                        .put("sites", List.of())
                        .put("changed", List.of())
                        .put(
                                "hub",
                                Json.object()
                                        .put("startedAt", clock.millis())
                                        .put("downtime", List.of())
                                        .put("problem", problem)));
    }

    private void push(String event, Json body) {
        streams.forEach(stream -> stream.add("event: " + event + "\ndata: " + body + "\n\n"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!address().endsWith(String.valueOf(exchange.getRequestHeaders().getFirst("Host")))) {
                foreign.add(exchange.getRequestHeaders().getFirst("Host") + exchange.getRequestURI());
            }
            String path = exchange.getRequestURI().getPath();
            if (path.startsWith("/api/")) {
                api(exchange, path);
            } else {
                page(exchange, path);
            }
        }
    }

    private void page(HttpExchange exchange, String path) throws IOException {
        boolean file = STATIC.matcher(path).matches() && !path.contains("..");
        boolean known = file || PAGE.matcher(path).matches();
        String name = file ? path.substring(1) : "index.html";
        byte[] body;
        try {
            body = resource(name);
        } catch (IOException missing) {
            send(exchange, 404, "text/plain", missing.getMessage() == null ? "" : missing.getMessage());
            return;
        }
        SECURITY_HEADERS.forEach(
                (header, value) -> exchange.getResponseHeaders().set(header, value));
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
        send(exchange, known ? 200 : 404, type + "; charset=utf-8", body);
    }

    private void api(HttpExchange exchange, String path) throws IOException {
        if (frozen) {
            try {
                Thread.sleep(TimeUnit.HOURS.toMillis(1));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return;
        }
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        boolean changes = !exchange.getRequestMethod().equals("GET");
        boolean open = path.equals("/api/v1/session") || path.equals("/api/v1/setup") || path.equals("/api/v1/login");
        if (!open && !isSignedIn(exchange)) {
            refuse(exchange, 401, "log in first");
        } else if (changes
                && !open
                && !"csrf-1".equals(exchange.getRequestHeaders().getFirst("X-CSRF-Token"))) {
            refuse(exchange, 403, "the request lacks its CSRF token");
        } else if (changes && !open && viewer) {
            refuse(exchange, 403, "only an administrator may change this");
        } else if (changes) {
            change(exchange, path, body);
        } else if (path.equals("/api/v1/stream")) {
            stream(exchange);
        } else {
            read(exchange, path);
        }
    }

    private boolean isSignedIn(HttpExchange exchange) {
        return signedIn
                && String.valueOf(exchange.getRequestHeaders().getFirst("Cookie"))
                        .contains("skerry_session=one");
    }

    private void change(HttpExchange exchange, String path, String body) throws IOException {
        switch (exchange.getRequestMethod() + " " + path) {
            case "POST /api/v1/setup" -> {
                if (password != null) {
                    refuse(exchange, 409, "an administrator exists already");
                } else if (!body.contains("\"code\":\"" + CODE + "\"")) {
                    refuse(exchange, 403, "that is not the code this hub printed at its start");
                } else {
                    password = body.replaceAll(".*\"password\":\"([^\"]*)\".*", "$1");
                    signIn(exchange);
                }
            }
            case "POST /api/v1/login" -> {
                if (password != null && body.contains("\"password\":\"" + password + "\"")) {
                    signIn(exchange);
                } else {
                    refuse(exchange, 401, "name or password is wrong");
                }
            }
            case "POST /api/v1/logout" -> {
                signedIn = false;
                send(exchange, 204, "", new byte[0]);
            }
            case "POST /api/v1/tokens" -> {
                record("token.create", "token " + tokens.incrementAndGet());
                send(exchange, 201, Json.object().put("token", "skt_" + "abcdefgh".repeat(5)));
            }
            case "POST /api/v1/sites" -> {
                String name = body.replaceAll(".*\"name\":\"([^\"]*)\".*", "$1");
                registered.add(body);
                record("site.add", name);
                send(exchange, 201, Json.object().put("id", "new-1"));
            }
            case "POST /api/v1/join-codes" -> {
                registered.add(body);
                record("join-code.add", "new");
                send(
                        exchange,
                        201,
                        Json.object()
                                .put("id", "00")
                                .put("code", "skerry-join-1:AAAA")
                                .put("endsAt", clock.millis() + SampleFleet.DAY));
            }
            case "PATCH /api/v1/rollouts/2" -> {
                record("rollout", body);
                send(exchange, 200, updates.change(body, clock.millis()));
            }
            case "POST /api/v1/agents" -> {
                registered.add(body);
                record("agent.add", "new");
                send(exchange, 201, Json.object().put("uid", "new"));
            }
            default -> {
                var site = SITE_PATH.matcher(path);
                if (exchange.getRequestMethod().equals("PATCH") && site.matches()) {
                    changeSite(exchange, fleet.find(site.group(1)).orElseThrow(), body);
                } else {
                    record(exchange.getRequestMethod() + " " + path, path);
                    send(exchange, 204, "", new byte[0]);
                }
            }
        }
    }

    private void changeSite(HttpExchange exchange, SampleFleet.Site site, String body) throws IOException {
        try {
            fleet.described().change(site, body);
        } catch (IllegalArgumentException e) {
            refuse(exchange, 400, String.valueOf(e.getMessage()));
            return;
        }
        record("site.change", site.id());
        change(site, fleet.stateOf(site));
        send(exchange, 204, "", new byte[0]);
    }

    /** What the pages sent to register sites and agents, oldest first. */
    List<String> registered() {
        return List.copyOf(registered);
    }

    private void record(String action, String target) {
        audit.addFirst(Json.object()
                .put("at", clock.millis())
                .put("actor", "admin")
                .put("action", action)
                .put("target", target)
                .put("result", "done")
                .put("from", "127.0.0.1"));
    }

    private void signIn(HttpExchange exchange) throws IOException {
        signedIn = true;
        record("login", "admin");
        exchange.getResponseHeaders().set("Set-Cookie", "skerry_session=one; Path=/; HttpOnly; SameSite=Strict");
        send(exchange, 204, "", new byte[0]);
    }

    private void read(HttpExchange exchange, String path) throws IOException {
        var query = query(exchange);
        long now = clock.millis();
        long from = Long.parseLong(query.getOrDefault("from", String.valueOf(now - SampleFleet.DAY)));
        long to = Long.parseLong(query.getOrDefault("to", String.valueOf(now)));
        var site = SITE_PATH.matcher(path);
        var part = PART_PATH.matcher(path);
        if (path.equals("/api/v1/session")) {
            send(exchange, 200, session(exchange));
        } else if (path.equals("/api/v1/fleet")) {
            send(exchange, 200, fleet.fleet(now));
        } else if (site.matches()) {
            var found = fleet.find(URLDecoder.decode(site.group(1), UTF_8));
            if (found.isEmpty()) {
                refuse(exchange, 404, "no site has this id");
            } else if (site.group(2) == null) {
                send(exchange, 200, fleet.detail(found.get(), from, to, now));
            } else {
                var metrics = List.of(query.getOrDefault("metric", "").split("\n"));
                long step = Long.parseLong(query.getOrDefault("step", "60000"));
                send(
                        exchange,
                        200,
                        fleet.series(found.get(), query.getOrDefault("node", ""), metrics, from, to, step, now));
            }
        } else if (part.matches()) {
            var found = fleet.find(URLDecoder.decode(part.group(1), UTF_8));
            if (found.isEmpty()) {
                refuse(exchange, 404, "no site has this id");
            } else {
                boolean ofServices = part.group(2).startsWith("s");
                send(
                        exchange,
                        200,
                        ofServices
                                ? SampleServices.answer(found.get(), part.group(2), query, from, to)
                                : new SampleCluster(fleet).answer(found.get(), part.group(2), query, from, to));
            }
        } else if (path.equals("/api/v1/upgrades")) {
            send(exchange, 200, new SampleCluster(fleet).upgrades(query, now));
        } else if (path.equals("/api/v1/updates")) {
            send(exchange, 200, updates.updates(now));
        } else if (path.startsWith("/api/v1/rollouts/")) {
            send(exchange, 200, updates.agents(query, now));
        } else if (path.equals("/api/v1/contract")) {
            send(
                    exchange,
                    200,
                    SampleSites.read(
                            query.getOrDefault("text", ""),
                            fleet.find(query.getOrDefault("site", "")).map(fleet::stateOf)));
        } else if (path.equals("/api/v1/alerts")) {
            send(exchange, 200, fleet.alerts().causes(query, now));
        } else if (path.equals("/api/v1/alerts/episodes")) {
            send(exchange, 200, fleet.alerts().episodes(query, now));
        } else if (path.startsWith("/api/v1/sync")) {
            sync(exchange, path, query, now);
        } else if (path.startsWith("/api/v1/patterns/")) {
            send(exchange, 200, patterns.detail(path.substring("/api/v1/patterns/".length()), from, to));
        } else if (path.equals("/api/v1/distributions")) {
            send(exchange, 200, SampleServices.distributions(query, from, to));
        } else if (path.equals("/api/v1/patterns")) {
            var one = fleet.find(query.getOrDefault("site", ""));
            send(
                    exchange,
                    200,
                    patterns.list(
                            from,
                            to,
                            query.getOrDefault("severity", ""),
                            query.getOrDefault("q", ""),
                            query.containsKey("new"),
                            one.map(known -> fleet.stateOf(known).equals("never-seen") ? 0 : 9)
                                    .orElse(fleet.sites().isEmpty() ? 0 : 34),
                            Integer.parseInt(query.getOrDefault("limit", "200"))));
        } else {
            administration(exchange, path, now);
        }
    }

    private void sync(HttpExchange exchange, String path, Map<String, String> query, long now) throws IOException {
        var sync = new SampleSync(fleet);
        if (path.equals("/api/v1/sync")) {
            send(
                    exchange,
                    200,
                    sync.list(
                            query.getOrDefault("sort", "-backlog"),
                            query.getOrDefault("q", ""),
                            Integer.parseInt(query.getOrDefault("from", "0")),
                            Integer.parseInt(query.getOrDefault("limit", "100")),
                            now));
            return;
        }
        var site = fleet.find(URLDecoder.decode(path.substring("/api/v1/sync/".length()), UTF_8));
        if (site.isEmpty()) {
            refuse(exchange, 404, "no site has this id");
        } else {
            send(exchange, 200, sync.site(site.get(), now));
        }
    }

    private void administration(HttpExchange exchange, String path, long now) throws IOException {
        switch (path) {
            case "/api/v1/audit" -> send(exchange, 200, Json.object().put("entries", audit));
            case "/api/v1/backup" ->
                send(
                        exchange,
                        200,
                        Json.object()
                                .put("ended", 3)
                                .put("overdue", true)
                                .put(
                                        "good",
                                        Json.object()
                                                .put("to", "/mnt/backup")
                                                .put("name", "backup-20261120T030000000Z.skm")
                                                .put("at", now - 3 * SampleFleet.DAY)
                                                .put("lsn", 81_200)
                                                .put("bytes", 3_400_000_000L)
                                                .put("written", 91_000_000))
                                .put(
                                        "failed",
                                        Json.object()
                                                .put(
                                                        "why",
                                                        "there is no folder /mnt/backup to back up to: mount its disk")
                                                .put("at", now - 600_000)));
            case "/api/v1/tokens" ->
                send(
                        exchange,
                        200,
                        Json.object()
                                .put(
                                        "tokens",
                                        List.of(Json.object()
                                                .put("id", "t1")
                                                .put("name", "grafana")
                                                .put("role", "viewer")
                                                .put("createdAt", now - 20 * SampleFleet.DAY)
                                                .put("lastUsedAt", now - 40_000)
                                                .put("expiresAt", now + 300 * SampleFleet.DAY))));
            case "/api/v1/join-codes" ->
                send(
                        exchange,
                        200,
                        Json.object()
                                .put(
                                        "codes",
                                        fleet.sites().stream()
                                                .limit(1)
                                                .map(site -> Json.object()
                                                        .put("id", "0011223344556677")
                                                        .put("site", site.id())
                                                        .put("uses", 5)
                                                        .put("used", 2)
                                                        .put("madeAt", now - 3_600_000)
                                                        .put("endsAt", now + 20 * 3_600_000)
                                                        .put("madeBy", "admin")
                                                        .put("open", true))
                                                .toList()));
            case "/api/v1/agents" ->
                send(
                        exchange,
                        200,
                        Json.object()
                                .put(
                                        "agents",
                                        fleet.sites().stream()
                                                .limit(12)
                                                .map(site -> Json.object()
                                                        .put("uid", SampleFleet.uid(site, 0))
                                                        .put("site", site.id())
                                                        .put("node", "gateway")
                                                        .put("role", "server")
                                                        .put("createdAt", now - 5 * SampleFleet.DAY)
                                                        .put("seen", now - 9_000)
                                                        .put("retired", site.index() == 3)
                                                        .put("simulated", true))
                                                .toList()));
            default -> refuse(exchange, 404, "nothing is at " + path);
        }
    }

    private Json session(HttpExchange exchange) {
        boolean known = isSignedIn(exchange);
        return Json.object()
                .put("setupNeeded", password == null)
                .put("user", known ? Json.object().put("name", "admin").put("role", viewer ? "viewer" : "admin") : null)
                .put("csrf", known ? "csrf-1" : null)
                .put("demo", demo)
                .put("version", "0.1.0")
                .put("hubBoot", "b-1");
    }

    private void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, 0);
        var queue = new LinkedBlockingQueue<String>();
        queue.add("event: fleet\ndata: " + fleet.fleet(clock.millis()) + "\n\n");
        streams.add(queue);
        try (OutputStream out = exchange.getResponseBody()) {
            while (!frozen) {
                String next = queue.poll(2, TimeUnit.SECONDS);
                String text = next == null ? "event: ping\ndata: {\"asOf\":" + clock.millis() + "}\n\n" : next;
                out.write(text.getBytes(UTF_8));
                out.flush();
            }
            TimeUnit.HOURS.sleep(1);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            streams.remove(queue);
        }
    }

    /** Parameters of the query; a name given several times has its values on separate lines. */
    private static Map<String, String> query(HttpExchange exchange) {
        var result = new HashMap<String, String>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            String name = URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), UTF_8);
            String value = equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), UTF_8);
            result.merge(name, value, (first, second) -> first + "\n" + second);
        }
        return result;
    }

    private static void refuse(HttpExchange exchange, int status, String sentence) throws IOException {
        send(
                exchange,
                status,
                Json.object().put("error", Json.object().put("status", status).put("message", sentence)));
    }

    private static void send(HttpExchange exchange, int status, Json body) throws IOException {
        send(exchange, status, "application/json", body.toString());
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        send(exchange, status, type, body.getBytes(UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        if (body.length == 0) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", type);
        byte[] sent = body;
        if (String.valueOf(exchange.getRequestHeaders().getFirst("Accept-Encoding"))
                .contains("gzip")) {
            var packed = new ByteArrayOutputStream();
            try (var gzip = new GZIPOutputStream(packed)) {
                gzip.write(body);
            }
            sent = packed.toByteArray();
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        exchange.sendResponseHeaders(status, sent.length);
        exchange.getResponseBody().write(sent);
    }

    /** For looking at the pages by hand: {@code FakeHub PORT SITES}; logs in with {@link #PASSWORD}. */
    public static void main(String[] arguments) throws Exception {
        var fleet = new SampleFleet(7, Integer.parseInt(arguments[1]), true);
        try (var hub = new FakeHub(fleet, Clock.systemUTC(), true, Integer.parseInt(arguments[0]))) {
            hub.setUp().start();
            System.out.println("made-up hub at " + hub.address() + ", name admin, password " + PASSWORD);
            Thread.currentThread().join();
        }
    }
}
