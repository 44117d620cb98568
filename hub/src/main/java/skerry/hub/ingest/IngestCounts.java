package skerry.hub.ingest;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import skerry.protocol.control.Ack;

/** What the ingest has done since the hub started. Thread-safe. */
public final class IngestCounts {
    private final LongAdder stored = new LongAdder();
    private final LongAdder storedBytes = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final Map<Ack.Reason, LongAdder> refused = adders(Ack.Reason.class);
    private final Map<Foreign, LongAdder> foreign = adders(Foreign.class);
    private final LongAdder receipts = new LongAdder();
    private final LongAdder unanswered = new LongAdder();
    private final LongAdder decoded = new LongAdder();
    private final LongAdder undecodable = new LongAdder();
    private final LongAdder garbled = new LongAdder();
    private final LongAdder unheard = new LongAdder();
    private final LongAdder unsaid = new LongAdder();
    private final LongAccumulator mostInside = new LongAccumulator(Math::max, 0);
    private final AtomicReference<String> trouble = new AtomicReference<>("");

    /** Why a message is nobody's: there is nothing in it that could be answered. */
    public enum Foreign {
        /** Longer than any batch may be. */
        TOO_LONG("too-long"),
        /** It does not begin with the header of a batch. */
        NO_HEADER("no-header"),
        /** Its header names another agent or stream than its topic. */
        OTHER_AGENT("other-agent"),
        /** No agent of the registry, or one taken out of it. */
        NOT_ENROLLED("not-enrolled"),
        /** The topic is none of the protocol's. */
        OTHER_TOPIC("other-topic");

        private final String word;

        Foreign(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /**
     * The counts at one moment.
     *
     * @param stored batches made durable
     * @param storedBytes bytes of these
     * @param duplicates batches that were held already
     * @param refused batches that were not taken, or kept as refused, by the reason their agent was told
     * @param foreign messages that no enrolled agent can have sent there
     * @param receipts receipts sent
     * @param unanswered batches whose agent the hub could not answer
     * @param decoded batches decoded
     * @param undecodable batches kept as refused
     * @param garbled state, live and hello messages that could not be read
     * @param unheard live messages left aside because too many waited
     * @param unsaid answers and commands that did not reach the broker; their agents ask again
     * @param mostInside batches that were on their way from the broker to the store at once, at most
     * @param trouble why the last commit failed; empty if it went well
     */
    public record Snapshot(
            long stored,
            long storedBytes,
            long duplicates,
            Map<Ack.Reason, Long> refused,
            Map<Foreign, Long> foreign,
            long receipts,
            long unanswered,
            long decoded,
            long undecodable,
            long garbled,
            long unheard,
            long unsaid,
            long mostInside,
            String trouble) {
        public Snapshot {
            refused = Map.copyOf(refused);
            foreign = Map.copyOf(foreign);
        }
    }

    public Snapshot now() {
        return new Snapshot(
                stored.sum(),
                storedBytes.sum(),
                duplicates.sum(),
                sums(refused),
                sums(foreign),
                receipts.sum(),
                unanswered.sum(),
                decoded.sum(),
                undecodable.sum(),
                garbled.sum(),
                unheard.sum(),
                unsaid.sum(),
                mostInside.get(),
                trouble.get());
    }

    void stored(int bytes) {
        stored.increment();
        storedBytes.add(bytes);
    }

    void duplicate() {
        duplicates.increment();
    }

    void refused(Ack.Reason reason) {
        Objects.requireNonNull(refused.get(reason), reason.word()).increment();
    }

    void foreign(Foreign why) {
        Objects.requireNonNull(foreign.get(why), why.word()).increment();
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

    void inside(int batches) {
        mostInside.accumulate(batches);
    }

    void garbled() {
        garbled.increment();
    }

    void unheard() {
        unheard.increment();
    }

    void unsaid() {
        unsaid.increment();
    }

    /** Takes note that the store takes batches; true if it did not before. */
    boolean storing() {
        return !trouble.getAndSet("").isEmpty();
    }

    /** Takes note why the store takes none; true if it did before. */
    boolean notStoring(String why) {
        return trouble.getAndSet(why).isEmpty();
    }

    boolean isStoring() {
        return trouble.get().isEmpty();
    }

    private static <K extends Enum<K>> Map<K, LongAdder> adders(Class<K> kinds) {
        var adders = new EnumMap<K, LongAdder>(kinds);
        for (K kind : kinds.getEnumConstants()) {
            adders.put(kind, new LongAdder());
        }
        return adders;
    }

    private static <K> Map<K, Long> sums(Map<K, LongAdder> adders) {
        var sums = new HashMap<K, Long>();
        adders.forEach((kind, adder) -> sums.put(kind, adder.sum()));
        return sums;
    }
}
