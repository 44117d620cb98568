package skerry.agent.ring;

import java.util.List;
import java.util.Optional;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.control.Ack;
import skerry.protocol.control.EpochHead;
import skerry.protocol.control.SeqRange;

/**
 * The batches that wait for the hub's receipt, as the session sees them. Every change is one durable transaction before
 * the call returns. Thread-safe.
 */
public interface Outbox {
    /**
     * A batch that is held and not confirmed.
     *
     * @param bytes encoded size
     * @param order rises with age across epochs and streams: the smaller, the older
     */
    record Entry(BatchKey key, int bytes, RecordCounts records, long order) {}

    /** All epochs and streams the ring still knows, oldest first; the present epoch's heads included. */
    List<EpochHead> heads();

    /** Unconfirmed batches of {@code stream} with an order above {@code afterOrder}, oldest first, at most {@code limit}. */
    List<Entry> pending(Stream stream, long afterOrder, int limit);

    /** The order of the newest batch ever stored, 0 if none: what comes later is newer than this moment. */
    long newestOrder();

    /**
     * The batch of stream {@code d} that carries the chunk of this content hash, confirmed or not; empty if none is held, or if
     * the hub refused what an earlier start made of it: this one may make it of a kind that is taken.
     */
    Optional<BatchKey> chunk(Bytes hash);

    /** The signed bytes of a batch, confirmed or not; empty once it was evicted. */
    Optional<byte[]> load(BatchKey key);

    /**
     * Says that the hub holds these durably: they are delivered, and their space may be taken when it is needed. Numbers
     * that the ring does not hold, or that were refused, stay as they are.
     */
    void confirmed(long epoch, Stream stream, List<SeqRange> ranges);

    /**
     * Takes back confirmations and refusals, after the hub was restored from a backup: these wait for a receipt again.
     * Numbers that the ring does not hold stay as they are.
     */
    void unconfirmed(long epoch, Stream stream, List<SeqRange> ranges);

    /**
     * Says that the hub refused a batch for good: it counts as refused and is not sent again, also if it was confirmed
     * before. The first reason stays; a batch that the ring does not hold stays as it is.
     */
    void refused(BatchKey key, Ack.Reason reason);

    /** Says that the hub took after all what it refused before: it counts as delivered. All others stay as they are. */
    void admitted(long epoch, Stream stream, List<SeqRange> ranges);

    /**
     * Says that these left by a road that cannot answer. They wait for a receipt as before, but if they have to give way,
     * they count as sent and not confirmed. Numbers that the ring does not hold stay as they are.
     */
    void sentOneWay(long epoch, Stream stream, List<SeqRange> ranges);

    /** Bytes of batches not yet confirmed. */
    long bytesQueued();

    /** What was last heard of the hub, to notice a hub restored from an old backup. */
    HubMark lastHub();

    void heardHub(HubMark mark);

    /** The hub's process id and its durable commit counter; zeros if never heard. */
    record HubMark(long hubBoot, long lsn) {}
}
