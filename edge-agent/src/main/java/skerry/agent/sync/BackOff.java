package skerry.agent.sync;

import java.util.random.RandomGenerator;

/** How long to wait before the next attempt: full jitter, doubling from the first pause to the longest. Not thread-safe. */
final class BackOff {
    private static final int MOST_DOUBLINGS = 40;

    private final RandomGenerator random;
    private final long firstMillis;
    private final long mostMillis;
    private int failures;

    BackOff(RandomGenerator random, long firstMillis, long mostMillis) {
        this.random = random;
        this.firstMillis = firstMillis;
        this.mostMillis = mostMillis;
    }

    /** After a failed attempt: a random time up to first × 2ⁿ. */
    long next() {
        long most = Math.min(mostMillis, firstMillis << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        return upTo(most);
    }

    /** After the loss of a connection that worked: a random time up to {@code jitterMillis}, so that a fleet spreads. */
    long afterLoss(long jitterMillis) {
        if (failures > 0) {
            return next();
        }
        failures++;
        return upTo(Math.max(firstMillis, Math.min(jitterMillis, mostMillis)));
    }

    /** A random time between the two. */
    long between(long leastMillis, long most) {
        return leastMillis + upTo(most - leastMillis);
    }

    /** The hub has answered: the next loss is the first again. */
    void reset() {
        failures = 0;
    }

    private long upTo(long most) {
        return random.nextLong(most + 1);
    }
}
