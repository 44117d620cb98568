package skerry.agent.collect.logs;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** Counts of the log collectors since the start. Written by the collecting thread, read by any. */
public final class LogCounters {
    private final Map<LogCount, AtomicLong> counts = new EnumMap<>(LogCount.class);

    public LogCounters() {
        for (LogCount count : LogCount.values()) {
            counts.put(count, new AtomicLong());
        }
    }

    public void add(LogCount what, long number) {
        of(what).addAndGet(number);
    }

    public long get(LogCount what) {
        return of(what).get();
    }

    private AtomicLong of(LogCount what) {
        return Objects.requireNonNull(counts.get(what));
    }
}
