package skerry.protocol.payload;

/**
 * A closed span of summary.
 *
 * @param startMillis UTC epoch milliseconds, aligned to the length unless a clock step cut the window
 * @param lengthMillis as covered; 60,000 for a whole minute
 */
public record Window(long startMillis, long lengthMillis) {
    /** @throws IllegalArgumentException if the length is not positive */
    public Window {
        if (lengthMillis <= 0) {
            throw new IllegalArgumentException("a window's length must be positive, was " + lengthMillis);
        }
    }

    public long endMillis() {
        return startMillis + lengthMillis;
    }
}
