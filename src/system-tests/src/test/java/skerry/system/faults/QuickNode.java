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
import skerry.agent.collect.guard.GuardLimits;
import skerry.agent.collect.logs.Checkpoint;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogSource;
import skerry.agent.privacy.PolicyRedactor;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingSettings;
import skerry.agent.summary.MinerLimits;
import skerry.agent.summary.OpenMinute;
import skerry.agent.summary.PatternSettings;
import skerry.agent.summary.SendProfile;
import skerry.agent.summary.TemplateMiner;
import skerry.agent.sync.BatchSealer;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.Bytes;
import skerry.protocol.payload.Severity;
import skerry.protocol.series.Labels;

/** The agent's own recorder and ring on a node whose time passes as quickly as it can be lived through. */
final class QuickNode implements AutoCloseable {
    /** What one step takes on the node's clocks. */
    static final Duration STEP = Duration.ofSeconds(15);

    private static final long RING_BYTES = 64L << 20;
    private static final int CPUS = 40;
    private static final MetricFamily READING =
            MetricFamily.gauge("reading", "A reading of a node in the dark.", "cpu");
    private static final LogSource SOURCE = new LogSource("service", Labels.of("container", "service"));

    private final InstantSource wall = () -> Instant.ofEpochMilli(now());
    private final Ring ring;
    private final Recorder recorder;
    private long now;
    private long lines;

    /**
     * @param data of an agent that does not run
     * @param start of this boot, UTC epoch milliseconds
     * @param stored told when the ring holds more batches for good
     */
    QuickNode(Path data, long start, Runnable stored) throws Exception {
        now = start;
        var identity = DataFolder.open(data).identity(new SecureRandom());
        MonotonicClock mono = this::now;
        var clock = new NodeClock(wall, mono, Bytes.of(new byte[16]));
        var profile = SendProfile.named("full");
        var settings = RingSettings.of(data.resolve("ring.db"), RING_BYTES);
        var redactor = PolicyRedactor.standard();
        ring = Ring.open(settings, identity.uid(), wall, mono, clock.bootId(), profile);
        recorder = new Recorder(
                identity.uid(),
                redactor,
                ring,
                new OpenMinute(
                        new TemplateMiner(MinerLimits.STANDARD, 1),
                        MinerLimits.STANDARD.patterns(),
                        PatternSettings.USUAL,
                        redactor),
                new BatchSealer(
                        identity.signingKey(),
                        redactor::policyId,
                        hash -> ring.outbox().chunk(hash).isPresent(),
                        ring::putDictionary),
                profile,
                settings.commitBytes(),
                clock,
                GuardLimits.USUAL,
                stored);
        lines = ring.load().stream()
                .filter(place -> place.sourceKey().equals(SOURCE.key()))
                .mapToLong(place -> Long.parseLong(place.state()))
                .findFirst()
                .orElse(0);
        recorder.resume();
    }

    private long now() {
        return now;
    }

    Ring ring() {
        return ring;
    }

    /** Lines read, by the checkpoint that is stored with them. */
    long lines() {
        return lines;
    }

    /** Lets a step pass: readings, and a line of a log. */
    void step() throws InterruptedException {
        now += STEP.toMillis();
        double load = lines % 7;
        recorder.tick();
        recorder.samples(wall.instant(), sink -> {
            for (int cpu = 0; cpu < CPUS; cpu++) {
                sink.add(READING, Labels.of("cpu", Integer.toString(cpu)), load + cpu);
            }
        });
        recorder.record(new LogRecord(SOURCE, now, "stdout", Severity.INFO, "a step in the dark", 1, false));
        recorder.checkpoint(new Checkpoint(SOURCE.key(), Long.toString(++lines)));
    }

    /** Ends the node in good order. */
    void finish() {
        recorder.finish();
    }

    @Override
    public void close() {
        ring.close();
    }
}
