package skerry.agent.sync;

/**
 * Lets bytes pass at a steady rate, two seconds' worth at once after a rest. A batch larger than that burst passes when
 * the bucket is full and the debt is worked off before the next, so that in any span of t seconds no more than
 * t × rate + max(burst, one batch) bytes pass. Not thread-safe.
 */
final class TokenBucket {
    private static final int BURST_SECONDS = 2;

    /** Bytes per second; 0 for no limit. */
    private long rate;

    /** Thousandths of a byte. */
    private long level;

    private long filledAt;

    TokenBucket(long rate, long nowMillis) {
        this.rate = rate;
        this.level = burst();
        this.filledAt = nowMillis;
    }

    /** A lower rate takes effect at once; what was saved up beyond the new burst is gone. */
    void limit(long newRate, long nowMillis) {
        if (newRate != rate) {
            fill(nowMillis);
            boolean wasUnlimited = rate == 0;
            rate = newRate;
            level = wasUnlimited ? burst() : Math.min(level, burst());
        }
    }

    boolean allows(long bytes, long nowMillis) {
        return waitFor(bytes, nowMillis) == 0;
    }

    void take(long bytes, long nowMillis) {
        if (rate > 0) {
            fill(nowMillis);
            level -= bytes * 1000;
        }
    }

    /** Milliseconds until {@code bytes} may pass. */
    long waitFor(long bytes, long nowMillis) {
        if (rate == 0) {
            return 0;
        }
        fill(nowMillis);
        long missing = Math.min(bytes * 1000, burst()) - level;
        return missing <= 0 ? 0 : (missing + rate - 1) / rate;
    }

    private void fill(long nowMillis) {
        long elapsed = Math.min(nowMillis - filledAt, Integer.MAX_VALUE);
        filledAt = nowMillis;
        level = Math.min(burst(), level + elapsed * rate);
    }

    private long burst() {
        return rate * 1000 * BURST_SECONDS;
    }
}
