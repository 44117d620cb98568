package skerry.agent.sync;

import skerry.protocol.control.Credit;

/** How much the hub lets through: its credit, its load level, and whether it is there at all. Not thread-safe. */
final class Allowance {
    private static final int HALVE_BACK_FILL = 1;
    private static final int STOP_BACK_FILL = 2;
    private static final int LIVE_AND_EVENTS = 3;

    private static final int EVENTS_WITHOUT_CREDIT = 2;

    /** Longer than a hub holds history back for a fleet that returns. */
    private static final long PATIENCE_MILLIS = 120_000;

    private static final long UNKNOWN = Long.MIN_VALUE;

    private int window;
    private long rate;
    private long validUntil = Long.MIN_VALUE;
    private int level;
    private boolean away;

    /** When history goes on though nobody told the hub's load; {@link Long#MAX_VALUE} once somebody did. */
    private long levelDue;

    /** A connection begins: nothing is granted yet, and history waits until the hub has told its load. */
    void clear() {
        window = 0;
        rate = 0;
        validUntil = Long.MIN_VALUE;
        level = STOP_BACK_FILL;
        levelDue = UNKNOWN;
        away = false;
    }

    /** The hub is there. Its load is kept by the broker for whoever comes, but not every broker hands over what it keeps. */
    void present(long nowMillis) {
        if (levelDue == UNKNOWN) {
            levelDue = nowMillis + PATIENCE_MILLIS;
        }
    }

    /** Takes the hub for one without load if it was there for long and nobody told. */
    void settle(long nowMillis) {
        if (levelDue != UNKNOWN && nowMillis >= levelDue) {
            level(0);
        }
    }

    /** When {@link #settle} is next of use. */
    long settlesAt() {
        return levelDue == UNKNOWN ? Long.MAX_VALUE : levelDue;
    }

    void credit(Credit credit, long nowMillis) {
        window = Math.max(0, credit.window());
        rate = Math.max(0, credit.bytesPerSecond());
        validUntil = nowMillis + Math.max(0, credit.validForMillis());
    }

    void level(int newLevel) {
        level = newLevel;
        levelDue = Long.MAX_VALUE;
    }

    void away(boolean isAway) {
        away = isAway;
    }

    boolean isAway() {
        return away;
    }

    /** The lower of the hub's rate and {@code ownRate}; 0 is no limit. */
    long rate(long ownRate) {
        return rate == 0 || ownRate == 0 ? Math.max(rate, ownRate) : Math.min(rate, ownRate);
    }

    /** Whether single probes are all that may go beside live and events. */
    boolean probesOnly(long nowMillis) {
        return away || nowMillis >= validUntil;
    }

    boolean paused(long nowMillis) {
        return probesOnly(nowMillis) || level >= LIVE_AND_EVENTS || window == 0;
    }

    /** Whether this lane may flow at all. */
    boolean open(Lane lane) {
        if (lane == Lane.EVENTS) {
            return true;
        }
        return isBackFill(lane) ? level < STOP_BACK_FILL : level < LIVE_AND_EVENTS;
    }

    /** Whether the hub has no more urgent load than history. */
    boolean takesHistory() {
        return level < STOP_BACK_FILL;
    }

    /** Batches in flight; one place is kept free for events. */
    int window(Lane lane, int most, long nowMillis) {
        int all = Math.min(SendWindow.MOST_BATCHES, most);
        if (probesOnly(nowMillis)) {
            return lane == Lane.EVENTS ? Math.min(all, EVENTS_WITHOUT_CREDIT) : 1;
        }
        if (lane == Lane.EVENTS) {
            return Math.max(1, Math.min(all, window));
        }
        int granted = Math.min(all, window);
        int others = granted > 1 ? granted - 1 : granted;
        return isBackFill(lane) && level == HALVE_BACK_FILL ? Math.max(Math.min(1, others), others / 2) : others;
    }

    /** What a batch counts in the token bucket. */
    long weight(Lane lane, int bytes) {
        return isBackFill(lane) && level == HALVE_BACK_FILL ? 2L * bytes : bytes;
    }

    /** When the credit runs out; {@link Long#MIN_VALUE} if there is none. */
    long validUntil() {
        return validUntil;
    }

    private static boolean isBackFill(Lane lane) {
        return lane.age() == Lane.Age.OLD;
    }
}
