package skerry.agent.ring;

import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.payload.Gap;
import skerry.protocol.payload.LossCause;

/**
 * What is known of a batch without its bytes.
 *
 * @param id rises with age over epochs and streams
 * @param start the start number of its epoch
 * @param state one of the constants here
 * @param day UTC day that its records are booked on
 * @param wallFirst the wall time it spans, UTC epoch milliseconds
 * @param refs the list of dictionary chunks it needs, 0 for none
 */
record StoredBatch(
        long id,
        long start,
        Stream stream,
        long seq,
        int state,
        long day,
        RecordCounts records,
        long wallFirst,
        long wallLast,
        int bytes,
        long refs) {
    static final int WAITING = 0;
    static final int CONFIRMED = 1;
    static final int REFUSED = 2;

    /**
     * The gap that is left when this batch is gone unconfirmed.
     *
     * @param epoch of its start, 0 if that is not known any more
     */
    Gap gap(long epoch, LossCause cause) {
        long at = epoch == 0 ? 0 : seq;
        return new Gap(epoch, stream, at, at, 1, records, wallFirst, wallLast, cause);
    }
}
