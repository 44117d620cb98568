package skerry.agent.privacy;

/**
 * A stretch of text that a detector claims.
 *
 * @param start first {@code char}, inclusive
 * @param end last {@code char}, exclusive
 */
record Span(int start, int end) {
    /** Nothing found. */
    static final Span NONE = new Span(0, 0);

    Span {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("span " + start + " to " + end);
        }
    }

    boolean found() {
        return end > start;
    }
}
