package skerry.protocol.control;

import skerry.protocol.Limits;

/** Sequence numbers from {@code first} to {@code last}, both inclusive. */
public record SeqRange(long first, long last) {
    /** @throws IllegalArgumentException if the range is empty or starts below 1 or ends beyond all batches */
    public SeqRange {
        if (first < 1 || last < first || last > Limits.MAX_SEQ) {
            throw new IllegalArgumentException("not a range of sequence numbers: " + first + " to " + last);
        }
    }
}
