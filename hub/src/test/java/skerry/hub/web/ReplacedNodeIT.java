package skerry.hub.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.FakeAgent;
import skerry.hub.access.Access;
import skerry.hub.access.GuessLimit;
import skerry.hub.access.Principal;
import skerry.hub.access.Role;
import skerry.hub.fleet.FleetWatch;
import skerry.hub.ingest.Decoder;
import skerry.hub.ingest.IngestCounts;
import skerry.hub.query.StoreFacts;
import skerry.hub.store.Agent;
import skerry.hub.store.BatchLog.Arrival;
import skerry.hub.store.Progress;
import skerry.hub.store.Road;
import skerry.hub.store.Site;
import skerry.hub.store.sqlite.SqliteAccessStore;
import skerry.hub.store.sqlite.SqliteFleetStore;
import skerry.platform.CloseStack;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.Uid;
import skerry.protocol.batch.Batch;
import skerry.protocol.payload.GaugeSummary;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.Window;

/** A real store and the question over a real socket: a node that goes on with new hardware has one history. */
class ReplacedNodeIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long NOON = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli();
    private static final long MINUTE = FakeAgent.MINUTE;
    private static final long HOUR = 60 * MINUTE;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final CloseStack open = new CloseStack();
    private final AtomicLong now = new AtomicLong(NOON + HOUR);
    private final InstantSource clock = () -> Instant.ofEpochMilli(now.get());
    private final FakeAgent first = new FakeAgent(1);
    private final FakeAgent second = new FakeAgent(2);
    private final FakeAgent third = new FakeAgent(3);
    private int batches;

    @SuppressWarnings("NullAway.Init")
    private SqliteFleetStore store;

    @SuppressWarnings("NullAway.Init")
    private FleetWatch watch;

    @SuppressWarnings("NullAway.Init")
    private HubServer server;

    @SuppressWarnings("NullAway.Init")
    private HttpClient client;

    @SuppressWarnings("NullAway.Init")
    private String token;

    @BeforeEach
    void start() throws Exception {
        store = open.push(new SqliteFleetStore(folder.resolve("store"), clock, 1));
        store.registry()
                .addSite(new Site(
                        "north",
                        "North",
                        "",
                        Optional.empty(),
                        "",
                        new Site.SiteContract(
                                "always-on",
                                Duration.ofMinutes(2).toMillis(),
                                Duration.ofMinutes(3).toMillis()),
                        List.of()));
        watch = new FleetWatch(store.registry(), new StoreFacts(store, clock), clock, store.states());
        var access = new Access(
                open.push(SqliteAccessStore.open(folder.resolve("access.db"))),
                clock,
                new SecureRandom(),
                new GuessLimit());
        server = open.push(HubServer.start(
                new HubServer.Listen(new InetSocketAddress("127.0.0.1", 0), List.of(), Optional.empty()),
                access,
                List.of(new SiteResource(store, watch, clock)),
                List.of()));
        client = open.push(HttpClient.newHttpClient());
        token = access.addToken("test", Role.VIEWER, 30, new Principal("ada", Role.ADMIN, ""), "test");
    }

    @AfterEach
    void stop() {
        open.close();
    }

    private void enrol(FakeAgent agent, String node, boolean retired, long at, FakeAgent... replaced) {
        store.registry()
                .addAgent(new Agent(
                        agent.identity().card(),
                        "north",
                        node,
                        "node",
                        retired,
                        false,
                        at,
                        List.of(replaced).stream().map(FakeAgent::uid).findFirst()));
    }

    /** Brings the minutes of {@code from..to}, all with one value. */
    private void minutes(FakeAgent agent, double value, long from, long to) {
        bring(agent, agent.dictionary(from));
        for (long at = from; at < to; at += MINUTE) {
            bring(agent, window(agent, Kind.MINUTE, value, at, MINUTE));
        }
    }

    private static Batch window(FakeAgent agent, Kind kind, double value, long start, long length) {
        var gauge = new GaugeSummary(agent.gauges().getFirst(), 4, value, value, 4 * value, value);
        return agent.summary(kind, new Summary(new Window(start, length), List.of(gauge), List.of(), List.of()));
    }

    private void bring(FakeAgent agent, Batch batch) {
        batches++;
        store.batches().append(List.of(new Arrival(batch, Road.MQTT, now.get())));
        new Decoder(store, new IngestCounts(), _ -> {}).drain();
        assertThat(batch.header().key().uid()).isEqualTo(agent.uid());
    }

    /** Was in contact from {@code from} to {@code to}, and then no more. */
    private void contact(FakeAgent agent, long from, long to) {
        long present = now.get();
        now.set(from);
        store.present().connected(agent.uid(), 1, from);
        for (long at = from; at <= to; at += MINUTE) {
            now.set(at);
            store.present().arrived(agent.uid(), 10, Road.MQTT, Progress.NONE, at);
        }
        store.flush();
        now.set(present);
    }

    private JsonNode ask(String path) throws Exception {
        watch.look();
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/api/v1/sites/north" + path))
                .header("Authorization", "Bearer " + token)
                .build();
        return JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
    }

    private JsonNode series(long from, long to, long step) throws Exception {
        String metric = first.gauges().getFirst().name();
        return ask("/series?metric=" + metric + "&from=" + from + "&to=" + to + "&step=" + step);
    }

    /** The values of the only line by their time. */
    private static Map<Long, Double> line(JsonNode answer) {
        assertThat(answer.path("series")).as("one line of time").hasSize(1);
        var line = new TreeMap<Long, Double>();
        JsonNode only = answer.path("series").path(0);
        for (int i = 0; i < only.path("t").size(); i++) {
            line.put(only.path("t").path(i).asLong(), only.path("v").path(i).asDouble());
        }
        return line;
    }

    private static Map<Long, Double> steps(long step, Object... fromToValue) {
        var line = new TreeMap<Long, Double>();
        for (int i = 0; i < fromToValue.length; i += 3) {
            for (long at = (long) fromToValue[i]; at < (long) fromToValue[i + 1]; at += step) {
                line.put(at, (double) fromToValue[i + 2]);
            }
        }
        return line;
    }

    private static String mark(long at, Uid before) {
        return "[{\"at\":" + at + ",\"uid\":\"" + before + "\"}]";
    }

    @Test
    void bothHistoriesAreOneLineWithAMarkWhereTheNewDataBegins() throws Exception {
        enrol(first, "pi", true, NOON - 2 * HOUR);
        enrol(second, "pi", false, NOON, first);
        contact(first, NOON - HOUR, NOON - 10 * MINUTE);
        contact(second, NOON + 5 * MINUTE, NOON + HOUR);
        minutes(first, 10.0, NOON - HOUR, NOON - 10 * MINUTE);
        minutes(second, 20.0, NOON + 5 * MINUTE, NOON + HOUR);

        JsonNode answer = series(NOON - HOUR, NOON + HOUR, MINUTE);

        assertThat(line(answer))
                .isEqualTo(steps(MINUTE, NOON - HOUR, NOON - 10 * MINUTE, 10.0, NOON + 5 * MINUTE, NOON + HOUR, 20.0));
        assertThat(answer.path("replaced").toString()).isEqualTo(mark(NOON + 5 * MINUTE, first.uid()));
        assertThat(answer.path("gaps").findValuesAsText("cause"))
                .containsExactly("offline-expected", "offline-unexpected");
        assertThat(series(NOON + 6 * MINUTE, NOON + HOUR, MINUTE).path("replaced"))
                .isEmpty();
    }

    @Test
    void whereBothHaveDataTheNewerCountsAloneFromItsFirstOn() throws Exception {
        enrol(first, "pi", true, NOON - 2 * HOUR);
        enrol(second, "pi", false, NOON, first);
        minutes(first, 10.0, NOON - HOUR, NOON + 30 * MINUTE);
        minutes(second, 20.0, NOON + 5 * MINUTE, NOON + HOUR);
        var expected = steps(MINUTE, NOON - HOUR, NOON + 5 * MINUTE, 10.0, NOON + 5 * MINUTE, NOON + HOUR, 20.0);

        assertThat(line(series(NOON - HOUR, NOON + HOUR, MINUTE))).isEqualTo(expected);

        now.addAndGet(Duration.ofDays(3).toMillis());
        store.compact(now.get());
        assertThat(line(series(NOON - HOUR, NOON + HOUR, MINUTE)))
                .as("from a closed day")
                .isEqualTo(expected);
        assertThat(line(series(NOON + 10 * MINUTE, NOON + 20 * MINUTE, MINUTE)))
                .as("of a range after the newer's first data")
                .isEqualTo(steps(MINUTE, NOON + 10 * MINUTE, NOON + 20 * MINUTE, 20.0));
    }

    @Test
    void anHourThatReachesBeyondTheReplacementCountsOnceToo() throws Exception {
        enrol(first, "pi", true, NOON - 4 * HOUR);
        enrol(second, "pi", false, NOON, first);
        bring(first, first.dictionary(NOON - 3 * HOUR));
        for (int hour = -3; hour <= 0; hour++) {
            bring(first, window(first, Kind.HOUR, 10.0, NOON + hour * HOUR, HOUR));
        }
        bring(second, second.dictionary(NOON));
        bring(second, window(second, Kind.HOUR, 20.0, NOON + 5 * MINUTE, 55 * MINUTE));

        assertThat(line(series(NOON - 3 * HOUR, NOON + HOUR, HOUR)))
                .isEqualTo(steps(HOUR, NOON - 3 * HOUR, NOON, 10.0, NOON, NOON + HOUR, 20.0));
    }

    @Test
    void aNodeMayBeReplacedAgainAndAgain() throws Exception {
        enrol(first, "pi", true, NOON - 3 * HOUR);
        enrol(second, "pi", true, NOON - HOUR, first);
        enrol(third, "pi", false, NOON, second);
        minutes(first, 10.0, NOON - 70 * MINUTE, NOON - 60 * MINUTE);
        minutes(second, 20.0, NOON - 60 * MINUTE, NOON);
        assertThat(line(series(NOON - 2 * HOUR, NOON + HOUR, MINUTE)))
                .as("before the newest hardware has any data")
                .isEqualTo(steps(MINUTE, NOON - 70 * MINUTE, NOON - 60 * MINUTE, 10.0, NOON - 60 * MINUTE, NOON, 20.0));

        minutes(third, 30.0, NOON, NOON + 10 * MINUTE);

        JsonNode answer = series(NOON - 2 * HOUR, NOON + HOUR, MINUTE);
        assertThat(line(answer)).hasSize(80).containsEntry(NOON + 9 * MINUTE, 30.0);
        assertThat(answer.path("replaced").findValuesAsText("uid"))
                .containsExactly(first.uid().value(), second.uid().value());
    }

    @Test
    void theSitesPageKnowsTheContactOfTheHardwareBeforeAndCountsWhatArrivedOnce() throws Exception {
        enrol(first, "pi", true, NOON - 2 * HOUR);
        enrol(second, "pi", false, NOON, first);
        contact(first, NOON - HOUR, NOON - 30 * MINUTE);
        minutes(first, 10.0, NOON - HOUR, NOON - 30 * MINUTE);
        minutes(second, 20.0, NOON + 5 * MINUTE, NOON + 10 * MINUTE);

        JsonNode site = ask("?from=" + (NOON - HOUR) + "&to=" + (NOON + HOUR));
        assertThat(site.path("timeline").findValuesAsText("kind")).startsWith("contact");
        assertThat(site.path("arrivals").findValuesAsText("batches").stream()
                        .mapToInt(Integer::parseInt)
                        .sum())
                .isEqualTo(batches);

        // The old hardware serves again, as a node of its own.
        Agent again = store.registry().find(first.uid()).orElseThrow();
        store.registry().changeAgent(again.movedTo("north", "pi-b", "node").withRetired(false));
        site = ask("?from=" + (NOON - HOUR) + "&to=" + (NOON + HOUR));
        assertThat(site.path("nodes")).hasSize(2);
        assertThat(site.path("arrivals").findValuesAsText("batches").stream()
                        .mapToInt(Integer::parseInt)
                        .sum())
                .isEqualTo(batches);
    }

    @Test
    void aCircleIsWalkedOnceAndNoAgentReplacesItself() {
        enrol(first, "pi-1", false, NOON, second);
        enrol(second, "pi-2", false, NOON, first);

        assertThat(store.registry().lineage(store.registry().find(first.uid()).orElseThrow()))
                .extracting(Agent::uid)
                .containsExactly(first.uid(), second.uid());
        assertThatThrownBy(() -> enrol(third, "pi-3", false, NOON, third))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot replace itself");
    }
}
