package skerry.hub.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.FakeAgent;
import skerry.hub.RunningHub;
import skerry.hub.WireAgent;
import skerry.hub.fleet.SiteState;
import skerry.platform.CloseStack;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.batch.Batch;
import skerry.protocol.payload.Gap;
import skerry.protocol.payload.GapTable;
import skerry.protocol.payload.LossCause;

/** What an existing Prometheus and its Alertmanager find at a hub. */
class HubMetricsIT {
    private static final Path EXAMPLES = Path.of("..", "deploy", "prometheus");
    private static final Pattern NAME = Pattern.compile("skerry_(site|hub)_[a-z_]+");
    private static final Pattern STATE = Pattern.compile("state=~?\"([a-z|-]+)\"");
    private static final long NOON = 1_790_000_040_000L;

    @TempDir
    Path folder;

    private final CloseStack open = new CloseStack();
    private final FakeAgent agent = new FakeAgent(1);
    private RunningHub hub;
    private WireAgent wire;

    @BeforeEach
    void start() throws Exception {
        hub = open.push(new RunningHub(folder, Map.of()));
        hub.enrol(agent, "north");
        hub.addSite("south");
        wire = open.push(new WireAgent(agent, hub));
        wire.hello();
    }

    @AfterEach
    void stop() {
        open.close();
    }

    private void becomes(String series, double value) throws Exception {
        RunningHub.until(series + " is " + value, () -> hub.metric(series).orElse(-1) == value);
    }

    private Set<String> stateLines(String site) throws IOException, InterruptedException {
        return hub.get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith("skerry_site_state{") && line.contains("site=\"" + site + "\""))
                .filter(line -> line.endsWith(" 1"))
                .collect(Collectors.toSet());
    }

    @Test
    void onlyATokenOrALoginReadsThem() throws Exception {
        assertThat(hub.getWithout("/metrics").status()).isEqualTo(401);
        assertThat(hub.getWithToken("/metrics", "skt_guessed").status()).isEqualTo(401);
        assertThat(hub.getWithToken("/metrics", hub.token("viewer")).status()).isEqualTo(200);
    }

    @Test
    void eachSiteIsInOneStateAndItsClocksAndRecordsAreThere() throws Exception {
        String north = "{region=\"coast\",site=\"north\"}";
        becomes("skerry_site_state{region=\"coast\",site=\"north\",state=\"healthy\"}", 1);
        assertThat(stateLines("north")).hasSize(1);
        assertThat(stateLines("south"))
                .containsExactly("skerry_site_state{region=\"coast\",site=\"south\",state=\"never-seen\"} 1");
        assertThat(hub.metric("skerry_site_last_seen_timestamp_seconds" + north).orElse(0))
                .isGreaterThan(1.7e9);
        assertThat(hub.metric("skerry_site_last_seen_timestamp_seconds{region=\"coast\",site=\"south\"}"))
                .as("a site that was never seen has no last contact, not one in 1970")
                .isEmpty();
        assertThat(hub.metric("skerry_site_backlog_bytes" + north)).hasValue(0);

        for (Batch batch : List.of(agent.dictionary(NOON), agent.minute(NOON))) {
            wire.send(batch);
            wire.awaitHeld(batch);
        }

        becomes("skerry_site_data_timestamp_seconds" + north, (NOON + FakeAgent.MINUTE) / 1000.0);
        becomes("skerry_site_delivered_records_total{kind=\"lines\",region=\"coast\",site=\"north\"}", 10);
        becomes("skerry_hub_batches_received_total{outcome=\"stored\"}", 2);
        assertThat(hub.metric("skerry_site_lost_batches" + north)).hasValue(0);
    }

    @Test
    void whatASiteDroppedIsCountedByCause() throws Exception {
        var full = new Gap(0, Stream.MINUTES, 1, 3, 3, new RecordCounts(30, 4, 0), NOON, NOON, LossCause.RING_FULL);
        var damaged = new Gap(0, Stream.EVENTS, 1, 1, 1, new RecordCounts(0, 0, 2), NOON, NOON, LossCause.CORRUPTION);

        wire.send(agent.gaps(new GapTable(List.of(full, damaged)), NOON));

        becomes(dropped("ring-full", "samples"), 30);
        becomes(dropped("ring-full", "lines"), 4);
        becomes(dropped("corruption", "events"), 2);
    }

    private static String dropped(String cause, String kind) {
        return "skerry_site_dropped_records_total{cause=\"" + cause + "\",kind=\"" + kind
                + "\",region=\"coast\",site=\"north\"}";
    }

    @Test
    void theExamplesNameOnlyWhatThereIs() throws Exception {
        var named = new TreeSet<String>();
        var states = new TreeSet<String>();
        try (var files = Files.list(EXAMPLES)) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                NAME.matcher(text).results().forEach(found -> named.add(found.group()));
                STATE.matcher(text)
                        .results()
                        .forEach(found -> states.addAll(List.of(found.group(1).split("\\|"))));
            }
        }
        Set<String> there = hub.get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ", -1)[2])
                .collect(Collectors.toSet());

        assertThat(named).isNotEmpty().isSubsetOf(there);
        assertThat(states)
                .isNotEmpty()
                .isSubsetOf(
                        Arrays.stream(SiteState.values()).map(SiteState::word).toList());
    }
}
