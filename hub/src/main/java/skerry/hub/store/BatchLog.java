package skerry.hub.store;

import java.util.List;
import java.util.Optional;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.batch.Batch;
import skerry.protocol.control.EpochHead;

/**
 * The batches that the hub holds, each once, and which numbers of each epoch and stream these are. Thread-safe.
 *
 * <p>A batch passes through {@link #append}, which makes it durable, and then through decoding:
 * {@link #takeForDecoding} hands out what is stored and not yet decoded, {@link ReadModels#apply} ends it.
 */
public interface BatchLog {
    /**
     * A batch whose signature and identity were checked.
     *
     * @param arrivedAt UTC epoch milliseconds by the hub's clock
     */
    record Arrival(Batch batch, Road road, long arrivedAt) {
        /** Whether it was made under a privacy policy before a version. */
        public boolean isBelow(int policy) {
            return batch.header().policyVersion() < policy;
        }
    }

    /** What became of an arrival. */
    sealed interface Outcome {
        /** On the disk, for good. */
        record Stored(long lsn) implements Outcome {}

        /** On the disk, as refused: it was made under a policy below the one that is required. */
        record BelowPolicy(boolean isNew) implements Outcome {}

        /** Held already, with the same bytes. */
        record Known() implements Outcome {}

        /** Another batch is held under its key; this one is kept in quarantine. */
        record Conflict() implements Outcome {}

        /** Would make more holes than the hub keeps count of: to be sent again when older ones are filled. */
        record TooScattered() implements Outcome {}
    }

    /**
     * A stored batch to decode.
     *
     * @param attempts how often a process ended while it was being decoded
     */
    record ToDecode(long day, long lsn, Batch batch, Road road, long arrivedAt, int attempts) {}

    /**
     * Stores what is new, in one durable commit.
     *
     * @return one outcome per arrival, in order
     * @throws StoreException if nothing was stored, for instance since the disk is full
     */
    List<Outcome> append(List<Arrival> arrivals);

    /**
     * Requires a privacy policy of the batches to come: those made under an earlier version are stored as refused. What was
     * refused for that before and now suffices is decoded after all. Usual is 0, which all suffice.
     *
     * @param version at least this
     * @return how many batches are decoded after all
     */
    long requirePolicy(int version);

    /** The version of the policy that is required. */
    int requiredPolicy();

    /** The number of the last durable commit; it never falls but by the restoring of a backup. */
    long lsn();

    /** What is held of one epoch and stream: a copy. */
    Optional<Holding> holding(Uid uid, long epoch, Stream stream);

    /** All that is held of an agent's newest epochs and of those with something missing: copies. */
    List<Holding> holdings(Uid uid);

    /** What was delivered, refused and lost of an agent, over all its epochs. */
    Account account(Uid uid);

    /**
     * Takes in what an agent says it has: heads, and from where its ring still holds them. Numbers before that which the
     * hub lacks are counted as lost; they turn into applied ones if they come by another road.
     *
     * @param complete whether these are all epochs of the agent; then what it does not list is lost as well
     */
    void announce(Uid uid, List<EpochHead> heads, boolean complete);

    /** The stored bytes; empty if there are none of this key, or if only their proof is kept. */
    Optional<byte[]> bytes(BatchKey key);

    /** SHA-256 over header and signature of the batch of this key, held or compacted. */
    Optional<Bytes> fingerprint(BatchKey key);

    /**
     * Hands out stored batches that are not decoded, the oldest first, and notes on the disk that they are being decoded.
     * A batch during whose decoding a process ended comes alone.
     */
    List<ToDecode> takeForDecoding(int limit);
}
