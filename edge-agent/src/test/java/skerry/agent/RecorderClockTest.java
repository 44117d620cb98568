package skerry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.MetricFamily;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingSettings;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.ClockSpan;
import skerry.protocol.Stream;
import skerry.protocol.batch.BatchCodec;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.EventCodec;
import skerry.protocol.payload.Severity;

class RecorderClockTest {
    private static final MetricFamily LOAD = MetricFamily.gauge("node_load1", "Load.");
    private static final long HOUR = 3_600_000;

    private final AgentIdentity identity = AgentIdentity.generate(new SecureRandom());
    private long wall = Instant.parse("2026-11-26T10:30:00Z").toEpochMilli();
    private long mono = 1_000_000;

    @Test
    void anHourThatAClockSetBackPutsIntoTheFutureIsStoredAndNothingWaitsForIt(@TempDir Path folder) {
        InstantSource now = () -> Instant.ofEpochMilli(wall);
        var clock = new NodeClock(now, () -> mono, Bytes.of(new byte[16]));
        try (var ring = Ring.open(
                RingSettings.of(folder.resolve("ring.db"), RingSettings.MIN_BYTES),
                identity.uid(),
                now,
                () -> mono,
                clock.bootId(),
                _ -> true)) {
            var recorder = recorder(ring, clock);
            pass(recorder);
            wall -= HOUR;
            pass(recorder);
            pass(recorder);

            assertThat(ring.outbox().pending(Stream.SUMMARIES, 0, 10)).hasSize(1);
            assertThat(ring.pendingBytes()).isZero();
        }
    }

    @Test
    void aDateThatWasCarriedOverIsSaidToBeUntilATimeSourceIsThereAndAgainAfterwards() {
        var clock = new NodeClock(() -> Instant.ofEpochMilli(wall), () -> mono, Bytes.of(new byte[16]));
        var told = new ArrayList<ClockQuality>();
        clock.restored();
        assertThat(clock.reading().quality()).isEqualTo(ClockQuality.RESTORED);
        assertThat(clock.known()).as("it proves no date").isEmpty();

        clock.disciplined(false, 16, (quality, _) -> told.add(quality));
        clock.disciplined(true, 0.1, (quality, _) -> told.add(quality));
        clock.disciplined(false, 16, (quality, _) -> told.add(quality));

        assertThat(told).containsExactly(ClockQuality.NTP, ClockQuality.RESTORED);
        assertThat(clock.heard(wall + HOUR, 300)).as("the hub's time is better").isPresent();
    }

    @Test
    void aNodeWithoutATrustedClockStoresTheHubsTimeInABatchThatThisTimeDates(@TempDir Path folder) throws Exception {
        InstantSource now = () -> Instant.ofEpochMilli(wall);
        var clock = new NodeClock(now, () -> mono, Bytes.of(new byte[16]));
        long hubNow = wall + 40 * HOUR;
        try (var ring = Ring.open(
                RingSettings.of(folder.resolve("ring.db"), RingSettings.MIN_BYTES),
                identity.uid(),
                now,
                () -> mono,
                clock.bootId(),
                _ -> true)) {
            var recorder = recorder(ring, clock);
            recorder.event(new Event("agent.start", Severity.INFO, wall, mono, "started", Map.of()));
            recorder.hubTime(clock.heard(hubNow, 300).orElseThrow());
            recorder.tick();

            var spans = new ArrayList<ClockSpan>();
            var texts = new ArrayList<Event>();
            for (var entry : ring.outbox().pending(Stream.EVENTS, 0, 10)) {
                var batch = BatchCodec.decode(ring.outbox().load(entry.key()).orElseThrow());
                spans.add(batch.header().span());
                texts.addAll(EventCodec.decode(batch.header(), batch.payload()));
            }
            assertThat(spans).extracting(ClockSpan::quality).containsExactly(ClockQuality.UNKNOWN, ClockQuality.HUB);
            assertThat(spans.getLast().wallLast()).isEqualTo(hubNow + 150);
            assertThat(spans.getLast().monoLast()).isEqualTo(mono);
            assertThat(spans.getLast().errorMillis()).isEqualTo(150);
            assertThat(texts.getLast().attributes()).containsEntry("step", Long.toString(40 * HOUR + 150));
            var account = ring.account().orElseThrow();
            assertThat(account.collected().events()).isEqualTo(2);
            assertThat(account.balances()).isTrue();
        }
    }

    @Test
    void theHubsTimeIsTakenOnceUnlessItIsKnownTwiceAsWellAndNeverOverATrustedClock() {
        var clock = new NodeClock(() -> Instant.ofEpochMilli(wall), () -> mono, Bytes.of(new byte[16]));
        assertThat(clock.heard(wall, 400)).isPresent();
        assertThat(clock.heard(wall, 202)).isEmpty();
        assertThat(clock.heard(wall, 200)).isPresent();
        assertThat(clock.heard(wall, 0)).isPresent();
        assertThat(clock.heard(wall, 0)).as("it cannot get better").isEmpty();

        var trusted = new NodeClock(() -> Instant.ofEpochMilli(wall), () -> mono, Bytes.of(new byte[16]));
        trusted.disciplined(true, 0.01, (_, _) -> {});
        assertThat(trusted.heard(wall, 0)).isEmpty();
    }

    private void pass(Recorder recorder) {
        recorder.samples(Instant.ofEpochMilli(wall), sink -> sink.add(LOAD, 1));
        wall += 60_000;
        mono += 60_000;
        recorder.tick();
    }

    private Recorder recorder(Ring ring, NodeClock clock) {
        return TestRecorder.of(identity, ring, _ -> true, clock);
    }
}
