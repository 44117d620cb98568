package skerry.promql;

/** Counts what a query costs, and refuses it when that is too much. */
final class Work {
    private final QueryLimits limits;
    private long done;
    private long held;

    Work(QueryLimits limits) {
        this.limits = limits;
    }

    void add(long more) {
        done += more;
        if (done > limits.work()) {
            throw limit("the query looks at more than " + limits.work()
                    + " samples: ask for less time, fewer series or a longer step");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw limit("the query was interrupted");
        }
    }

    /** Samples that are kept in memory from here on. */
    void hold(long samples) {
        held += samples;
        if (held > limits.samples()) {
            throw limit("the query needs more than " + limits.samples()
                    + " samples at once: ask for less time, fewer series or a longer step");
        }
    }

    /** Samples that are forgotten. */
    void release(long samples) {
        held -= samples;
    }

    void checkSeries(int series) {
        if (series > limits.series()) {
            throw limit("the answer has more than the " + limits.series()
                    + " series that are handed over: aggregate them, or ask for fewer");
        }
    }

    /** The number of moments from one to another, both included. */
    int steps(long fromMillis, long toMillis, long stepMillis) {
        long steps = (toMillis - fromMillis) / stepMillis + 1;
        if (steps > limits.steps()) {
            throw limit(steps + " steps are more than the " + limits.steps()
                    + " that one query may have: use a longer step, or less time");
        }
        return (int) steps;
    }

    private static RefusedException limit(String message) {
        return new RefusedException(Refusal.Kind.LIMIT, message);
    }
}
