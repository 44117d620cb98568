package skerry.agent.collect.logs;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counts of the log collectors since the start. Written by the collecting thread, read by any. */
public final class LogCounters {
    private final AtomicLongArray counts = new AtomicLongArray(LogCount.values().length);

    public void add(LogCount what, long number) {
        counts.addAndGet(what.ordinal(), number);
    }

    public long get(LogCount what) {
        return counts.get(what.ordinal());
    }
}
