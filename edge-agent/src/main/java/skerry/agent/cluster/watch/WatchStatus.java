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
    private boolean absent;

    /** @param absent whether the server is taken to have nothing of this kind until it shows some */
    WatchStatus(String kind, boolean absent) {
        this.kind = kind;
        this.absent = absent;
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

    /** Whether the server has no such kind, as far as is known: there is nothing to follow, and nothing is wrong. */
    public synchronized boolean isAbsent() {
        return absent;
    }

    /** @return whether it was there before */
    synchronized boolean gone() {
        boolean before = !absent;
        absent = true;
        whole = false;
        refused = false;
        trouble = Optional.empty();
        return before;
    }

    /** @return whether it did not go before */
    synchronized boolean heard(long now) {
        boolean before = trouble.isPresent();
        lastHeard = now;
        trouble = Optional.empty();
        refused = false;
        absent = false;
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
        absent &= !isRefusal; // while the server is away nobody knows of a kind that was not there
        refused = isRefusal;
        trouble = Optional.of(why);
        return news;
    }
}
