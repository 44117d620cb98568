package skerry.hub.query;

import skerry.hub.store.Track;

/**
 * The values of one series on an even grid: what several windows bring to one step is joined exactly. Not thread-safe.
 */
final class Curve {
    private final Stat stat;
    private final double[] value;
    private final double[] weight;
    /** Whether the value of a step is a sum, to be divided by its weight. */
    private boolean quotient;

    Curve(Stat stat, int steps) {
        this.stat = stat;
        this.value = new double[steps];
        this.weight = new double[steps];
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

    void add(int step, Track.Counter counter, int i, double seconds) {
        switch (stat) {
            case AVG, RATE, MIN, MAX -> {
                // A single sample shows no growth yet: that is unknown, not zero.
                if (counter.count(i) > 1 || counter.increase(i) > 0) {
                    join(step, counter.increase(i), seconds);
                }
            }
            case LAST -> value[step] = counter.last(i);
            case PEAK ->
                value[step] = weight[step] == 0 ? counter.peakRate(i) : Math.max(value[step], counter.peakRate(i));
        }
        weight[step] += stat == Stat.LAST || stat == Stat.PEAK ? seconds : 0;
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
