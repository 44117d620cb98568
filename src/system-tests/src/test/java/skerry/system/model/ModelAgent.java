package skerry.system.model;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import skerry.agent.NodeClock;
import skerry.agent.Recorder;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.guard.GuardLimits;
import skerry.agent.collect.logs.Checkpoint;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogSource;
import skerry.agent.privacy.PolicyRedactor;
import skerry.agent.privacy.Redactor;
import skerry.agent.ring.Account;
import skerry.agent.ring.Outbox;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingStanding;
import skerry.agent.summary.MinerLimits;
import skerry.agent.summary.OpenMinute;
import skerry.agent.summary.PatternSettings;
import skerry.agent.sync.BatchSealer;
import skerry.agent.sync.LiveStatus;
import skerry.agent.sync.NodePresence;
import skerry.agent.sync.SealedWire;
import skerry.agent.sync.Session;
import skerry.agent.sync.SessionAction;
import skerry.agent.sync.SessionInput;
import skerry.agent.sync.SessionSettings;
import skerry.agent.sync.SessionState;
import skerry.hub.store.Holding;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.control.EpochHead;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Severity;
import skerry.protocol.series.Labels;
import skerry.protocol.series.Series;

/** The node: the real recorder, ring and session over the lives of their process, on a disk that forgets. */
final class ModelAgent {
    static final String METRIC = "reading";

    private static final Uid UID = Keys.AGENT.uid();
    private static final LogSource LOG = new LogSource("items.log", Labels.NONE);
    private static final MetricFamily READING = MetricFamily.gauge(METRIC, "A reading.", "no");
    private static final MetricFamily STAYS = MetricFamily.gauge("stays", "Stays at the site.");
    /** Dear to make, and never changes. */
    private static final Redactor REDACTOR = PolicyRedactor.standard();
    /** Each line is a pattern of its own, and the model counts events. */
    private static final PatternSettings NO_EVENTS = new PatternSettings(5, 0, 30);

    private static final long TICK_EVERY = 15_000;

    private final Timeline time;
    private final SplittableRandom random;
    private final SimulatedDisk disk;
    private RingSize size;
    private final NumberedLog log;
    private final Made made;
    private final Diary diary;
    private final Mutation mutation;
    private final ModelHub hub;
    private final Network network;
    private final LongUnaryOperator trueWall;
    private final Set<Long> goneWithTheDisk = new HashSet<>();
    private @Nullable Life life;
    private long wallShift;
    private long bootedAt;
    private Bytes bootId = Bytes.of(new byte[16]);
    private long readings;
    /** Published before the last crash, which no crash may make the ring forget. */
    private Set<BatchKey> toRemember = Set.of();

    /** Lines up to this went with a disk. */
    private long unreadable;

    private boolean historyTorn;
    private boolean calm;
    private long starts;

    ModelAgent(
            Timeline time,
            SplittableRandom random,
            SimulatedDisk disk,
            RingSize size,
            NumberedLog log,
            Made made,
            Diary diary,
            Mutation mutation,
            ModelHub hub,
            Network network,
            LongUnaryOperator trueWall,
            long wallShift) {
        this.time = time;
        this.random = random;
        this.disk = disk;
        this.size = size;
        this.log = log;
        this.made = made;
        this.diary = diary;
        this.mutation = mutation;
        this.hub = hub;
        this.network = network;
        this.trueWall = trueWall;
        this.wallShift = wallShift;
        boot();
        start();
    }

    private record Row(long epoch, Stream stream) {
        static Row of(BatchKey key) {
            return new Row(key.epoch(), key.stream());
        }
    }

    // ---- what happens to it

    void start() {
        if (life == null) {
            life = new Life();
            life.begin();
        }
    }

    void kill() {
        if (life != null) {
            toRemember = life.publishedAndKnown();
            boolean between = random.nextBoolean();
            if (between) {
                life.readWithoutCheckpoint();
            }
            disk.killed();
            diary.fault(Fault.AGENT_KILLED, between ? "agent killed before a checkpoint" : "agent killed");
            end();
        }
    }

    void powerCut() {
        if (life != null) {
            toRemember = life.publishedAndKnown();
            boolean forgotten = disk.powerFailed();
            diary.fault(Fault.POWER_CUT, forgotten ? "power cut that forgets commits" : "power cut");
            if (forgotten) {
                diary.fault(Fault.COMMITS_FORGOTTEN);
            }
            end();
            boot();
        }
    }

    void wipe() {
        if (life != null) {
            disk.wiped();
            diary.fault(Fault.DISK_WIPED, "disk wiped");
            loseLog();
        }
    }

    void restoreImage() {
        if (life != null && disk.hasImage()) {
            disk.imageRestored();
            diary.fault(Fault.IMAGE_RESTORED, "disk image restored");
            loseLog();
        }
    }

    private void loseLog() {
        toRemember = Set.of();
        unreadable = log.written();
        historyTorn = true;
        end();
        boot();
    }

    void setClock() {
        wallShift += random.nextBoolean() ? 3_600_000 : -3_600_000 + random.nextInt(1_000_000);
        diary.fault(Fault.CLOCK_SET, "wall clock set");
    }

    void calm() {
        calm = true;
    }

    /** Whether its ring is so small that it cannot go on. */
    boolean isShortOfRoom() {
        return life != null
                && size == RingSize.SCANT
                && life.ring.standing().trouble() == RingStanding.Trouble.BOUND_TOO_SMALL;
    }

    /** As the ring's own warning asks for. */
    void raiseBound() {
        diary.fault(Fault.RING_STUCK, "the ring's bound is raised");
        toRemember = running().publishedAndKnown();
        size = RingSize.AMPLE;
        end();
    }

    private void boot() {
        byte[] id = new byte[16];
        random.nextBytes(id);
        bootId = Bytes.of(id);
        bootedAt = time.now() - 1_000 - random.nextInt(10_000);
    }

    private void end() {
        Life old = running();
        life = null;
        network.agentGone();
        old.ring.close();
        time.after(random.nextInt(20_000), this::start);
    }

    void close() {
        if (life != null) {
            life.ring.close();
            life = null;
        }
    }

    // ---- what it shows

    boolean isUp() {
        return life != null;
    }

    /** When its session wants to be woken, on the timeline. */
    long wakeAt() {
        return life == null ? Long.MAX_VALUE : Math.max(time.now(), life.session.wakeAt() + bootedAt);
    }

    void wake() {
        running().feed(new SessionInput.Tick());
    }

    /** Whether all that was ever written is read, stored, and confirmed. */
    boolean isAtRest() {
        return life != null && life.isAtRest();
    }

    String whatIsLeft() {
        return life == null
                ? "it is down"
                : life.outbox.bytesQueued() + " bytes wait, " + life.session.view() + ", line " + life.position + " of "
                        + log.written() + ", ring " + life.ring.standing();
    }

    Ring ring() {
        return running().ring;
    }

    boolean hasDropped() {
        return !ring().account().orElseThrow().total().everDropped().isEmpty();
    }

    /** Lines that the ring was given over its history: what was read, less what no reading could reach. */
    long linesCollected() {
        return running().position - running().skipped;
    }

    /** Lines that went with a disk before they could be read, or with what the disk knew of them. */
    Set<Long> goneWithTheDisk() {
        return goneWithTheDisk;
    }

    /** Whether the ring does not know all that was sent in its name, since its disk was another one then. */
    boolean isHistoryTorn() {
        return historyTorn;
    }

    Stick fillStick() {
        diary.fault(Fault.STICK_TAKEN, "stick filled");
        return Stick.of(UID, running().ring.outbox());
    }

    /** Hears the receipt of a stick, however late. */
    void hearReceipt(List<Holding> receipt) {
        if (life != null) {
            for (Holding holding : receipt) {
                life.outbox.confirmed(
                        holding.epoch(), holding.stream(), holding.applied().all());
            }
        }
    }

    private Life running() {
        if (life == null) {
            throw new IllegalStateException("the agent is down");
        }
        return life;
    }

    /** One process. */
    final class Life {
        private final InstantSource wall = () -> Instant.ofEpochMilli(trueWall.applyAsLong(time.now()) + wallShift);
        private final NodeClock clock = new NodeClock(wall, this::mono, bootId);
        private final Ring ring;
        private final Outbox outbox;
        private final Recorder recorder;
        private final Session session;
        private long position;
        private long skipped;
        private long minute;
        private long looked;

        Life() {
            var epochs = mutation.epochs(new SplittableRandom(random.nextLong() + ++starts));
            ring = Ring.open(size.settings(disk.ring()), UID, wall, this::mono, bootId, Life::leaves, epochs);
            outbox = new WatchedOutbox(ring.outbox(), UID, hub::everHeld, this::synced);
            recorder = new Recorder(
                    UID,
                    REDACTOR,
                    ring,
                    new OpenMinute(new LineByLine(), MinerLimits.STANDARD.patterns(), NO_EVENTS, REDACTOR),
                    new BatchSealer(
                            Keys.AGENT.signingKey(),
                            REDACTOR::policyId,
                            hash -> ring.outbox().chunk(hash).isPresent(),
                            ring::putDictionary),
                    Life::leaves,
                    RingSize.COMMIT_BYTES,
                    clock,
                    GuardLimits.USUAL,
                    this::stored);
            recorder.resume();
            ring.load().stream().findFirst().ifPresent(this::resume);
            var presence = new NodePresence(
                    new NodePresence.Node(bootId, Bytes.of(new byte[16]), "model"),
                    clock::reading,
                    this::mono,
                    () -> LiveStatus.GOOD);
            session = new Session(
                    SessionSettings.DEFAULT,
                    UID,
                    outbox,
                    mutation.wire(new SealedWire(Keys.AGENT, Keys.HUB_CARD)),
                    presence,
                    random.split(),
                    mono());
            minute = minuteNow();
        }

        private static boolean leaves(Series series) {
            return series.name().equals(METRIC);
        }

        private void resume(Checkpoint checkpoint) {
            String[] numbers = checkpoint.state().split(" ", -1);
            position = Long.parseLong(numbers[0]);
            skipped = Long.parseLong(numbers[1]);
        }

        void begin() {
            if (position < unreadable) {
                for (long line = position + 1; line <= unreadable; line++) {
                    goneWithTheDisk.add(line);
                }
                skipped += unreadable - position;
                position = unreadable;
            }
            var heads = heads();
            for (BatchKey key : toRemember) {
                Promise.keep(heads.getOrDefault(Row.of(key), 0L) >= key.seq(), "a crash made the ring forget " + key);
            }
            diary.note("agent starts at line " + position);
            recorder.event(new Event(
                    "agent.start", Severity.INFO, clock.wallMillis(), clock.monoMillis(), "agent started", Map.of()));
            every(TICK_EVERY, this::tick);
            read();
        }

        boolean isRunning() {
            return life == this;
        }

        private long mono() {
            return time.now() - bootedAt;
        }

        private long minuteNow() {
            return Math.floorDiv(clock.wallMillis(), 60_000);
        }

        private void stored() {
            synced();
            looked = made.look(ring.outbox(), looked);
            time.after(0, () -> {
                if (isRunning()) {
                    feed(new SessionInput.NewBatches());
                }
            });
        }

        private void synced() {
            if (mutation.syncs()) {
                disk.synced();
            }
        }

        private void tick() {
            if (!calm) {
                takeReading();
            }
            recorder.tick();
            long now = minuteNow();
            if (now != minute && ring.pendingBytes() == 0 && random.nextInt(3) == 0 && !calm) {
                // Nothing is open at this moment, so nothing of the image is summarised again under another key.
                disk.takeImage();
            }
            minute = now;
        }

        private void takeReading() {
            recorder.samples(Instant.ofEpochMilli(clock.wallMillis()), sink -> {
                for (int i = random.nextInt(3); i >= 0; i--) {
                    sink.add(READING, Labels.of("no", Long.toString(++readings)), 1);
                }
                sink.add(STAYS, 1);
            });
        }

        private void read() {
            later(500 + random.nextInt(8_000), () -> {
                readOnce();
                read();
            });
        }

        private void readOnce() {
            if (position < log.written() && ring.hasRoomForLines()) {
                long last = Math.min(log.written(), position + 1 + random.nextInt(size.linesAtOnce()));
                record(last);
                position = last;
                checkpoint();
            }
        }

        void readWithoutCheckpoint() {
            if (position < log.written() && ring.hasRoomForLines()) {
                record(Math.min(log.written(), position + 3));
                if (random.nextBoolean()) {
                    recorder.tick();
                }
            }
        }

        private void record(long last) {
            try {
                for (long line = position + 1; line <= last; line++) {
                    recorder.record(
                            new LogRecord(LOG, clock.wallMillis(), "", Severity.INFO, log.line(line), 1, false));
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private void checkpoint() {
            recorder.checkpoint(new Checkpoint(LOG.key(), position + " " + skipped));
        }

        void feed(SessionInput input) {
            for (SessionAction action : session.on(input, mono())) {
                network.perform(this, action);
            }
        }

        boolean isStreaming() {
            return session.view().state() == SessionState.STREAMING
                    || session.view().state() == SessionState.PAUSED;
        }

        Outbox outbox() {
            return outbox;
        }

        boolean isAtRest() {
            return position == log.written()
                    && ring.pendingBytes() == 0
                    && outbox.bytesQueued() == 0
                    && session.view().inFlight() == 0
                    && isStreaming()
                    && ring.account()
                            .map(Account::held)
                            .map(held -> held.total() == 0)
                            .orElse(false);
        }

        int inFlight() {
            return session.view().inFlight();
        }

        /** Batches that left, of the numbers that the ring knows to have given. */
        Set<BatchKey> publishedAndKnown() {
            var heads = heads();
            return network.published().stream()
                    .filter(key -> heads.getOrDefault(Row.of(key), 0L) >= key.seq())
                    .collect(Collectors.toSet());
        }

        private Map<Row, Long> heads() {
            return outbox.heads().stream()
                    .collect(Collectors.toMap(head -> new Row(head.epoch(), head.stream()), EpochHead::head));
        }

        private void every(long period, Runnable step) {
            later(period, () -> {
                step.run();
                every(period, step);
            });
        }

        private void later(long delay, Runnable step) {
            time.after(delay, () -> {
                if (isRunning()) {
                    step.run();
                }
            });
        }
    }
}
