package skerry.hub.store;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import skerry.protocol.Uid;
import skerry.protocol.control.Live;

/** The present state of all agents, in memory. What it is told is idempotent and may come in any order. Thread-safe. */
public final class FleetPresent {
    /** Contacts no further apart than this are one. */
    public static final long CONTACT_JOIN_MILLIS = 3 * 60_000;

    private final InstantSource clock;
    private final LatestValues latest = new LatestValues();
    private final Map<Uid, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicLong revision = new AtomicLong();

    /** What is known of one agent; guarded by itself. */
    private static final class Entry {
        private final Uid uid;
        private long seen;
        private long contactFrom;
        private long conn;
        private boolean connected;
        private Progress progress = Progress.NONE;
        private Optional<Live> live = Optional.empty();
        private long liveAt;
        private String version = "";
        private long backlogBytes;
        private long lastBatchAt;
        private Road road = Road.MQTT;
        private long refused;
        private long twinsAt;
        private String policy = "";
        private long policyStart;
        private Present.Clock clock = Present.Clock.UNKNOWN;
        private long revision;
        private final ArrivalRate rate = new ArrivalRate();

        Entry(Uid uid) {
            this.uid = uid;
        }
    }

    /**
     * What survives a restart of the hub.
     *
     * @param policy of its batches
     * @param policyStart which of the agent's starts made them
     */
    public record Kept(
            Uid uid,
            long contactFrom,
            long seen,
            Optional<Live> live,
            long liveAt,
            String version,
            long backlogBytes,
            long lastBatchAt,
            Road road,
            Present.Clock clock,
            String policy,
            long policyStart) {}

    public FleetPresent(InstantSource clock) {
        this.clock = clock;
    }

    /** The newest value of each series. */
    public LatestValues latest() {
        return latest;
    }

    private interface Change {
        void apply(Entry entry);
    }

    private void change(Uid uid, Change change) {
        Entry entry = entries.computeIfAbsent(uid, Entry::new);
        synchronized (entry) {
            change.apply(entry);
            entry.revision = revision.incrementAndGet();
        }
    }

    private static void seen(Entry entry, long at) {
        if (at - entry.seen > CONTACT_JOIN_MILLIS) {
            entry.contactFrom = at;
        }
        entry.seen = Math.max(entry.seen, at);
    }

    /** An agent connected: a birth, or a hello where the birth went by unheard. */
    public void connected(Uid uid, long conn, long at) {
        change(uid, entry -> {
            seen(entry, at);
            if (entry.conn != conn) {
                entry.rate.begin(at);
            }
            entry.conn = conn;
            entry.connected = true;
        });
    }

    /** The will of a connection arrived; that of an older one than the present is ignored. */
    public void disconnected(Uid uid, long conn) {
        change(uid, entry -> {
            if (entry.conn == conn) {
                entry.connected = false;
            }
        });
    }

    /** The hub lost its broker, so that it knows of no connection. */
    public void allDisconnected() {
        entries.keySet().forEach(uid -> change(uid, entry -> entry.connected = false));
    }

    public void live(Uid uid, Live message, long at) {
        change(uid, entry -> {
            seen(entry, at);
            entry.live = Optional.of(message);
            entry.liveAt = at;
            entry.version = message.version();
            entry.backlogBytes = message.bytesQueued();
            entry.clock =
                    new Present.Clock(message.quality().code(), message.wallMillis() - at, entry.clock.errorMillis());
        });
    }

    /** A hello, which says what the agent has queued and which program it is. */
    public void hello(Uid uid, String version, long bytesQueued, Present.Clock nodeClock, long at) {
        change(uid, entry -> {
            seen(entry, at);
            entry.version = version;
            entry.backlogBytes = bytesQueued;
            entry.clock = nodeClock;
        });
    }

    /** Batches were stored, or found to be held already. */
    public void arrived(Uid uid, long bytes, Road road, Progress progress, long at) {
        change(uid, entry -> {
            seen(entry, at);
            entry.lastBatchAt = at;
            entry.road = road;
            entry.progress = progress;
            // What the agent last said it has queued; what came since is not queued any more.
            entry.backlogBytes = progress.missing() == 0 ? 0 : Math.max(0, entry.backlogBytes - bytes);
            entry.rate.arrived(at, bytes);
        });
    }

    public void progress(Uid uid, Progress progress) {
        change(uid, entry -> entry.progress = progress);
    }

    /** One more batch that was not taken for good. */
    public void refused(Uid uid) {
        change(uid, entry -> entry.refused++);
    }

    /**
     * A batch was made under a privacy policy. An agent keeps to one from start to end, and its latest start counts: what is
     * filled in later tells of the past.
     */
    public void policy(Uid uid, long startNo, String id) {
        change(uid, entry -> {
            if (startNo >= entry.policyStart) {
                entry.policyStart = startNo;
                entry.policy = id;
            }
        });
    }

    /** Two processes speak for it by turns. */
    public void twins(Uid uid, long at) {
        change(uid, entry -> entry.twinsAt = at);
    }

    /** The hub's clock was set: what was heard keeps its age. */
    public void clockSet(long stepMillis) {
        long now = clock.millis();
        entries.keySet()
                .forEach(uid -> change(uid, entry -> {
                    entry.seen = moved(entry.seen, stepMillis, now);
                    entry.contactFrom = moved(entry.contactFrom, stepMillis, now);
                    entry.liveAt = moved(entry.liveAt, stepMillis, now);
                    entry.lastBatchAt = moved(entry.lastBatchAt, stepMillis, now);
                    entry.twinsAt = moved(entry.twinsAt, stepMillis, now);
                    entry.rate.begin(now);
                }));
    }

    /** What was heard between the step and its notice is moved too far, but not beyond now. */
    private static long moved(long at, long stepMillis, long now) {
        return at == 0 ? 0 : Math.clamp(at + stepMillis, 1, now);
    }

    /** Empty if nothing was ever heard of the agent. */
    public Optional<Present> of(Uid uid) {
        return Optional.ofNullable(entries.get(uid)).map(this::present);
    }

    /** All agents that were ever heard of. */
    public List<Present> all() {
        return entries.values().stream().map(this::present).toList();
    }

    /** Those that changed after a revision, in the order of their changes. */
    public List<Present> changedSince(long sinceRevision) {
        return entries.values().stream()
                .map(this::present)
                .filter(present -> present.revision() > sinceRevision)
                .sorted(Comparator.comparingLong(Present::revision))
                .toList();
    }

    /** Those in touch when the hub was last in touch with any. */
    public List<Uid> lately() {
        long last = all().stream().mapToLong(Present::seen).max().orElse(0);
        return all().stream()
                .filter(present -> present.seen() > 0 && last - present.seen() <= CONTACT_JOIN_MILLIS)
                .map(Present::uid)
                .toList();
    }

    /** Grows with each change. */
    public long revision() {
        return revision.get();
    }

    private Present present(Entry entry) {
        synchronized (entry) {
            return new Present(
                    entry.uid,
                    entry.seen,
                    entry.connected,
                    entry.progress.newest(),
                    entry.progress.dataTo(),
                    entry.progress.filledTo(),
                    entry.live,
                    entry.liveAt,
                    entry.version,
                    entry.backlogBytes,
                    entry.progress.missing(),
                    entry.rate.bytesPerSecond(clock.millis()),
                    entry.lastBatchAt,
                    entry.road,
                    entry.refused,
                    entry.twinsAt,
                    entry.policy,
                    entry.clock,
                    entry.revision);
        }
    }

    /** What to keep of the agents that changed after a revision. */
    public List<Kept> keptSince(long sinceRevision) {
        var kept = new ArrayList<Kept>();
        for (Entry entry : entries.values()) {
            synchronized (entry) {
                if (entry.revision > sinceRevision) {
                    kept.add(new Kept(
                            entry.uid,
                            entry.contactFrom,
                            entry.seen,
                            entry.live,
                            entry.liveAt,
                            entry.version,
                            entry.backlogBytes,
                            entry.lastBatchAt,
                            entry.road,
                            entry.clock,
                            entry.policy,
                            entry.policyStart));
                }
            }
        }
        return kept;
    }

    /** Puts back a contact that an earlier run noted, if it is a later one than is known. */
    public void restoreContact(Uid uid, long from, long to) {
        change(uid, entry -> {
            if (to > entry.seen) {
                entry.contactFrom = heard(from);
                entry.seen = heard(to);
            }
        });
    }

    /** A clock that has been set back since dated it, if it lies ahead: it was heard by now. */
    private long heard(long at) {
        return Math.min(at, clock.millis());
    }

    /** Puts back what an earlier run kept. */
    public void restore(Kept kept) {
        change(kept.uid(), entry -> {
            entry.contactFrom = heard(kept.contactFrom());
            entry.seen = heard(kept.seen());
            entry.live = kept.live();
            entry.liveAt = heard(kept.liveAt());
            entry.version = kept.version();
            entry.backlogBytes = kept.backlogBytes();
            entry.lastBatchAt = heard(kept.lastBatchAt());
            entry.road = kept.road();
            entry.clock = kept.clock();
            entry.policy = kept.policy();
            entry.policyStart = kept.policyStart();
        });
    }
}
