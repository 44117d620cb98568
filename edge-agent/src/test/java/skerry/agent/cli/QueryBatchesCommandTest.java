package skerry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.DataFolder;
import skerry.agent.NodeClock;
import skerry.agent.TestRecorder;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.logs.Checkpoint;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogSource;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingSettings;
import skerry.protocol.Bytes;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Severity;
import skerry.protocol.series.Labels;

class QueryBatchesCommandTest {
    private static final MetricFamily LOAD = MetricFamily.gauge("node_load1", "Load.");
    private static final MetricFamily TOOK = MetricFamily.gauge("took_seconds", "How long it took.");
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();
    private long passed;

    /** A minute with a sample, lines and an event, each of which is in a batch now. */
    @BeforeEach
    void aMinuteThatIsClosed() throws Exception {
        var data = DataFolder.open(folder);
        var identity = data.identity(new SecureRandom());
        InstantSource wall = () -> NOON.plusMillis(passed);
        var clock = new NodeClock(wall, () -> passed, Bytes.of(new byte[16]));
        try (Ring ring = Ring.open(
                RingSettings.of(data.ring(), RingSettings.MIN_BYTES),
                identity.uid(),
                wall,
                () -> passed,
                clock.bootId(),
                _ -> true)) {
            var recorder = TestRecorder.of(identity, ring, _ -> true, clock);
            recorder.samples(NOON, sink -> sink.add(LOAD, 1.5));
            recorder.value(TOOK, Labels.NONE, 0.25, 3);
            for (int pump = 1; pump <= 6; pump++) {
                recorder.record(new LogRecord(
                        new LogSource("/var/log/app.log", Labels.NONE),
                        NOON.toEpochMilli(),
                        "",
                        Severity.WARNING,
                        "pump " + pump + " lost its prime, told ann" + pump + "@example.org",
                        1,
                        false));
            }
            recorder.checkpoint(new Checkpoint("/var/log/app.log#1", "at 400"));
            recorder.event(new Event(
                    "agent.start", Severity.INFO, NOON.toEpochMilli(), 0, "agent started", Map.of("role", "all")));
            passed = 60_000;
            recorder.tick();
        }
    }

    @Test
    void everyBatchIsPrintedWithAllThatIsInIt() throws Exception {
        assertThat(query("--json")).isZero();

        var batches = new ArrayList<JsonNode>();
        for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            batches.add(JsonMapper.builder().build().readTree(line));
        }
        assertThat(batches).extracting(batch -> batch.path("kind").asText()).contains("dictionary", "events", "minute");
        assertThat(batches).allSatisfy(batch -> {
            assertThat(batch.path("policy").asText()).startsWith("skerry-");
            assertThat(batch.path("fate").asText()).isEqualTo("waiting");
        });
        JsonNode minute = only(batches, "minute");
        assertThat(minute.at("/gauges/0/name").asText()).isEqualTo("node_load1");
        assertThat(minute.at("/gauges/0/last").asDouble()).isEqualTo(1.5);
        assertThat(minute.at("/distributions/0/name").asText()).isEqualTo("took_seconds");
        assertThat(minute.at("/distributions/0/bins/0/0").asDouble()).isCloseTo(0.25, withinPercentage(1));
        assertThat(minute.at("/distributions/0/bins/0/1").asInt()).isEqualTo(3);
        assertThat(minute.at("/patterns/0/lines/warning").asInt()).isEqualTo(6);
        assertThat(minute.at("/records/lines").asInt()).isEqualTo(6);
        assertThat(only(batches, "events").at("/events/0/type").asText()).isEqualTo("agent.start");
        assertThat(only(batches, "dictionary").at("/series/0/name").asText()).isEqualTo("node_load1");
        assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("ann1");
    }

    @Test
    void aPersonReadsAHeadingForEachBatchAndALineForEachThing() {
        assertThat(query()).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("minute m/1", "1 samples, 6 lines", "waiting")
                .contains("gauge    node_load1  min 1.5 mean 1.5 max 1.5 last 1.5")
                .contains("spread   took_seconds  3 values in 1 bins, median 0.2")
                .contains("6 lines\n")
                .contains("event    2026-11-26T12:00:00Z info agent.start agent started {role=all}");
    }

    @Test
    void whatLiesOutsideTheSpanIsLeftOut() {
        assertThat(query("--since", "2026-11-26T13:00:00Z")).isZero();

        assertThat(out.size() + err.toString().length()).isZero();
    }

    private static JsonNode only(List<JsonNode> batches, String kind) {
        return batches.stream()
                .filter(batch -> batch.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private int query(String... more) {
        var arguments = new ArrayList<>(List.of("batches", "--data", folder.toString()));
        arguments.addAll(List.of(more));
        InstantSource later = InstantSource.fixed(NOON.plusSeconds(120));
        return QueryCommand.line(later, new PrintStream(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }
}
