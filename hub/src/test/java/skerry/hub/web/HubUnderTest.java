package skerry.hub.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helidon.webserver.http.HttpService;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import skerry.hub.FakeAgent;
import skerry.hub.access.Access;
import skerry.hub.access.GuessLimit;
import skerry.hub.access.Principal;
import skerry.hub.access.Role;
import skerry.hub.fleet.FleetWatch;
import skerry.hub.ingest.Decoder;
import skerry.hub.ingest.IngestCounts;
import skerry.hub.query.StoreFacts;
import skerry.hub.store.BatchLog.Arrival;
import skerry.hub.store.Progress;
import skerry.hub.store.Road;
import skerry.hub.store.Site;
import skerry.hub.store.sqlite.SqliteAccessStore;
import skerry.hub.store.sqlite.SqliteFleetStore;
import skerry.platform.CloseStack;
import skerry.protocol.batch.Batch;

/** A real store and chosen resources over a real socket, at a time that a test sets. Not thread-safe. */
final class HubUnderTest implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CloseStack open = new CloseStack();
    private final SqliteFleetStore store;
    private final FleetWatch watch;
    private final HubServer server;
    private final HttpClient client;
    private final String token;
    private volatile long now;

    /** @param resources made of the store and the watch */
    HubUnderTest(Path folder, long now, BiFunction<SqliteFleetStore, FleetWatch, List<HttpService>> resources)
            throws IOException, SQLException {
        this.now = now;
        store = open.push(new SqliteFleetStore(folder.resolve("store"), clock(), 1));
        var access = new Access(
                open.push(SqliteAccessStore.open(folder.resolve("access.db"))),
                clock(),
                new SecureRandom(),
                new GuessLimit());
        watch = new FleetWatch(store.registry(), new StoreFacts(store, clock()), clock(), store.states());
        server = open.push(HubServer.start(
                new HubServer.Listen(new InetSocketAddress("127.0.0.1", 0), List.of(), Optional.empty()),
                access,
                resources.apply(store, watch),
                List.of()));
        client = open.push(HttpClient.newHttpClient());
        token = access.addToken("test", Role.VIEWER, 1, new Principal("ada", Role.ADMIN, ""), "test");
    }

    InstantSource clock() {
        return () -> Instant.ofEpochMilli(now);
    }

    /** What the resources see. */
    SqliteFleetStore store() {
        return store;
    }

    void at(long millis) {
        now = millis;
    }

    void enrol(FakeAgent agent, String site, String node) {
        if (store.registry().site(site).isEmpty()) {
            store.registry().addSite(new Site(site, "Site " + site, "", Optional.empty(), "", contract(), List.of()));
        }
        store.registry().addAgent(agent.enrolledAt(site, node));
        watch.look();
    }

    private static Site.SiteContract contract() {
        return new Site.SiteContract("always-on", 120_000, 180_000);
    }

    /** As if these came now. */
    void take(FakeAgent agent, List<Batch> batches) {
        store.batches()
                .append(batches.stream()
                        .map(batch -> new Arrival(batch, Road.MQTT, now))
                        .toList());
        batches.forEach(batch -> store.present()
                .arrived(
                        agent.uid(),
                        batch.size(),
                        Road.MQTT,
                        Progress.of(store.batches().holdings(agent.uid())),
                        now));
        new Decoder(store, new IngestCounts(), _ -> {}).drain();
        store.flush();
        watch.look();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return get(path, token);
    }

    HttpResponse<String> get(String path, String with) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v1" + path))
                        .header("Authorization", "Bearer " + with)
                        .build(),
                BodyHandlers.ofString());
    }

    /** Opens the live stream by the version of HTTP named, and gives its answer once the head is there. */
    HttpResponse<InputStream> stream(HttpClient.Version version) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v1/stream"))
                        .version(version)
                        .header("Authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofInputStream());
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        var answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    @Override
    public void close() {
        open.close();
    }
}
