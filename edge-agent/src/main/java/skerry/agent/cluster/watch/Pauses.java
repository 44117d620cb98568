package skerry.agent.cluster.watch;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubling, with as much again by chance, so that the agents of a fleet and the kinds
 * of one agent do not come back to a server in the same moment. Not thread-safe.
 */
final class Pauses {
    private final long first;
    private final long most;
    private final RandomGenerator random;
    private int failures;

    Pauses(Duration first, Duration most, RandomGenerator random) {
        this.first = first.toMillis();
        this.most = most.toMillis();
        this.random = random;
    }

    /** It works: the next failure is the first again. */
    void worked() {
        failures = 0;
    }

    /** Between half and all of the doubled pause. */
    Duration next() {
        long full = Math.min(most, first << Math.min(failures, 20));
        failures++;
        return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
    }
}
