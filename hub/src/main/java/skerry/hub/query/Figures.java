package skerry.hub.query;

import java.util.List;
import java.util.Optional;
import skerry.hub.query.TicketAnswer.Sample;

/** What raw samples of one series came to in a window. Not thread-safe. */
final class Figures {
    private int count;
    private double min = Double.NaN;
    private double max = Double.NaN;
    private double sum;
    private double last;
    private double first;
    private double increase;
    private int resets;
    private boolean reachesBack = true;

    /**
     * Of the samples that arrived after one moment and not after another.
     *
     * @param samples of one boot, in the order of arrival
     * @param after {@code CLOCK_MONOTONIC} milliseconds, as {@code until}
     * @param follows whether no sample is missing between the first of these and the one before it
     */
    static Figures of(List<Sample> samples, long after, long until, boolean follows) {
        var figures = new Figures();
        int from = firstAfter(samples, after);
        for (int i = from; i < samples.size() && samples.get(i).mono() <= until; i++) {
            boolean known = i > 0 && (i > from || follows);
            figures.add(samples.get(i).value(), known ? Optional.of(samples.get(i - 1)) : Optional.empty());
        }
        return figures;
    }

    private static int firstAfter(List<Sample> samples, long after) {
        int from = 0;
        int to = samples.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (samples.get(middle).mono() <= after) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private void add(double value, Optional<Sample> before) {
        min = count == 0 || value < min || Double.isNaN(min) ? value : min;
        max = count == 0 || value > max || Double.isNaN(max) ? value : max;
        sum = count == 0 ? value : sum + value;
        first = count == 0 ? value : first;
        last = value;
        count++;
        if (before.isEmpty()) {
            reachesBack = false;
        } else {
            double growth = value - before.get().value();
            resets += growth < 0 ? 1 : 0;
            increase += growth < 0 ? value : growth;
        }
    }

    /** Adds those of the window that follows. */
    void add(Figures later) {
        if (later.count == 0) {
            return;
        }
        if (count == 0) {
            min = later.min;
            max = later.max;
            first = later.first;
        } else {
            min = later.min < min || Double.isNaN(min) ? later.min : min;
            max = later.max > max || Double.isNaN(max) ? later.max : max;
        }
        sum = count == 0 ? later.sum : sum + later.sum;
        last = later.last;
        increase += later.increase;
        resets += later.resets;
        reachesBack &= later.reachesBack;
        count += later.count;
    }

    int count() {
        return count;
    }

    double min() {
        return min;
    }

    double max() {
        return max;
    }

    double sum() {
        return sum;
    }

    double first() {
        return first;
    }

    double last() {
        return last;
    }

    double increase() {
        return increase;
    }

    int resets() {
        return resets;
    }

    /** False if the sample before the first is not known, by which a counter's increase reaches back. */
    boolean reachesBack() {
        return reachesBack;
    }
}
