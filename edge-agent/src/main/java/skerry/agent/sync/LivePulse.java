package skerry.agent.sync;

/** When the next live message is due, and whether one is still on its way. Not thread-safe. */
final class LivePulse {
    /** Between two live messages, however often the state changes. */
    private static final long PAUSE_MILLIS = 5_000;

    private static final long NONE = -1;

    private long due;
    private long sent;
    private long token = NONE;

    /** A connection begins: the first thing that it says is how the node is. */
    void connected(long now) {
        token = NONE;
        due = now;
    }

    /** The node's state has changed. */
    void changed(long now) {
        due = Math.min(due, Math.max(now, sent + PAUSE_MILLIS));
    }

    /** Nobody heard the last one. */
    void again(long now) {
        due = now;
    }

    /** Nothing queues up: while one is on its way there is no next. */
    boolean isDue(long now) {
        return token == NONE && now >= due;
    }

    long wakeAt() {
        return token == NONE ? due : Long.MAX_VALUE;
    }

    void sent(long underToken, long now, long everyMillis) {
        token = underToken;
        sent = now;
        due = now + everyMillis;
    }

    /** Whether it was a live message that the broker has now. */
    boolean taken(long which) {
        if (which != token) {
            return false;
        }
        token = NONE;
        return true;
    }
}
