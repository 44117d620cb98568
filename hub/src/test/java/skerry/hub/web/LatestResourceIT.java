package skerry.hub.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.FakeAgent;
import skerry.hub.access.Access;
import skerry.hub.access.GuessLimit;
import skerry.hub.access.Principal;
import skerry.hub.access.Role;
import skerry.hub.ingest.Decoder;
import skerry.hub.ingest.IngestCounts;
import skerry.hub.store.BatchLog.Arrival;
import skerry.hub.store.Road;
import skerry.hub.store.Site;
import skerry.hub.store.sqlite.SqliteAccessStore;
import skerry.hub.store.sqlite.SqliteFleetStore;
import skerry.platform.CloseStack;

/** A real store, two agents' batches, and the question over a real socket. */
class LatestResourceIT {
    private static final long MINUTE = 1_790_000_040_000L;

    @TempDir
    Path folder;

    private final CloseStack open = new CloseStack();
    private final FakeAgent here = new FakeAgent(1);
    private final FakeAgent there = new FakeAgent(4); // its counters have the labels of the first one's
    private SqliteFleetStore store;
    private HubServer server;
    private HttpClient client;
    private String token;

    @BeforeEach
    void start() throws Exception {
        store = open.push(new SqliteFleetStore(folder.resolve("store"), InstantSource.system(), 1));
        var access = new Access(
                open.push(SqliteAccessStore.open(folder.resolve("access.db"))),
                InstantSource.system(),
                new SecureRandom(),
                new GuessLimit());
        enrol(here, "heron-point");
        enrol(there, "gannet-rock");
        server = open.push(HubServer.start(
                new HubServer.Listen(new InetSocketAddress("127.0.0.1", 0), List.of(), Optional.empty()),
                access,
                List.of(new LatestResource(store)),
                List.of()));
        client = open.push(HttpClient.newHttpClient());
        token = access.addToken("test", Role.VIEWER, 1, new Principal("ada", Role.ADMIN, ""), "test");
    }

    @AfterEach
    void stop() {
        open.close();
    }

    @Test
    void eachSeriesOfTheMetricStandsOnceWithAPlaceForEveryNode() throws Exception {
        String metric = here.counters().getFirst().name();

        String body = latest("metric=" + metric).body();

        assertThat(body)
                .contains("\"metric\":\"" + metric + "\"")
                .contains("\"type\":\"counter\"")
                .contains("\"site\":[\"heron-point\",\"gannet-rock\"]")
                .contains("\"node\":[\"pi-1\",\"pi-1\"]")
                .contains("\"rate\":[")
                .contains("\"at\":[" + (MINUTE + 60_000) + "," + (MINUTE + 60_000) + "]");
        assertThat(body.split("\"labels\"", -1)).hasSize(2);
    }

    @Test
    void aGaugeHasNoRateAndARetiredAgentNoPlace() throws Exception {
        store.registry().changeAgent(there.enrolledAt("gannet-rock", "pi-1").withRetired(true));

        assertThat(latest("metric=" + here.gauges().getFirst().name()).body())
                .contains("\"type\":\"gauge\"")
                .contains("\"site\":[\"heron-point\"]")
                .doesNotContain("rate");
    }

    @Test
    void anUnknownMetricIsAnEmptyAnswerAndAMissingOneAMistake() throws Exception {
        assertThat(latest("metric=no_such_metric").body()).isEqualTo("{\"metric\":\"no_such_metric\",\"series\":[]}");
        assertThat(latest("").statusCode()).isEqualTo(400);
    }

    private void enrol(FakeAgent agent, String site) {
        var contract = new Site.SiteContract(
                "always-on",
                Duration.ofMinutes(2).toMillis(),
                Duration.ofMinutes(3).toMillis());
        store.registry().addSite(new Site(site, site, "", Optional.empty(), "", contract, List.of()));
        store.registry().addAgent(agent.enrolledAt(site, "pi-1"));
        var batches = List.of(agent.dictionary(MINUTE), agent.minute(MINUTE));
        store.batches()
                .append(batches.stream()
                        .map(batch -> new Arrival(batch, Road.MQTT, MINUTE + 62_000))
                        .toList());
        new Decoder(store, new IngestCounts(), _ -> {}).drain();
    }

    private HttpResponse<String> latest(String query) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v1/latest?" + query))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofString());
    }
}
