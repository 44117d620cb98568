package skerry.protocol;

/**
 * The identity of a batch, for ever: the same key always means the same bytes.
 *
 * @param epoch random 64-bit id, new at every start of the agent process
 * @param seq 1, 2, 3… per (uid, epoch, stream), without holes
 */
public record BatchKey(Uid uid, long epoch, Stream stream, long seq) {
    /** @throws IllegalArgumentException if {@code seq} is below 1 or beyond what any agent can reach */
    public BatchKey {
        if (seq < 1 || seq > Limits.MAX_SEQ) {
            throw new IllegalArgumentException("a sequence number is from 1 to 2^48, was " + seq);
        }
    }
}
