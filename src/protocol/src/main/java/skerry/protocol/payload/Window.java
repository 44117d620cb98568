package skerry.protocol.payload;

import skerry.protocol.Limits;

/**
 * A closed span of summary.
 *
 * @param startMillis UTC epoch milliseconds, aligned to the length unless a clock step cut the window
 * @param lengthMillis as covered; 60,000 for a whole minute
 */
public record Window(long startMillis, long lengthMillis) {
    /** @throws IllegalArgumentException if the length is not positive or the start beyond the year 9999 */
    public Window {
        if (lengthMillis <= 0) {
            throw new IllegalArgumentException("a window's length must be positive, was " + lengthMillis);
        }
        if (!Limits.isWallTime(startMillis) || lengthMillis > Limits.MAX_SPAN_MILLIS) {
            throw new IllegalArgumentException("a window beyond the year 9999");
        }
    }

    public long endMillis() {
        return startMillis + lengthMillis;
    }
}
