package skerry.protocol.contact;

/**
 * A window of a calendar on its day; UTC epoch milliseconds.
 *
 * @param from its first moment
 * @param to the first moment after it
 */
public record Opening(long from, long to) {
    /** @throws IllegalArgumentException if it is empty */
    public Opening {
        if (from >= to) {
            throw new IllegalArgumentException("a window's end must lie after its start: " + from + " to " + to);
        }
    }

    public boolean holds(long millis) {
        return millis >= from && millis < to;
    }

    public long millis() {
        return to - from;
    }
}
