package skerry.agent.contact;

import java.time.Duration;

/** When a node tries its link that does not know the time of day; monotonic milliseconds. Not thread-safe. */
final class BlindTries {
    /** A clock that is right has been vouched for by then. */
    static final Duration FIRST = Duration.ofMinutes(2);

    /** No day is a multiple of it, so that a link that is up for a short while each day is met on another day. */
    static final Duration EVERY = Duration.ofMinutes(47);

    static final Duration LENGTH = Duration.ofMinutes(10);

    private static final long NONE = Long.MIN_VALUE;

    private long since = NONE;

    LinkHours.Turn at(long monoMillis) {
        if (since == NONE) {
            since = monoMillis;
        }
        long passed = monoMillis - since - FIRST.toMillis();
        if (passed < 0) {
            return new LinkHours.Turn(false, since + FIRST.toMillis(), 0);
        }
        long into = passed % EVERY.toMillis();
        boolean open = into < LENGTH.toMillis();
        return new LinkHours.Turn(open, monoMillis + (open ? LENGTH : EVERY).toMillis() - into, 0);
    }

    /** The time of day is known. */
    void end() {
        since = NONE;
    }
}
