package skerry.protocol.payload;

import skerry.protocol.Limits;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;

/**
 * A counted loss with its cause and span; it travels like data.
 *
 * @param epoch the epoch whose batches are gone, or 0 where records were lost before they were in a batch
 * @param stream the stream that would have carried them
 * @param fromSeq first batch lost, or 0 with {@code epoch} 0
 * @param toSeq last batch lost, inclusive, or 0 with {@code epoch} 0
 * @param batches how many batches
 * @param records how many source records
 * @param fromMillis earlier end of what it spans, UTC epoch milliseconds as the node saw it; the two are put in order, since
 *     its clock may have been set back between them
 * @param toMillis later end, the same clock
 */
public record Gap(
        long epoch,
        Stream stream,
        long fromSeq,
        long toSeq,
        long batches,
        RecordCounts records,
        long fromMillis,
        long toMillis,
        LossCause cause) {
    /** @throws IllegalArgumentException if a number is negative or the range of sequence numbers is none */
    public Gap {
        if (fromSeq < 0 || toSeq < fromSeq || batches < 0 || batches > Limits.MAX_RECORDS) {
            throw new IllegalArgumentException("not a range of lost batches: " + fromSeq + " to " + toSeq);
        }
        if (!Limits.isWallTime(fromMillis) || !Limits.isWallTime(toMillis)) {
            throw new IllegalArgumentException("a gap beyond the year 9999");
        }
        if (fromMillis > toMillis) {
            long later = fromMillis;
            fromMillis = toMillis;
            toMillis = later;
        }
    }
}
