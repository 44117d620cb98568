package skerry.agent.cluster;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import skerry.agent.cluster.api.ApiAccess;
import skerry.agent.cluster.api.ApiServer;
import skerry.platform.net.HostPort;

/**
 * Lists and watches as an API server does, over real HTTP: pages, versions, bookmarks, compaction, rights, tokens. It can be
 * killed and started again over the same data.
 */
public final class FakeApiServer implements AutoCloseable {
    public static final JsonMapper JSON = JsonMapper.builder().build();

    private record Change(int version, String type, String path, ObjectNode object) {}

    private final Map<String, TreeMap<String, ObjectNode>> objects = new HashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final Map<String, Integer> refused = new HashMap<>();
    private final Map<String, Function<String, Answer>> posts = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final Set<String> garbled = new HashSet<>();
    private Optional<String> token = Optional.empty();
    private int version = 100;
    private int compacted;
    private int expiredPages;
    private boolean goneInStream;
    private final Optional<SSLContext> tls;
    private int port;
    private int life;
    private HttpServer server;
    private ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** What a POST is answered. */
    public record Answer(int status, String body) {}

    public FakeApiServer() {
        this(Optional.empty());
    }

    /** @param tls to speak HTTPS */
    public FakeApiServer(Optional<SSLContext> tls) {
        this.tls = tls;
        server = started(0);
        port = server.getAddress().getPort();
    }

    private HttpServer started(int at) {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), at);
            HttpServer made = tls.isPresent() ? secured(address, tls.get()) : HttpServer.create(address, 0);
            made.setExecutor(threads);
            int born = life;
            made.createContext("/", exchange -> answer(exchange, born));
            made.start();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpServer secured(InetSocketAddress address, SSLContext context) throws IOException {
        HttpsServer made = HttpsServer.create(address, 0);
        made.setHttpsConfigurator(new HttpsConfigurator(context));
        return made;
    }

    public int port() {
        return port;
    }

    /** The way to it, with this token. */
    public ApiAccess access(Optional<String> sent) {
        return access(port, () -> sent);
    }

    public static ApiAccess access(int port, Supplier<Optional<String>> token) {
        var where = new HostPort("127.0.0.1", port);
        return () -> new ApiServer(where, "", Optional.empty(), "127.0.0.1", token.get());
    }

    /** An object of this kind in this place, with nothing but its name. */
    public static ObjectNode object(String namespace, String name) {
        ObjectNode object = JSON.createObjectNode();
        ObjectNode metadata = object.putObject("metadata");
        if (!namespace.isEmpty()) {
            metadata.put("namespace", namespace);
        }
        metadata.put("name", name).put("uid", "uid-" + namespace + "-" + name);
        return object;
    }

    public synchronized void put(String path, ObjectNode object) {
        version++;
        ObjectNode stored = object.deepCopy();
        ((ObjectNode) stored.path("metadata")).put("resourceVersion", Integer.toString(version));
        String key = key(stored);
        var all = objects.computeIfAbsent(path, _ -> new TreeMap<>());
        boolean known = all.put(key, stored) != null;
        changes.add(new Change(version, known ? "MODIFIED" : "ADDED", path, stored));
        notifyAll();
    }

    public synchronized void delete(String path, String namespace, String name) {
        version++;
        ObjectNode gone = Objects.requireNonNull(
                objects.getOrDefault(path, new TreeMap<>()).remove(namespace + "/" + name), name);
        ((ObjectNode) gone.path("metadata")).put("resourceVersion", Integer.toString(version));
        changes.add(new Change(version, "DELETED", path, gone));
        notifyAll();
    }

    /** Tells those who watch the present version, without a change. */
    public synchronized void bookmark(String path) {
        ObjectNode object = JSON.createObjectNode();
        object.putObject("metadata").put("resourceVersion", Integer.toString(version));
        changes.add(new Change(version, "BOOKMARK", path, object));
        notifyAll();
    }

    /** Forgets all changes so far. */
    public synchronized void compact() {
        compacted = version;
        changes.clear();
    }

    /** The next so many pages after a first are answered with 410. */
    public synchronized void expirePages(int count) {
        expiredPages = count;
    }

    /** Whether 410 is told in the stream, as an API server does, or by the status of HTTP. */
    public synchronized void tellGoneInStream(boolean on) {
        goneInStream = on;
    }

    /** As after a copy of the data of long ago was put back. */
    public synchronized void setBack() {
        version = 10;
        compacted = 0;
        changes.clear();
        objects.clear();
    }

    /** From now on the path is answered with this status; 0 for as usual. */
    public synchronized void refuse(String path, int status) {
        refused.put(path, status);
        notifyAll();
    }

    /** Refuses it no longer. */
    public synchronized void allow(String path) {
        refused.remove(path);
    }

    public synchronized void garble(String path) {
        garbled.add(path);
    }

    /** Only who sends it may ask. */
    public synchronized void token(String wanted) {
        token = Optional.of(wanted);
        notifyAll();
    }

    public synchronized void onPost(String path, Function<String, Answer> answer) {
        posts.put(path, answer);
    }

    /** Every request so far, path and query. */
    public synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    /** Every request so far for this path, without its query, whose query holds the text. */
    public long asked(String path, String text) {
        return asked().stream()
                .filter(one -> one.startsWith(path + "?") && one.contains(text))
                .count();
    }

    /** Ends the process: connections break, nobody listens. */
    public void kill() {
        synchronized (this) {
            life++;
            notifyAll();
        }
        server.stop(0);
        threads.shutdownNow();
    }

    public void start() {
        threads = Executors.newVirtualThreadPerTaskExecutor();
        server = started(port);
    }

    @Override
    public void close() {
        kill();
    }

    private void answer(HttpExchange exchange, int born) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String query = String.valueOf(exchange.getRequestURI().getRawQuery());
            Map<String, String> parameters = parameters(query);
            int status = admitted(exchange, path, query, born);
            if (status != 200) {
                send(exchange, status, error(status));
            } else if (exchange.getRequestMethod().equals("POST")) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                Answer answer = post(path).apply(body);
                send(exchange, answer.status(), answer.body());
            } else if (parameters.containsKey("watch")) {
                watch(exchange, path, parameters, born);
            } else {
                list(exchange, path, parameters);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Function<String, Answer> post(String path) {
        return posts.getOrDefault(path, _ -> new Answer(404, error(404)));
    }

    private synchronized int admitted(HttpExchange exchange, String path, String query, int born) throws IOException {
        if (life != born) {
            throw new IOException("killed");
        }
        asked.add(path + "?" + query);
        notifyAll();
        String sent = exchange.getRequestHeaders().getFirst("Authorization");
        if (token.isPresent() && !("Bearer " + token.get()).equals(sent)) {
            return 401;
        }
        int status = refused.getOrDefault(path, 0);
        return status == 0 ? 200 : status;
    }

    private void list(HttpExchange exchange, String path, Map<String, String> parameters) throws IOException {
        ObjectNode page = page(path, parameters);
        int status = page.path("code").asInt(200);
        String text = page.toString();
        boolean garbles;
        synchronized (this) {
            garbles = garbled.contains(path);
        }
        send(exchange, status, garbles ? text.substring(0, text.length() / 2) : text);
    }

    private synchronized ObjectNode page(String path, Map<String, String> parameters) throws IOException {
        int limit = Integer.parseInt(parameters.getOrDefault("limit", "100000"));
        int from = 0;
        int at = version;
        if (parameters.containsKey("continue")) {
            if (expiredPages > 0) {
                expiredPages--;
                return (ObjectNode) JSON.readTree(error(410));
            }
            String[] place = parameters.get("continue").split(":", -1);
            at = Integer.parseInt(place[0]);
            from = Integer.parseInt(place[1]);
        }
        List<ObjectNode> all =
                new ArrayList<>(objects.getOrDefault(path, new TreeMap<>()).values());
        int to = Math.min(all.size(), from + limit);
        ObjectNode list = JSON.createObjectNode();
        list.put("kind", "List").put("apiVersion", "v1");
        ObjectNode metadata = list.putObject("metadata").put("resourceVersion", Integer.toString(at));
        if (to < all.size()) {
            metadata.put("continue", at + ":" + to).put("remainingItemCount", all.size() - to);
        }
        list.putArray("items").addAll(all.subList(Math.min(from, to), to));
        return list;
    }

    private void watch(HttpExchange exchange, String path, Map<String, String> parameters, int born)
            throws IOException, InterruptedException {
        int from = Integer.parseInt(parameters.getOrDefault("resourceVersion", "0"));
        long until =
                System.nanoTime() + Long.parseLong(parameters.getOrDefault("timeoutSeconds", "60")) * 1_000_000_000;
        synchronized (this) {
            if (from > version) {
                send(exchange, 504, error(504));
                return;
            }
            if (from < compacted && !goneInStream) {
                send(exchange, 410, error(410));
                return;
            }
        }
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        out.flush();
        int told = from;
        int index = 0;
        while (true) {
            var now = new ArrayList<Change>();
            synchronized (this) {
                if (told < compacted && goneInStream) {
                    out.write(
                            ("{\"type\":\"ERROR\",\"object\":" + error(410) + "}\n").getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    return;
                }
                while (life == born && changes.size() <= index && System.nanoTime() < until && isAdmitted(path)) {
                    wait(Math.max(1, (until - System.nanoTime()) / 1_000_000));
                }
                if (life != born || System.nanoTime() >= until || !isAdmitted(path)) {
                    return;
                }
                for (; index < changes.size(); index++) {
                    Change change = changes.get(index);
                    if (change.path().equals(path) && change.version() > from) {
                        now.add(change);
                    }
                    told = change.version();
                }
            }
            for (Change change : now) {
                String line = "{\"type\":\"" + change.type() + "\",\"object\":" + change.object() + "}\n";
                out.write(line.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        }
    }

    private boolean isAdmitted(String path) {
        return refused.getOrDefault(path, 0) == 0;
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static String error(int status) {
        return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"message\":\"said with "
                + status + "\",\"reason\":\"Because\",\"code\":" + status + "}";
    }

    private static Map<String, String> parameters(String query) {
        var parameters = new HashMap<String, String>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    private static String key(ObjectNode object) {
        return object.path("metadata").path("namespace").asText("") + "/"
                + object.path("metadata").path("name").asText("");
    }
}
