package skerry.hub.ingest;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** What the ingest has done since the hub started. Thread-safe. */
public final class IngestCounts {
    private final LongAdder stored = new LongAdder();
    private final LongAdder storedBytes = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder conflicts = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder foreign = new LongAdder();
    private final LongAdder later = new LongAdder();
    private final LongAdder receipts = new LongAdder();
    private final LongAdder unanswered = new LongAdder();
    private final LongAdder decoded = new LongAdder();
    private final LongAdder undecodable = new LongAdder();
    private final LongAdder garbled = new LongAdder();
    private final AtomicBoolean storing = new AtomicBoolean(true);

    /**
     * The counts at one moment.
     *
     * @param stored batches made durable
     * @param storedBytes bytes of these
     * @param duplicates batches that were held already
     * @param conflicts batches under a key that is taken
     * @param refused batches whose signature or form is wrong
     * @param foreign messages that no enrolled agent can have sent there
     * @param later batches turned away for the time being
     * @param receipts receipts sent
     * @param unanswered batches whose agent the hub could not answer
     * @param decoded batches decoded
     * @param undecodable batches kept as refused
     * @param garbled state, live and hello messages that could not be read
     * @param storing whether the last commit went well
     */
    public record Snapshot(
            long stored,
            long storedBytes,
            long duplicates,
            long conflicts,
            long refused,
            long foreign,
            long later,
            long receipts,
            long unanswered,
            long decoded,
            long undecodable,
            long garbled,
            boolean storing) {}

    public Snapshot now() {
        return new Snapshot(
                stored.sum(),
                storedBytes.sum(),
                duplicates.sum(),
                conflicts.sum(),
                refused.sum(),
                foreign.sum(),
                later.sum(),
                receipts.sum(),
                unanswered.sum(),
                decoded.sum(),
                undecodable.sum(),
                garbled.sum(),
                storing.get());
    }

    void stored(int bytes) {
        stored.increment();
        storedBytes.add(bytes);
    }

    void duplicate() {
        duplicates.increment();
    }

    void conflict() {
        conflicts.increment();
    }

    void refused() {
        refused.increment();
    }

    void foreign() {
        foreign.increment();
    }

    void later() {
        later.increment();
    }

    void receipt() {
        receipts.increment();
    }

    void unanswered() {
        unanswered.increment();
    }

    void decoded(boolean readable) {
        (readable ? decoded : undecodable).increment();
    }

    void garbled() {
        garbled.increment();
    }

    /** Takes note whether the store takes batches; true if that changed. */
    boolean storing(boolean works) {
        return storing.getAndSet(works) != works;
    }

    boolean isStoring() {
        return storing.get();
    }
}
