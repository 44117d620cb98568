package skerry.hub.ingest;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import skerry.protocol.Uid;

/**
 * A fleet that comes back at once, after the hub or its broker was away. Until all who were there before have told how
 * they are, history waits: an operator first sees the present of every site. Some may not come back, so that it lasts a
 * minute at most. Pure: the caller brings the time. Thread-safe.
 */
final class Homecoming {
    static final long LONGEST_MILLIS = 60_000;

    private final Set<Uid> awaited = new HashSet<>();
    private long until;

    /** The hub hears its broker again. */
    synchronized void begin(Collection<Uid> fleet, long now) {
        awaited.clear();
        awaited.addAll(fleet);
        until = now + LONGEST_MILLIS;
    }

    /** An agent told how it is, or will not come back. */
    synchronized void home(Uid uid) {
        awaited.remove(uid);
    }

    /** Whether history is to wait. */
    synchronized boolean goesOn(long now) {
        if (now >= until) {
            awaited.clear();
        }
        return !awaited.isEmpty();
    }
}
