package skerry.agent.cluster.watch;

/** So that one fault of the server or the link is said once, and not once for each kind that meets it. Thread-safe. */
public final class Said {
    private static final long SAME_MILLIS = 5 * 60_000;

    private String last = "";
    private long when;

    /** Whether this was not said by another kind just now. */
    synchronized boolean isNews(String why, long now) {
        boolean news = !why.equals(last) || now - when > SAME_MILLIS;
        last = why;
        when = now;
        return news;
    }
}
