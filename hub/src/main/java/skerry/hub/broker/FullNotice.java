package skerry.hub.broker;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import skerry.platform.time.MonotonicClock;

/** Says in the log that connections are turned away, and not at each of them. Thread-safe. */
final class FullNotice {
    private static final System.Logger LOG = System.getLogger(FullNotice.class.getName());
    private static final long QUIET_MILLIS = Duration.ofMinutes(10).toMillis();

    private final MonotonicClock clock;
    private final AtomicLong sayAt;

    FullNotice(MonotonicClock clock) {
        this.clock = clock;
        this.sayAt = new AtomicLong(clock.millis());
    }

    void tell(int most) {
        long now = clock.millis();
        long due = sayAt.get();
        if (now >= due && sayAt.compareAndSet(due, now + QUIET_MILLIS)) {
            LOG.log(
                    Level.WARNING,
                    "agents are turned away: {0} connections are open, and no more are allowed; give this hub more memory"
                            + " (-Xmx), or set broker.max-connections",
                    most);
        }
    }
}
