package skerry.hub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import skerry.hub.config.HubConfig;
import skerry.platform.tls.Trust;
import skerry.protocol.identity.HubCard;
import skerry.protocol.identity.JoinCode;

/** A whole hub in this process, on free ports of loopback, with an administrator who is logged in. */
public final class RunningHub implements AutoCloseable {
    private static final String PASSWORD = "correct horse battery";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofMillis(25);

    private final Hub hub;
    private final HttpClient client;
    private String cookie = "";
    private String csrf = "";
    private String setCookie = "";

    /** What the hub answered. */
    public record Answer(int status, String text) {}

    /** @param settings beyond those of the ports and the folder */
    public RunningHub(Path data, Map<String, String> settings) throws Exception {
        var all = new HashMap<>(
                Map.of("data", data.toString(), "web.listen", "127.0.0.1:0", "broker.listen", "127.0.0.1:0"));
        if (settings.containsKey("broker.url")) {
            all.remove("broker.listen");
        }
        all.putAll(settings);
        hub = new Hub(HubConfig.load(Optional.empty(), all));
        client = HttpClient.newBuilder()
                .sslContext(Trust.clientContext(Optional.of(trust(data))))
                .build();
        Optional<String> code = hub.setupCode();
        if (code.isPresent()) {
            enter("/api/v1/setup", body("code", code.get(), "name", "ada", "password", PASSWORD));
        } else {
            logIn();
        }
    }

    public void logIn() throws IOException, InterruptedException {
        enter("/api/v1/login", body("name", "ada", "password", PASSWORD));
    }

    private void enter(String path, String body) throws IOException, InterruptedException {
        String set = send("POST", path, body, "", "")
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow();
        setCookie = set.contains("Secure") ? "Secure" : "open";
        cookie = set.substring(0, set.indexOf(';'));
        csrf = field(get("/api/v1/session").text(), "csrf");
    }

    private static String field(String json, String name) {
        int at = json.indexOf("\"" + name + "\":\"") + name.length() + 4;
        return json.substring(at, json.indexOf('"', at));
    }

    /** The administrator's session, as a browser would send it. */
    public String cookie() {
        return cookie;
    }

    /** Whether the session's cookie is {@code Secure} or {@code open}. */
    public String setCookie() {
        return setCookie;
    }

    /** Makes an API token. */
    public String token(String role) throws IOException, InterruptedException {
        String body = "{\"name\":\"test\",\"role\":\"" + role + "\",\"days\":1}";
        Answer made = change("POST", "/api/v1/tokens", body);
        require(201, made);
        return field(made.text(), "token");
    }

    /** The certificate of the hub's own authority. */
    public static Path trust(Path data) {
        return data.resolve("ca.pem");
    }

    public HubCard card() {
        return hub.card();
    }

    /** Where agents find the broker. */
    public String brokerUrl() {
        return hub.brokerUrl().toString();
    }

    /** Adds a site with one agent. */
    public void enrol(FakeAgent agent, String site) throws IOException, InterruptedException {
        addSite(site);
        addAgent(agent, site, "pi-1");
    }

    public void addSite(String site) throws IOException, InterruptedException {
        require(201, change("POST", "/api/v1/sites", body("id", site, "name", site, "region", "coast")));
    }

    public void addAgent(FakeAgent agent, String site, String node) throws IOException, InterruptedException {
        String card = agent.identity().card().text();
        require(201, change("POST", "/api/v1/agents", body("card", card, "site", site, "node", node)));
    }

    /** A join code for a site. */
    public JoinCode joinCode(String site, int uses) throws IOException, InterruptedException {
        Answer made = change("POST", "/api/v1/join-codes", "{\"site\":\"" + site + "\",\"uses\":" + uses + "}");
        require(201, made);
        return JoinCode.parse(field(made.text(), "code"));
    }

    /** What an agent sends without a session, to {@code enrol} or {@code renew}. */
    public HttpResponse<byte[]> asAgent(String path, byte[] request) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(base().resolve("/api/v1/" + path))
                        .header("Content-Type", "application/vnd.skerry.enrol+cbor")
                        .POST(BodyPublishers.ofByteArray(request))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    public Answer get(String path) throws IOException, InterruptedException {
        return get(path, cookie);
    }

    /** A change as the administrator's page makes it. */
    public Answer change(String method, String path, String body) throws IOException, InterruptedException {
        return answer(send(method, path, body, cookie, csrf));
    }

    /** As anyone on the network may ask. */
    public Answer getWithout(String path) throws IOException, InterruptedException {
        return get(path, "");
    }

    public Answer getWithToken(String path, String token) throws IOException, InterruptedException {
        return answer(client.send(
                HttpRequest.newBuilder(base().resolve(path))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofString()));
    }

    /** One sample of {@code /metrics}, by its name and labels as they are written there. */
    public OptionalDouble metric(String series) throws IOException, InterruptedException {
        return get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst();
    }

    /** Waits for what comes by itself; a deadline only ends a test that would fail. */
    public static void until(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + LIMIT.toSeconds() + " s: " + what);
            }
            Thread.sleep(STEP);
        }
    }

    /** A JSON object of names and texts. */
    public static String body(String... namesAndValues) {
        var text = new StringBuilder("{");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            text.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(namesAndValues[i])
                    .append("\":\"")
                    .append(namesAndValues[i + 1])
                    .append('"');
        }
        return text.append('}').toString();
    }

    /** Where its pages are. */
    public URI base() {
        return URI.create(hub.pageUrl());
    }

    private Answer get(String path, String with) throws IOException, InterruptedException {
        return answer(send("GET", path, "", with, ""));
    }

    private HttpResponse<String> send(String method, String path, String body, String with, String word)
            throws IOException, InterruptedException {
        String origin = base().toString();
        var request = HttpRequest.newBuilder(base().resolve(path))
                .timeout(LIMIT)
                .header("Origin", origin.substring(0, origin.length() - 1))
                .method(method, BodyPublishers.ofString(body));
        if (!with.isEmpty()) {
            request.header("Cookie", with);
        }
        if (!word.isEmpty()) {
            request.header("X-CSRF-Token", word);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static Answer answer(HttpResponse<String> response) {
        return new Answer(response.statusCode(), response.body());
    }

    private static void require(int status, Answer answer) {
        if (answer.status() != status) {
            throw new AssertionError("the hub answered " + answer);
        }
    }

    @Override
    public void close() {
        client.close();
        hub.close();
    }
}
