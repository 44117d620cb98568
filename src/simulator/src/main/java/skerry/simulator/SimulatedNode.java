package skerry.simulator;

import java.io.IOException;
import java.net.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import skerry.agent.NodeClock;
import skerry.agent.Recorder;
import skerry.agent.budget.BudgetSettings;
import skerry.agent.budget.ByteBudget;
import skerry.agent.budget.WireMeter;
import skerry.agent.collect.guard.GuardLimits;
import skerry.agent.collect.logs.Checkpoint;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogSource;
import skerry.agent.privacy.PolicyRedactor;
import skerry.agent.ring.Account;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingSettings;
import skerry.agent.summary.MinerLimits;
import skerry.agent.summary.OpenMinute;
import skerry.agent.summary.PatternSettings;
import skerry.agent.summary.SendProfile;
import skerry.agent.summary.TemplateMiner;
import skerry.agent.sync.BatchSealer;
import skerry.agent.sync.HubWord;
import skerry.agent.sync.LiveStatus;
import skerry.agent.sync.NodePresence;
import skerry.agent.sync.SealedWire;
import skerry.agent.sync.Session;
import skerry.agent.sync.SessionSettings;
import skerry.agent.sync.SyncLoop;
import skerry.agent.sync.WallReading;
import skerry.agent.sync.mqtt.BrokerLink;
import skerry.agent.sync.mqtt.MqttAccount;
import skerry.agent.sync.mqtt.PahoCarrier;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.Topics;
import skerry.protocol.control.Autonomy;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubCard;
import skerry.protocol.payload.Event;
import skerry.protocol.series.Labels;

/**
 * A node whose measurements are made up and whose everything else is real: the agent's ring, summaries, batches and
 * session. It can live through hours at once before it goes on in real time. Driven by one thread.
 */
final class SimulatedNode implements AutoCloseable {
    private static final long RING_BYTES = 16L << 20;
    private static final long RECKON_EVERY = 3_600_000;
    /** How often a node is looked at in the part of its past that is told coarsely. */
    private static final long COARSE_STEP = 30 * 60_000;
    /** And in the last day of it, which is what pages show first. */
    private static final long NEARER_STEP = 5 * 60_000;

    private static final long NEARER = 24 * 3_600_000;
    private static final LogSource SOURCE = new LogSource("service", Labels.of("container", "service"));

    /** What is said of the present is of the present, also while the node still lives through its past. */
    private static final InstantSource REAL_CLOCK = InstantSource.system();

    private final NodeModel model;
    private final Optional<ClusterModel> cluster;
    private final AgentIdentity identity;
    private final Ring ring;
    private final Recorder recorder;
    private final SyncLoop sync;
    private final ByteBudget budget;
    private final boolean undervoltage;
    private final Deque<Event> alerts;
    private final long fineFrom;
    private volatile Optional<Autonomy> autonomy = Optional.empty();
    private long reckonedAt;
    private boolean connected;
    private volatile long now;
    private long monoNow;

    /**
     * @param folder of its ring and identity
     * @param startMillis when its life begins, UTC epoch milliseconds
     * @param fineFrom until then it is looked at a few times an hour only
     * @param cluster of which it is a part, if any
     * @param alerts what it tells of alerts and of its cluster, in the order of time
     * @param bytesPerSecond what its link takes, 0 for no limit
     */
    SimulatedNode(
            Path folder,
            long seed,
            boolean undervoltage,
            Optional<ClusterModel> cluster,
            String brokerUrl,
            HubCard hub,
            long startMillis,
            long fineFrom,
            List<Event> alerts,
            long bytesPerSecond)
            throws IOException {
        this.model = new NodeModel(seed, undervoltage);
        this.undervoltage = undervoltage;
        this.cluster = cluster;
        this.alerts = new ArrayDeque<>(alerts);
        this.now = startMillis;
        this.fineFrom = fineFrom;
        this.monoNow = MonotonicClock.SYSTEM.millis();
        this.identity = identity(folder);
        byte[] boot = new byte[16];
        new Random(seed).nextBytes(boot);
        InstantSource wall = () -> Instant.ofEpochMilli(now);
        MonotonicClock mono = () -> monoNow;
        var clock = new NodeClock(wall, mono, Bytes.of(boot));
        var profile = SendProfile.named("full");
        var settings = RingSettings.of(folder.resolve("ring.db"), RING_BYTES);
        ring = Ring.open(settings, identity.uid(), wall, mono, clock.bootId(), profile);
        budget = new ByteBudget(
                BudgetSettings.NONE,
                ring,
                new WireMeter(),
                ByteBuffer.wrap(boot).getLong(),
                mono,
                wall);
        var redactor = PolicyRedactor.standard();
        SyncLoop[] loop = new SyncLoop[1];
        recorder = new Recorder(
                identity.uid(),
                redactor,
                ring,
                new OpenMinute(
                        new TemplateMiner(MinerLimits.STANDARD, seed),
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
                () -> {
                    if (loop[0] != null) {
                        loop[0].batchesStored();
                    }
                });
        recorder.resume();
        var presence = new NodePresence(
                new NodePresence.Node(clock.bootId(), clock.bootId(), "simulated"),
                () -> new WallReading(REAL_CLOCK.millis(), ClockQuality.NTP),
                MonotonicClock.SYSTEM,
                this::status);
        var wire = new SealedWire(identity, hub);
        sync = new SyncLoop(
                at -> new Session(
                        SessionSettings.DEFAULT.withBytesPerSecond(bytesPerSecond),
                        identity.uid(),
                        ring.outbox(),
                        wire,
                        presence,
                        new Random(seed),
                        at),
                new PahoCarrier(
                        new MqttAccount(identity.uid(), identity.mqttPassword(), new Topics("skerry")),
                        BrokerLink.of(brokerUrl, Optional.empty(), false, Proxy.NO_PROXY)),
                ring.outbox(),
                MonotonicClock.SYSTEM,
                REAL_CLOCK,
                HubWord.IGNORED);
        loop[0] = sync;
    }

    /** The identity of a simulated node, made at first use. */
    static AgentIdentity identity(Path folder) throws IOException {
        Path file = Files.createDirectories(folder).resolve("identity");
        if (!Files.exists(file)) {
            AgentIdentity.generate(new SecureRandom()).create(file);
        }
        return AgentIdentity.load(file);
    }

    /** Lives until a moment, step by step. */
    void liveUntil(long millis) throws InterruptedException {
        while (now + NodeModel.STEP_MILLIS <= millis) {
            long length = now + NEARER < fineFrom ? COARSE_STEP : NEARER_STEP;
            long coarse = (now / length + 1) * length;
            long next = coarse <= fineFrom ? coarse : now + NodeModel.STEP_MILLIS;
            monoNow += next - now;
            now = next;
            long step = Math.floorDiv(next, NodeModel.STEP_MILLIS);
            tellAlerts();
            recorder.samples(Instant.ofEpochMilli(now), sink -> {
                model.samples(step, sink);
                cluster.ifPresent(one -> one.samples(step * NodeModel.STEP_MILLIS, sink));
            });
            for (NodeModel.Line line : model.lines(step)) {
                recorder.record(new LogRecord(SOURCE, now, "stdout", line.severity(), line.text(), 1, false));
            }
            recorder.checkpoint(new Checkpoint(SOURCE.key(), Long.toString(step)));
            // After the samples: a window that ends now has what grew in it, however long its steps were.
            recorder.tick();
        }
        if (now - reckonedAt >= RECKON_EVERY) {
            reckonedAt = now;
            autonomy = budget.view().autonomy();
        }
    }

    private void tellAlerts() {
        while (!alerts.isEmpty() && alerts.getFirst().wallMillis() <= now) {
            Event alert = alerts.removeFirst();
            recorder.event(new Event(alert.type(), alert.severity(), now, monoNow, alert.text(), alert.attributes()));
        }
    }

    void connect() {
        if (!connected) {
            connected = true;
            sync.start();
        }
    }

    /** Says good-bye; for good in this run. */
    void disconnect() {
        if (connected) {
            sync.close();
            connected = false;
        }
    }

    Account account() {
        return ring.account().orElseThrow();
    }

    private LiveStatus status() {
        long step = Math.floorDiv(now, NodeModel.STEP_MILLIS);
        return new LiveStatus(
                undervoltage ? "Power: voltage too low now" : "",
                Map.of(
                        "cpu",
                        model.value(step, "node_load1") / NodeModel.CPUS,
                        "mem",
                        1 - model.value(step, "node_memory_MemAvailable_bytes") / NodeModel.MEMORY,
                        "disk",
                        1 - model.value(step, "node_filesystem_avail_bytes") / NodeModel.DISK,
                        "temp",
                        model.value(step, "node_thermal_zone_temp")),
                Optional.empty(),
                autonomy);
    }

    @Override
    public void close() {
        disconnect();
        ring.close();
    }
}
