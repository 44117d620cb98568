package skerry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.MetricFamily;
import skerry.agent.privacy.PolicyRedactor;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingSettings;
import skerry.agent.summary.MinerLimits;
import skerry.agent.summary.OpenMinute;
import skerry.agent.summary.TemplateMiner;
import skerry.agent.sync.BatchSealer;
import skerry.protocol.Bytes;
import skerry.protocol.Stream;
import skerry.protocol.identity.AgentIdentity;

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

    private void pass(Recorder recorder) {
        recorder.samples(Instant.ofEpochMilli(wall), sink -> sink.add(LOAD, 1));
        wall += 60_000;
        mono += 60_000;
        recorder.tick();
    }

    private Recorder recorder(Ring ring, NodeClock clock) {
        var redactor = PolicyRedactor.standard();
        return new Recorder(
                identity.uid(),
                redactor,
                ring,
                new OpenMinute(new TemplateMiner(MinerLimits.STANDARD, 1), MinerLimits.STANDARD.patterns()),
                new BatchSealer(
                        identity.signingKey(),
                        redactor::policyId,
                        hash -> ring.outbox().chunk(hash).isPresent(),
                        ring::putDictionary),
                _ -> true,
                1 << 20,
                clock,
                () -> {});
    }
}
