package skerry.agent.cluster;

/** Lets through so many in a minute, and as many at once after a quiet time. Not thread-safe. */
final class EventRate {
    private static final double MINUTE_MILLIS = 60_000;

    private final int perMinute;
    private double left;
    private long before = Long.MIN_VALUE;

    EventRate(int perMinute) {
        this.perMinute = perMinute;
        this.left = perMinute;
    }

    boolean take(long nowMillis) {
        if (before != Long.MIN_VALUE) {
            left = Math.min(perMinute, left + (nowMillis - before) * perMinute / MINUTE_MILLIS);
        }
        before = nowMillis;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
