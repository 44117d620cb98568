package skerry.agent.sync;

/**
 * The orderly end of a connection whose hours are over: receipts for what is under way are waited for, then the hub is told,
 * then the line is given up. Each wait has its bound, since what is not receipted is sent again next time. Not thread-safe.
 */
final class Parting {
    private static final long RECEIPTS_MILLIS = 30_000;
    private static final long TOLD_MILLIS = 5_000;
    private static final long NONE = -1;

    private boolean underWay;
    private boolean heard;
    private long token = NONE;
    private long deadline;

    /** What is to be done next. */
    enum Step {
        WAIT,
        TELL,
        LEAVE
    }

    Step step(int inFlight, long now) {
        if (!underWay) {
            underWay = true;
            deadline = now + RECEIPTS_MILLIS;
        }
        boolean late = now >= deadline;
        if (token == NONE) {
            return inFlight == 0 || late ? Step.TELL : Step.WAIT;
        }
        return heard || late ? Step.LEAVE : Step.WAIT;
    }

    /** The hub is told under this token. */
    void told(long under, long now) {
        token = under;
        deadline = now + TOLD_MILLIS;
    }

    /** Whether it was the farewell that the broker has now. */
    boolean taken(long which) {
        boolean mine = underWay && which == token;
        heard |= mine;
        return mine;
    }

    /** Whether a connection is being ended. */
    boolean isUnderWay() {
        return underWay;
    }

    long wakeAt() {
        return deadline;
    }

    /** There is no connection any more. */
    void over() {
        underWay = false;
        heard = false;
        token = NONE;
    }
}
