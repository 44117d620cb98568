package skerry.hub.store;

/** A stretch of time, UTC epoch milliseconds. */
public record Span(long from, long to) {
    /** @throws IllegalArgumentException if it ends before it begins */
    public Span {
        if (to < from) {
            throw new IllegalArgumentException("a span from " + from + " must not end at " + to);
        }
    }
}
