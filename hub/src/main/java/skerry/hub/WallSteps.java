package skerry.hub;

import java.time.Duration;
import java.time.InstantSource;
import skerry.platform.time.MonotonicClock;

/** Notices when the wall clock is set, by the clock that never is. Not thread-safe. */
final class WallSteps {
    /** Less may be how a clock is kept right. */
    private static final long LEAST = Duration.ofSeconds(2).toMillis();

    private final InstantSource wall;
    private final MonotonicClock mono;
    private long lastAhead;

    WallSteps(InstantSource wall, MonotonicClock mono) {
        this.wall = wall;
        this.mono = mono;
        this.lastAhead = ahead();
    }

    /** By how much it was set since this was asked last, milliseconds; 0 if it only ran. */
    long next() {
        long ahead = ahead();
        long step = ahead - lastAhead;
        lastAhead = ahead;
        return Math.abs(step) < LEAST ? 0 : step;
    }

    private long ahead() {
        return wall.millis() - mono.millis();
    }
}
