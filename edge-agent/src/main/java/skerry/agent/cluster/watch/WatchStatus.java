package skerry.agent.cluster.watch;

import java.util.Optional;

/**
 * How following one kind goes. Thread-safe: written by the thread that follows, read by those who look.
 */
public final class WatchStatus {
    private final String kind;
    private long lists;
    private long failures;
    private long lastHeard = Long.MIN_VALUE;
    private boolean whole;
    private Optional<String> trouble = Optional.empty();
    private boolean refused;

    WatchStatus(String kind) {
        this.kind = kind;
    }

    /** As people say it: {@code pods}. */
    public String kind() {
        return kind;
    }

    /** How often everything was read anew. */
    public synchronized long lists() {
        return lists;
    }

    /** How often a list or a watch failed. */
    public synchronized long failures() {
        return failures;
    }

    /** Whether a list was read whole, and the server was heard within the last {@code millis}. */
    public synchronized boolean isFresh(long now, long millis) {
        return whole && now - lastHeard <= millis;
    }

    /** Why it does not go; empty while it goes. */
    public synchronized Optional<String> trouble() {
        return trouble;
    }

    /** Whether who asks may not read this kind, or the server has none of it. */
    public synchronized boolean isRefused() {
        return refused;
    }

    /** @return whether it did not go before */
    synchronized boolean heard(long now) {
        boolean before = trouble.isPresent();
        lastHeard = now;
        trouble = Optional.empty();
        refused = false;
        return before;
    }

    synchronized void listed(long now) {
        lists++;
        whole = true;
        heard(now);
    }

    /** @return whether this is news */
    synchronized boolean failed(String why, boolean isRefusal) {
        boolean news = trouble.isEmpty() || isRefusal != refused;
        failures++;
        refused = isRefusal;
        trouble = Optional.of(why);
        return news;
    }
}
