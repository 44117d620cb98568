package skerry.agent.sync;

import java.util.HashMap;
import java.util.Map;

/** How long the broker takes to say that it has what was sent. Not thread-safe. */
final class RoundTrips {
    /** More are never under way; a broker that answers none of them shall not cost memory. */
    private static final int MOST = 256;

    private final Map<Long, Long> sent = new HashMap<>();

    /** A connection begins: what was under way on the one before is not answered any more. */
    void begin() {
        sent.clear();
    }

    void sent(long token, long nowMillis) {
        if (sent.size() < MOST) {
            sent.put(token, nowMillis);
        }
    }

    /** Milliseconds since it was sent, -1 if it was not on this connection. */
    long taken(long token, long nowMillis) {
        Long since = sent.remove(token);
        return since == null ? -1 : nowMillis - since;
    }
}
