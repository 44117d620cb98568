package skerry.agent.ring;

import java.util.List;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;

/**
 * A batch before it has its sequence number. The ring gives the number and stores the sealed bytes in one transaction.
 *
 * @param records source records it covers
 * @param firstMillis and {@code lastMillis}: the wall time it spans, for the gap row if it is ever evicted
 * @param dictRefs dictionary chunks it needs; they stay in the ring while it does. A draft of stream {@code d} names the
 *     chunk that it carries
 */
public record BatchDraft(
        Stream stream, RecordCounts records, long firstMillis, long lastMillis, List<Bytes> dictRefs, Sealer sealer) {
    public BatchDraft {
        dictRefs = List.copyOf(dictRefs);
    }

    /** Encodes and signs; called once, inside the ring's transaction, so it must neither wait nor fail. */
    @FunctionalInterface
    public interface Sealer {
        /** @param startNo how often the agent has started */
        byte[] seal(BatchKey key, long startNo);
    }
}
