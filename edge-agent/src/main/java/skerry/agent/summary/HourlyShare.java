package skerry.agent.summary;

/** Lets through so many in an hour of the agent's own minutes, and counts the rest. Owned by one thread. */
final class HourlyShare {
    private static final int MINUTES = 60;

    private final int most;
    private long hour;
    private int taken;
    private int left;

    HourlyShare(int most) {
        this.most = most;
    }

    /** Whether one more may be told in this minute. */
    boolean take() {
        boolean room = taken < most;
        taken += room ? 1 : 0;
        left += room ? 0 : 1;
        return room;
    }

    /** How many were left out in the hour that ended with this minute; 0 within an hour. */
    int leftBefore(long minute) {
        if (minute / MINUTES == hour) {
            return 0;
        }
        int untold = left;
        hour = minute / MINUTES;
        taken = 0;
        left = 0;
        return untold;
    }
}
