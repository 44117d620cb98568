package skerry.agent.left;

/**
 * What left by one road of one kind, on a day or in a month.
 *
 * @param day UTC, days since 1970-01-01; of a month its first
 * @param month whether the days of a month are together here
 * @param messages batches, files or messages; a batch with several kinds counts at the first alone
 * @param bytes of them, without the repeats
 * @param items series, patterns, lines, events and the like in them
 * @param repeats batches that had left by this road before
 * @param repeatBytes of those
 * @param example the day's first, redacted as it left, at most {@link #MOST_EXAMPLE} characters
 * @param policy the redaction rules that the newest of it names; empty where nothing names them
 */
public record LeftRow(
        long day,
        boolean month,
        LeftRoad road,
        LeftKind kind,
        long messages,
        long bytes,
        long items,
        long repeats,
        long repeatBytes,
        String example,
        String policy) {
    /** Longest example, in characters. */
    public static final int MOST_EXAMPLE = 200;

    private static final long OF_DAY = 2L * LeftKind.MOST * LeftRoad.MOST;

    /** Where the ring keeps it: one number for day, month, road and kind, rising with the day. */
    public long id() {
        return id(day, month, road, kind);
    }

    public static long id(long day, boolean month, LeftRoad road, LeftKind kind) {
        return firstId(day) + 2L * LeftKind.MOST * road.code() + (month ? LeftKind.MOST : 0) + kind.code();
    }

    /** Below all of a day. */
    public static long firstId(long day) {
        return day * OF_DAY;
    }

    public static long dayOf(long id) {
        return Math.floorDiv(id, OF_DAY);
    }

    public static boolean isMonth(long id) {
        return (id & LeftKind.MOST) != 0;
    }

    /** @throws IllegalArgumentException if a later version wrote it */
    public static LeftRoad roadOf(long id) {
        return LeftRoad.of((int) (Math.floorMod(id, OF_DAY) / (2 * LeftKind.MOST)));
    }

    /** @throws IllegalArgumentException if a later version wrote it */
    public static LeftKind kindOf(long id) {
        return LeftKind.of((int) (id & (LeftKind.MOST - 1)));
    }

    /** Bytes in all, the repeats with them. */
    public long allBytes() {
        return bytes + repeatBytes;
    }
}
