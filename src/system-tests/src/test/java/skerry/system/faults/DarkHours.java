package skerry.system.faults;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import skerry.agent.DataFolder;
import skerry.agent.NodeClock;
import skerry.agent.Recorder;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.logs.Checkpoint;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogSource;
import skerry.agent.privacy.PolicyRedactor;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingSettings;
import skerry.agent.summary.MinerLimits;
import skerry.agent.summary.OpenMinute;
import skerry.agent.summary.SendProfile;
import skerry.agent.summary.TemplateMiner;
import skerry.agent.sync.BatchSealer;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.Bytes;
import skerry.protocol.payload.Severity;
import skerry.protocol.series.Labels;

/** Hours that a node lived through without a hub, in its ring before its agent starts: a batch a minute that still has to go. */
final class DarkHours {
    private static final long RING_BYTES = 64L << 20;
    private static final long STEP_MILLIS = 15_000;
    private static final MetricFamily READING =
            MetricFamily.gauge("reading", "A reading of a node in the dark.", "cpu");
    private static final LogSource SOURCE = new LogSource("service", Labels.of("container", "service"));

    private long now;

    private DarkHours(long start) {
        this.now = start;
    }

    /** Fills the ring of an agent that was never started; one line a step is in it. */
    static void liveThrough(Path data, Duration length) throws Exception {
        new DarkHours(InstantSource.system().millis() - length.toMillis()).fill(data, length);
    }

    private void fill(Path data, Duration length) throws Exception {
        var identity = DataFolder.open(data).identity(new SecureRandom());
        InstantSource wall = () -> Instant.ofEpochMilli(now);
        MonotonicClock mono = () -> now;
        var clock = new NodeClock(wall, mono, Bytes.of(new byte[16]));
        var profile = SendProfile.named("full");
        var settings = RingSettings.of(data.resolve("ring.db"), RING_BYTES);
        var redactor = PolicyRedactor.standard();
        try (Ring ring = Ring.open(settings, identity.uid(), wall, mono, clock.bootId(), profile)) {
            var recorder = new Recorder(
                    identity.uid(),
                    redactor,
                    ring,
                    new OpenMinute(new TemplateMiner(MinerLimits.STANDARD, 1), MinerLimits.STANDARD.patterns()),
                    new BatchSealer(
                            identity.signingKey(),
                            redactor::policyId,
                            hash -> ring.outbox().chunk(hash).isPresent(),
                            ring::putDictionary),
                    profile,
                    settings.commitBytes(),
                    clock,
                    () -> {});
            recorder.resume();
            for (long steps = length.toMillis() / STEP_MILLIS; steps > 0; steps--) {
                now += STEP_MILLIS;
                double load = steps % 7;
                recorder.tick();
                recorder.samples(wall.instant(), sink -> {
                    for (int cpu = 0; cpu < 40; cpu++) {
                        sink.add(READING, Labels.of("cpu", Integer.toString(cpu)), load + cpu);
                    }
                });
                recorder.record(new LogRecord(SOURCE, now, "stdout", Severity.INFO, "step of the dark", 1, false));
                recorder.checkpoint(new Checkpoint(SOURCE.key(), Long.toString(steps)));
            }
            recorder.finish();
        }
    }
}
