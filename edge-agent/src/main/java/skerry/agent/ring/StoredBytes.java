package skerry.agent.ring;

import java.util.List;

/**
 * Bytes that the ring's file took in, by what they were, with what the tables need around them.
 *
 * @param raw blocks of raw detail; parts that were put together count once
 * @param minutes batches of stream {@code m}
 * @param outlines batches of stream {@code s}
 * @param events batches of stream {@code e}
 * @param other batches of all other streams
 */
public record StoredBytes(long raw, long minutes, long outlines, long events, long other) {
    public static final StoredBytes NONE = new StoredBytes(0, 0, 0, 0, 0);

    /** What a row takes beside its body: its columns, its places in the indexes, and the rest of a page. */
    private static final long AROUND = 448;

    StoredBytes plus(long moreRaw, List<Outbox.Entry> batches) {
        long[] more = new long[4];
        for (Outbox.Entry batch : batches) {
            int at = switch (batch.key().stream()) {
                case MINUTES -> 0;
                case SUMMARIES -> 1;
                case EVENTS -> 2;
                case DICTIONARY, GAPS, RESULTS -> 3;
            };
            more[at] += of(1, batch.bytes());
        }
        return new StoredBytes(raw + moreRaw, minutes + more[0], outlines + more[1], events + more[2], other + more[3]);
    }

    /** What so many rows with bodies of {@code bytes} in all take in the file, on the average. */
    static long of(long rows, long bytes) {
        return bytes + bytes / 128 + rows * AROUND;
    }
}
