package skerry.agent;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import skerry.agent.collect.logs.LogSource;
import skerry.protocol.series.Labels;

/**
 * Finds the name of a log again under which its lines are kept: that is made once. Of more logs than are told apart, lines are
 * kept under one name. Not thread-safe.
 */
final class LogNames {
    private static final long ANEW_MILLIS = 3_600_000;
    private static final long DAY_MILLIS = 86_400_000;
    static final LogSource OTHERS = new LogSource("other-logs", Labels.NONE);

    private final UnaryOperator<LogSource> stored;
    private final int most;
    private final NodeClock clock;
    private final Runnable full;
    private final Map<LogSource, LogSource> known = new HashMap<>();
    private long since;
    private long folded;
    private long told;

    /**
     * @param stored makes the name that is kept
     * @param most logs within an hour that are told apart
     * @param full told when there is one more, once a day
     */
    LogNames(UnaryOperator<LogSource> stored, int most, NodeClock clock, Runnable full) {
        this.stored = stored;
        this.most = most;
        this.clock = clock;
        this.full = full;
        this.since = clock.monoMillis();
    }

    LogSource of(LogSource source) {
        LogSource found = known.get(source);
        if (found != null) {
            return found;
        }
        long now = clock.monoMillis();
        if (now - since >= ANEW_MILLIS) {
            since = now;
            known.clear();
        }
        if (isFull()) {
            if (folded++ == 0 || now - told >= DAY_MILLIS) {
                told = now;
                full.run();
            }
            return OTHERS;
        }
        LogSource made = stored.apply(source);
        known.put(source, made);
        return made;
    }

    boolean isFull() {
        return known.size() >= most;
    }

    /** How often a log was not told apart, since the start. */
    long folded() {
        return folded;
    }
}
