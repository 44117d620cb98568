package skerry.agent.sync.peer;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import skerry.platform.time.MonotonicClock;

/** Counts what other nodes asked for. A refusal is told in the log, each kind once a minute at most. Thread-safe. */
public final class PeerTally {
    private static final Duration TELL = Duration.ofMinutes(1);
    private static final System.Logger LOG = System.getLogger(PeerTally.class.getName());

    private final MonotonicClock clock;
    private final Map<Refusal, Long> refused = new EnumMap<>(Refusal.class);
    private final Map<Refusal, Long> told = new EnumMap<>(Refusal.class);
    private long handedOver;
    private long batches;
    private long cut;
    private int links;
    private long relayed;

    public PeerTally(MonotonicClock clock) {
        this.clock = clock;
    }

    /**
     * What was counted.
     *
     * @param handedOver times that the outbox was handed over whole
     * @param batches that were handed over
     * @param cut times that a hand-over stopped before its end
     * @param links of other nodes to the hub over this one, now
     * @param relayed bytes that went over them, both ways
     */
    public record Counted(
            long handedOver, long batches, long cut, int links, long relayed, Map<Refusal, Long> refused) {
        public Counted {
            refused = Map.copyOf(refused);
        }
    }

    public synchronized Counted counted() {
        return new Counted(handedOver, batches, cut, links, relayed, refused);
    }

    /** @param from an address, with what is known of the node */
    synchronized void refused(Refusal why, String from) {
        refused.merge(why, 1L, Long::sum);
        long now = clock.millis();
        Long before = told.get(why);
        if (before == null || now - before >= TELL.toMillis()) {
            told.put(why, now);
            LOG.log(
                    WARNING,
                    "{0} was refused by the listener for other nodes: {1} ({2} times since the start)",
                    from,
                    why.sentence(),
                    refused.get(why));
        }
    }

    synchronized void handedOver(long more) {
        handedOver++;
        batches += more;
    }

    synchronized void cut(long more) {
        cut++;
        batches += more;
    }

    synchronized void links(int now) {
        links = now;
    }

    synchronized void relayed(long bytes) {
        relayed += bytes;
    }
}
