package skerry.hub.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.AlertEvents.Named;
import skerry.hub.FakeAgent;
import skerry.hub.access.Access;
import skerry.hub.access.GuessLimit;
import skerry.hub.access.Principal;
import skerry.hub.access.Role;
import skerry.hub.fleet.FleetWatch;
import skerry.hub.fleet.SiteState;
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
import skerry.protocol.Stream;
import skerry.protocol.batch.Batch;
import skerry.protocol.control.EpochHead;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Severity;

/** A real store, batches of several agents, and the questions over a real socket. */
class AlertsResourceIT {
    private static final long NOON = 1_790_000_040_000L;
    private static final long MINUTE = 60_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final CloseStack open = new CloseStack();
    private final List<FakeAgent> agents = List.of(new FakeAgent(1), new FakeAgent(2), new FakeAgent(3));
    private SqliteFleetStore store;
    private FleetWatch watch;
    private HubServer server;
    private HttpClient client;
    private String token;
    private long now = NOON;

    @BeforeEach
    void start() throws Exception {
        InstantSource clock = () -> Instant.ofEpochMilli(now);
        store = open.push(new SqliteFleetStore(folder.resolve("store"), clock, 1));
        var access = new Access(
                open.push(SqliteAccessStore.open(folder.resolve("access.db"))),
                clock,
                new SecureRandom(),
                new GuessLimit());
        for (int i = 0; i < agents.size(); i++) {
            var contract = new Site.SiteContract("always-on", 2 * MINUTE, 3 * MINUTE);
            store.registry().addSite(new Site("site-" + i, "Site " + i, "", Optional.empty(), "", contract, List.of()));
            store.registry().addAgent(agents.get(i).enrolledAt("site-" + i, "pi"));
        }
        watch = new FleetWatch(store.registry(), new StoreFacts(store, clock), clock, store.states());
        server = open.push(HubServer.start(
                new HubServer.Listen(new InetSocketAddress("127.0.0.1", 0), List.of(), Optional.empty()),
                access,
                List.of(new AlertsResource(store), new SiteResource(store, watch, clock)),
                List.of(new HubMetrics(watch, store, List::of))));
        client = open.push(HttpClient.newHttpClient());
        token = access.addToken("test", Role.VIEWER, 1, new Principal("ada", Role.ADMIN, ""), "test");
    }

    @AfterEach
    void stop() {
        open.close();
    }

    private void say(int agent, Event... events) {
        take(agent, agents.get(agent).events(List.of(events), events[0].wallMillis()));
    }

    private void take(int agent, Batch batch) {
        var uid = agents.get(agent).uid();
        store.batches().append(List.of(new Arrival(batch, Road.MQTT, now)));
        store.present()
                .arrived(
                        uid,
                        batch.size(),
                        Road.MQTT,
                        Progress.of(store.batches().holdings(uid)),
                        now);
        new Decoder(store, new IngestCounts(), _ -> {}).drain();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofString());
    }

    private JsonNode json(String path) throws Exception {
        var answer = get("/api/v1" + path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static List<String> rules(JsonNode body) {
        var rules = new ArrayList<String>();
        body.path("alerts").forEach(row -> rules.add(row.path("rule").asText()));
        return rules;
    }

    private static Named disk(int number) {
        return new Named("DiskFills", "/disk-" + number, NOON - 10 * MINUTE + number);
    }

    private static Named power() {
        return new Named("UnderVoltage", "pi", NOON - 2 * MINUTE, Severity.FATAL);
    }

    @Test
    void eachCauseIsOneRowWithItsSitesTheGravestFirst() throws Exception {
        say(0, disk(1).firing(NOON), disk(2).firing(NOON), power().firing(NOON));
        say(1, disk(1).firing(NOON), disk(1).acknowledged(NOON, "Kim"));
        say(2, disk(3).firing(NOON), disk(3).resolved(NOON + 1));

        JsonNode body = json("/alerts");
        assertThat(rules(body)).containsExactly("UnderVoltage", "DiskFills");
        JsonNode disks = body.path("alerts").path(1);
        assertThat(disks.path("open").asInt()).isEqualTo(3);
        assertThat(disks.path("past").asInt()).isZero();
        assertThat(disks.path("acknowledged").asInt()).isEqualTo(1);
        assertThat(disks.path("sites").asInt()).isEqualTo(2);
        assertThat(disks.path("severity").asText()).isEqualTo("warning");
        assertThat(disks.path("summary").asText()).startsWith("DiskFills at /disk-");
        assertThat(disks.path("oldest").asLong()).isEqualTo(NOON - 10 * MINUTE + 1);
        assertThat(disks.path("newest").asLong()).isEqualTo(NOON - 10 * MINUTE + 2);
        assertThat(disks.path("at").path(0).toString())
                .isEqualTo("{\"id\":\"site-0\",\"name\":\"Site 0\",\"episodes\":2}");

        assertThat(rules(json("/alerts?severity=critical"))).containsExactly("UnderVoltage");
        assertThat(rules(json("/alerts?site=site-1"))).containsExactly("DiskFills");
        assertThat(rules(json("/alerts?rule=DiskFills"))).containsExactly("DiskFills");
        assertThat(rules(json("/alerts?q=VOLT"))).containsExactly("UnderVoltage");
        assertThat(rules(json("/alerts?sort=severity"))).containsExactly("DiskFills", "UnderVoltage");
        JsonNode paged = json("/alerts?from=1&limit=1");
        assertThat(rules(paged)).containsExactly("DiskFills");
        assertThat(paged.path("total").asInt()).isEqualTo(2);

        JsonNode past = json("/alerts?state=past");
        assertThat(rules(past)).containsExactly("DiskFills");
        assertThat(past.path("alerts").path(0).path("sites").asInt()).isEqualTo(1);
        assertThat(json("/alerts?state=all")
                        .path("alerts")
                        .path(1)
                        .path("sites")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void theEpisodesOfACauseTellAllThatIsKnownOpenOnesFirst() throws Exception {
        now = NOON + MINUTE;
        say(0, disk(1).firing(NOON), disk(1).acknowledged(NOON + 1, "Kim"));
        say(2, disk(3).firing(NOON), disk(3).resolved(NOON + 1));

        JsonNode body = json("/alerts/episodes?rule=DiskFills&severity=warning&state=all");
        assertThat(body.path("total").asInt()).isEqualTo(2);
        JsonNode first = body.path("episodes").path(0);
        assertThat(first.path("standing").asText()).isEqualTo("open");
        assertThat(first.path("siteName").asText()).isEqualTo("Site 0");
        assertThat(first.path("node").asText()).isEqualTo("pi");
        assertThat(first.path("labels").toString()).isEqualTo("{\"device\":\"/disk-1\"}");
        assertThat(first.path("since").asLong()).isEqualTo(NOON - 10 * MINUTE + 1);
        assertThat(first.path("firedAt").asLong()).isEqualTo(NOON);
        assertThat(first.path("arrivedAt").asLong()).isEqualTo(now);
        assertThat(first.path("acknowledgedBy").asText()).isEqualTo("Kim");
        assertThat(first.has("resolvedAt")).isFalse();
        JsonNode second = body.path("episodes").path(1);
        assertThat(second.path("standing").asText()).isEqualTo("over");
        assertThat(second.path("overOnArrival").asBoolean()).isTrue();
        assertThat(second.path("reason").asText()).isEqualTo("condition");

        String cause = "/alerts/episodes?rule=DiskFills&severity=warning";
        assertThat(json(cause).path("total").asInt()).isEqualTo(1);
        assertThat(json(cause + "&state=all&from=1&limit=1")
                        .path("episodes")
                        .path(0)
                        .path("site")
                        .asText())
                .isEqualTo("site-2");
        say(1, disk(4).firing(NOON), disk(4).resolved(NOON + 1));
        assertThat(json(cause + "&state=all&from=2&limit=1")
                        .path("episodes")
                        .path(0)
                        .path("site")
                        .asText())
                .as("what was heard of last comes first")
                .isEqualTo("site-2");
        JsonNode there = json(cause + "&state=all&site=site-2");
        assertThat(there.path("total").asInt()).isEqualTo(1);
        assertThat(there.path("episodes").size()).isEqualTo(1);
        assertThat(there.path("episodes").path(0).path("site").asText()).isEqualTo("site-2");
        assertThat(json(cause + "&state=past&site=site-0").path("total").asInt())
                .isZero();
    }

    @Test
    void anOpenAlertMakesItsSiteDegradedAndSaysWhy() throws Exception {
        say(0, disk(1).firing(NOON));
        say(1, new Named("Updates", "pi", NOON, Severity.INFO).firing(NOON));
        var sites = watch.look().sites();
        assertThat(sites.get(0).verdict().state()).isEqualTo(SiteState.DEGRADED);
        assertThat(sites.get(0).verdict().reason()).isEqualTo("alert DiskFills (warning)");
        assertThat(sites.get(1).verdict().state()).as("for reading only").isEqualTo(SiteState.HEALTHY);
        assertThat(json("/sites/site-0").path("openAlerts").path(0).path("rule").asText())
                .isEqualTo("DiskFills");
        assertThat(json("/sites/site-0").path("alerts").path("warning").asInt()).isEqualTo(1);

        say(0, disk(1).acknowledged(NOON + 1, "Kim"));
        assertThat(watch.look().sites().getFirst().verdict().reason())
                .isEqualTo("alert DiskFills (warning), acknowledged");

        say(0, disk(1).resolved(NOON + 2));
        assertThat(watch.look().sites().getFirst().verdict().state()).isEqualTo(SiteState.HEALTHY);
        assertThat(json("/sites/site-0").path("openAlerts")).isEmpty();
        assertThat(watch.snapshot().changed())
                .as("an acknowledgement is no news")
                .hasSize(1);
    }

    @Test
    void whatComesLateIsPastWhileMoreOfItsNodeIsOnItsWay() throws Exception {
        now = NOON + 300 * MINUTE;
        var agent = agents.getFirst();
        Batch first = agent.events(List.of(disk(1).firing(NOON)), NOON);
        Batch second = agent.events(List.of(disk(1).acknowledged(NOON + 1, "Kim")), NOON + 1);
        store.batches()
                .announce(
                        agent.uid(), List.of(new EpochHead(agent.epoch(), agent.startNo(), Stream.EVENTS, 2, 1)), true);
        take(0, first);
        assertThat(watch.look().sites().getFirst().verdict().state()).isEqualTo(SiteState.HEALTHY);
        assertThat(rules(json("/alerts"))).isEmpty();
        assertThat(json("/alerts/episodes?rule=DiskFills&severity=warning&state=past")
                        .path("episodes")
                        .path(0)
                        .path("standing")
                        .asText())
                .isEqualTo("late");

        take(0, second);
        assertThat(rules(json("/alerts")))
                .as("all is here, and no end among it")
                .containsExactly("DiskFills");
        assertThat(watch.look().sites().getFirst().verdict().state()).isEqualTo(SiteState.DEGRADED);
    }

    @Test
    void aRetiredAgentHasNoOpenAlerts() throws Exception {
        say(0, disk(1).firing(NOON));
        store.registry()
                .changeAgent(agents.getFirst().enrolledAt("site-0", "pi").withRetired(true));
        assertThat(rules(json("/alerts"))).isEmpty();
        assertThat(json("/alerts?state=past")
                        .path("alerts")
                        .path(0)
                        .path("at")
                        .path(0)
                        .path("id")
                        .asText())
                .isEqualTo("site-0");
    }

    @Test
    void aWrongQuestionIsAnsweredInOneSentence() throws Exception {
        for (var wrong : Map.of(
                        "/alerts?state=new", "'state' must be open, past or all",
                        "/alerts?severity=grave", "'severity' must be critical, warning or info",
                        "/alerts?sort=age", "'sort' must be",
                        "/alerts?limit=5000", "'limit' must be a whole number from 1 to 1000",
                        "/alerts/episodes?severity=info", "name the rule",
                        "/alerts/episodes?rule=A", "name the severity")
                .entrySet()) {
            var answer = get("/api/v1" + wrong.getKey());
            assertThat(answer.statusCode()).as(wrong.getKey()).isEqualTo(400);
            assertThat(answer.body()).contains(wrong.getValue());
        }
        assertThat(get("/api/v1/alerts?site=nowhere").statusCode()).isEqualTo(404);
    }

    @Test
    void metricsTellHowManyThereAreAndWhatWasLeftAside() throws Exception {
        say(0, disk(1).firing(NOON), disk(2).firing(NOON), disk(2).acknowledged(NOON, "Kim"), power().firing(NOON));
        say(0, power().resolved(NOON), disk(3).event(NOON, Map.of("state", "silenced")));
        assertThat(get("/metrics").body())
                .contains("skerry_hub_alerts{severity=\"warning\",state=\"open\"} 1\n")
                .contains("skerry_hub_alerts{severity=\"warning\",state=\"acknowledged\"} 1\n")
                .contains("skerry_hub_alerts{severity=\"critical\",state=\"open\"} 0\n")
                .contains("skerry_hub_alerts{severity=\"critical\",state=\"past\"} 1\n")
                .contains("skerry_hub_alert_words_ignored_total{reason=\"unknown-state\"} 1\n");
    }
}
