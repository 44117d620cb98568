package skerry.promql;

import java.util.OptionalDouble;

/** {@code rate}, {@code increase}, {@code delta} and their instant kin: change over a span, of counters across resets. */
final class CounterRate {
    /** A sample that is missing at a border is taken for one, if the gap is no longer than this many usual ones. */
    private static final double MOST_INTERVALS = 1.1;

    private CounterRate() {}

    static OptionalDouble rate(Window window) {
        OptionalDouble increase = increase(window);
        double seconds = (window.endMillis() - window.startMillis()) / 1000.0;
        return increase.isEmpty() ? increase : OptionalDouble.of(increase.getAsDouble() / seconds);
    }

    static OptionalDouble increase(Window window) {
        return change(window, true);
    }

    static OptionalDouble delta(Window window) {
        return change(window, false);
    }

    /** Of the last two samples, a second. */
    static OptionalDouble instantRate(Window window) {
        return lastChange(window, true);
    }

    /** Of the last two samples. */
    static OptionalDouble instantDelta(Window window) {
        return lastChange(window, false);
    }

    /** What lies between the first and the last sample, extended to the borders of the span where they are near. */
    private static OptionalDouble change(Window window, boolean isCounter) {
        int last = window.size() - 1;
        if (last < 1) {
            return OptionalDouble.empty();
        }
        double change = window.value(last) - window.value(0);
        if (isCounter) {
            change += lostInResets(window);
        }
        double sampled = (window.time(last) - window.time(0)) / 1000.0;
        double usual = sampled / last;
        double before = extension(window.time(0) - window.startMillis(), usual);
        if (isCounter && change > 0 && window.value(0) >= 0) {
            // A counter begins at zero: it is not taken back beyond the moment at which it would have been there.
            before = Math.min(before, sampled * (window.value(0) / change));
        }
        double after = extension(window.endMillis() - window.time(last), usual);
        return OptionalDouble.of(change * ((sampled + before + after) / sampled));
    }

    private static double extension(long gapMillis, double usual) {
        double gap = gapMillis / 1000.0;
        return gap >= usual * MOST_INTERVALS ? usual / 2 : gap;
    }

    private static double lostInResets(Window window) {
        double lost = 0;
        for (int i = 1; i < window.size(); i++) {
            if (window.value(i) < window.value(i - 1)) {
                lost += window.value(i - 1);
            }
        }
        return lost;
    }

    private static OptionalDouble lastChange(Window window, boolean isRate) {
        int last = window.size() - 1;
        if (last < 1) {
            return OptionalDouble.empty();
        }
        double now = window.value(last);
        double before = window.value(last - 1);
        if (!isRate) {
            return OptionalDouble.of(now - before);
        }
        double seconds = (window.time(last) - window.time(last - 1)) / 1000.0;
        return OptionalDouble.of((now < before ? now : now - before) / seconds);
    }
}
