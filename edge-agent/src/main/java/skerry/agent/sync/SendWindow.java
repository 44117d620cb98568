package skerry.agent.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import skerry.protocol.BatchKey;

/**
 * The batches under way: sent, and not receipted. Their resend time runs from the broker's PUBACK, since before that a
 * batch is still on a connection that either delivers it or breaks. When it runs out the oldest is sent again and the
 * time doubles; when something is receipted after that, the others that were as late follow at once. Not thread-safe.
 */
final class SendWindow {
    /** Batches; also {@link #MOST_BYTES} bytes. Source: sync protocol, section 6. */
    static final int MOST_BATCHES = 8;

    static final int MOST_BYTES = 256 * 1024;
    private static final int LATER_RECEIPTS = 3;

    private final long firstRto;
    private final long mostRto;
    private final List<InFlight> inFlight = new ArrayList<>(MOST_BATCHES);
    private long rto;
    private int timeouts;
    private long sends;

    SendWindow(long firstRto, long mostRto) {
        this.firstRto = firstRto;
        this.mostRto = mostRto;
        this.rto = firstRto;
    }

    /** One batch under way. */
    static final class InFlight {
        private final BatchKey key;
        private final Lane lane;
        private final int bytes;
        private long token;
        private long ordinal;

        /** When the broker had it; -1 before. */
        private long taken;

        /** The hub asked to wait until then; 0 if not. */
        private long notBefore;

        private int laterReceipts;
        private boolean suspect;

        private InFlight(BatchKey key, Lane lane, int bytes) {
            this.key = key;
            this.lane = lane;
            this.bytes = bytes;
        }

        BatchKey key() {
            return key;
        }

        Lane lane() {
            return lane;
        }

        int bytes() {
            return bytes;
        }
    }

    boolean isEmpty() {
        return inFlight.isEmpty();
    }

    int size() {
        return inFlight.size();
    }

    boolean holds(BatchKey key) {
        return find(key) != null;
    }

    long rto() {
        return rto;
    }

    /** Whether a batch of this size fits beside the others; a lone one always does. */
    boolean hasRoom(int more, int mostBatches) {
        return inFlight.size() < Math.min(mostBatches, MOST_BATCHES)
                && (inFlight.isEmpty() || bytes() + more <= MOST_BYTES);
    }

    void add(BatchKey key, Lane lane, int size, long token) {
        var entry = new InFlight(key, lane, size);
        inFlight.add(entry);
        sent(entry, token);
    }

    /** It has just been handed over once more. */
    void sentAgain(InFlight entry, long token) {
        sent(entry, token);
    }

    private void sent(InFlight entry, long token) {
        entry.token = token;
        entry.ordinal = sends++;
        entry.taken = -1;
        entry.notBefore = 0;
        entry.laterReceipts = 0;
        entry.suspect = false;
    }

    /**
     * The broker has it; nothing is freed by that.
     *
     * @param dropped whether the broker says that it has nobody to give it to
     */
    void taken(long token, long nowMillis, boolean dropped) {
        for (InFlight entry : inFlight) {
            if (entry.token == token && entry.taken < 0) {
                entry.taken = nowMillis;
                entry.suspect |= dropped;
            }
        }
    }

    /** The hub holds or refused these: they leave the window. Returns how many did. */
    int remove(Predicate<BatchKey> done) {
        long latest = -1;
        int before = inFlight.size();
        for (InFlight entry : inFlight) {
            if (done.test(entry.key)) {
                latest = Math.max(latest, entry.ordinal);
            }
        }
        for (InFlight entry : inFlight) {
            if (entry.ordinal < latest) {
                entry.laterReceipts += laterThan(entry, done);
            }
        }
        inFlight.removeIf(entry -> done.test(entry.key));
        if (inFlight.size() < before) {
            hurry();
        }
        return before - inFlight.size();
    }

    private int laterThan(InFlight entry, Predicate<BatchKey> done) {
        return (int) inFlight.stream()
                .filter(other -> other.ordinal > entry.ordinal && done.test(other.key))
                .count();
    }

    /** The hub asks to have it again later. */
    void later(BatchKey key, long nowMillis, long afterMillis) {
        var entry = find(key);
        if (entry != null) {
            entry.notBefore = nowMillis + afterMillis;
            entry.suspect = false;
            entry.laterReceipts = 0;
        }
    }

    /** The hub process that these were sent to is gone: those it did not store are sent again. */
    void suspectAll() {
        inFlight.forEach(entry -> entry.suspect = true);
        hurry();
    }

    /** Waiting longer is of no use: the hub is there again. */
    void hurry() {
        rto = firstRto;
        timeouts = 0;
    }

    /**
     * The next batch to send again, if its time has come; then call {@link #sentAgain} or {@link #drop}.
     *
     * @param open the lanes that may send
     * @param probing whether nothing but the resend time counts, because the hub is away
     */
    Optional<InFlight> due(long nowMillis, Predicate<Lane> open, boolean probing) {
        InFlight late = null;
        for (InFlight entry : inFlight) {
            if (!open.test(entry.lane)) {
                continue;
            }
            if (entry.notBefore > 0) {
                if (entry.notBefore <= nowMillis) {
                    return Optional.of(entry);
                }
            } else if (isDoubtful(entry) && !probing) {
                return Optional.of(entry);
            } else if (entry.taken >= 0
                    && entry.taken + rto <= nowMillis
                    && (late == null || entry.ordinal < late.ordinal)) {
                late = entry;
            }
        }
        if (late != null) {
            for (InFlight entry : inFlight) {
                entry.suspect |= entry.notBefore == 0 && entry.taken >= 0 && entry.taken + firstRto <= nowMillis;
            }
            rto = Math.min(mostRto, rto * 2);
            timeouts++;
        }
        return Optional.ofNullable(late);
    }

    /** Whether resend times ran out more than once in a row, so that the hub may not know this connection. */
    boolean isStuck() {
        return timeouts > 1;
    }

    /** The hub knows this connection. */
    void greeted() {
        timeouts = 0;
    }

    /** Frees the places of batches that may not be sent again for now. */
    void dropIf(Predicate<InFlight> held) {
        inFlight.removeIf(held);
    }

    /** It can no longer be sent. */
    void drop(InFlight entry) {
        inFlight.remove(entry);
    }

    /** When {@link #due} will next have something, as far as is known now. */
    long nextDue(Predicate<Lane> open) {
        long next = Long.MAX_VALUE;
        for (InFlight entry : inFlight) {
            if (open.test(entry.lane)) {
                if (entry.notBefore > 0) {
                    next = Math.min(next, entry.notBefore);
                } else if (entry.taken >= 0) {
                    next = Math.min(next, entry.taken + rto);
                }
            }
        }
        return next;
    }

    private boolean isDoubtful(InFlight entry) {
        return (entry.suspect && rto == firstRto) || entry.laterReceipts >= LATER_RECEIPTS;
    }

    private int bytes() {
        return inFlight.stream().mapToInt(InFlight::bytes).sum();
    }

    private @Nullable InFlight find(BatchKey key) {
        for (InFlight entry : inFlight) {
            if (entry.key.equals(key)) {
                return entry;
            }
        }
        return null;
    }
}
