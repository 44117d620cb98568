package skerry.hub.ingest;

import skerry.protocol.BatchKey;
import skerry.protocol.control.Ack;

/** What the hub says of one batch. */
public sealed interface Verdict {
    /** The batch that it is about. */
    BatchKey key();

    /**
     * Durable: the agent may free it.
     *
     * @param bytes of the batch
     * @param isNew false if it was held before
     */
    record Held(BatchKey key, int bytes, boolean isNew) implements Verdict {}

    /**
     * Not taken.
     *
     * @param retryAfterMillis for {@code LATER}, when to send it again
     */
    record NotTaken(BatchKey key, Ack.Reason reason, long retryAfterMillis) implements Verdict {}
}
