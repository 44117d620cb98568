package skerry.hub.query;

import skerry.hub.store.Track;

/**
 * The values of one series on an even grid: what several windows bring to one step is joined exactly. Not thread-safe.
 */
final class Curve {
    /** Windows that lie no farther apart follow each other. */
    private static final long NEIGHBOURS_MILLIS = 1_000;

    private final Stat stat;
    private final double[] value;
    private final double[] weight;
    private long coveredTo = Long.MIN_VALUE / 2;
    /** Whether the value of a step is a sum, to be divided by its weight. */
    private boolean quotient;

    Curve(Stat stat, int steps) {
        this.stat = stat;
        this.value = new double[steps];
        this.weight = new double[steps];
    }

    /** What comes next is of other hardware, whose counters do not go on from these. */
    void breakOff() {
        coveredTo = Long.MIN_VALUE / 2;
    }

    /** @param seconds the length of the window */
    void add(int step, Track.Gauge gauge, int i, double seconds) {
        switch (stat) {
            case AVG -> join(step, gauge.sum(i), gauge.count(i));
            case MIN -> value[step] = weight[step] == 0 ? gauge.min(i) : Math.min(value[step], gauge.min(i));
            case MAX, PEAK -> value[step] = weight[step] == 0 ? gauge.max(i) : Math.max(value[step], gauge.max(i));
            case LAST, RATE -> value[step] = gauge.last(i);
        }
        weight[step] += stat == Stat.AVG ? 0 : seconds;
    }

    /**
     * Windows come in the order of time.
     *
     * @param start of the window, UTC epoch milliseconds, as {@code end}
     */
    void add(int step, Track.Counter counter, int i, long start, long end) {
        double seconds = (end - start) / 1000.0;
        if (stat != Stat.LAST && !reachesBack(counter, i, start)) {
            seconds *= (counter.count(i) - 1.0) / counter.count(i);
        }
        coveredTo = end;
        if (seconds == 0) {
            return; // The first sample of a counter tells nothing of its growth.
        }
        switch (stat) {
            case AVG, RATE, MIN, MAX -> join(step, counter.increase(i), seconds);
            case LAST -> value[step] = counter.last(i);
            case PEAK ->
                value[step] = weight[step] == 0 ? counter.peakRate(i) : Math.max(value[step], counter.peakRate(i));
        }
        weight[step] += stat == Stat.LAST || stat == Stat.PEAK ? seconds : 0;
    }

    /**
     * Whether a window's increase is that since the window before. It is not at the begin of a series and after a gap: the
     * agent then knew no sample before the window's first.
     */
    private boolean reachesBack(Track.Counter counter, int i, long start) {
        return start - coveredTo <= NEIGHBOURS_MILLIS
                || counter.resets(i) > 0
                || counter.increase(i) > counter.last(i) - counter.first(i);
    }

    boolean isEmptyAt(int step) {
        return weight[step] == 0;
    }

    double at(int step) {
        return quotient ? value[step] / weight[step] : value[step];
    }

    private void join(int step, double sum, double over) {
        quotient = true;
        value[step] += sum;
        weight[step] += over;
    }
}
