package skerry.promql;

import java.util.OptionalDouble;

/** Functions that make one number of the samples of a span. */
final class OverTime {
    private OverTime() {}

    /** Makes one number of a window, or none. */
    @FunctionalInterface
    interface WindowFunction {
        /** @param parameter the scalar argument; not a number for functions that have none */
        OptionalDouble apply(Window window, double parameter);
    }

    /** Makes one number of any window. */
    @FunctionalInterface
    interface Fold {
        double apply(Window window);

        /** Makes one number of a part of an array. */
        @FunctionalInterface
        interface OfValues {
            double apply(double[] values, int from, int to);
        }
    }

    /** The same of the values alone. */
    static Fold of(Fold.OfValues fold) {
        return window -> fold.apply(window.values(), window.from(), window.to());
    }

    static double changes(Window window) {
        int changes = 0;
        for (int i = 1; i < window.size(); i++) {
            double now = window.value(i);
            double before = window.value(i - 1);
            if (now != before && !(Double.isNaN(now) && Double.isNaN(before))) {
                changes++;
            }
        }
        return changes;
    }

    static double resets(Window window) {
        int resets = 0;
        for (int i = 1; i < window.size(); i++) {
            if (window.value(i) < window.value(i - 1)) {
                resets++;
            }
        }
        return resets;
    }

    /** The slope, a second. */
    static OptionalDouble derivative(Window window) {
        return window.size() < 2
                ? OptionalDouble.empty()
                : OptionalDouble.of(Trend.of(window, window.time(0)).slope());
    }

    /** Where the straight line through the samples is, so many seconds after evaluation. */
    static OptionalDouble prediction(Window window, double seconds) {
        if (window.size() < 2) {
            return OptionalDouble.empty();
        }
        Trend trend = Trend.of(window, window.evaluatedMillis());
        return OptionalDouble.of(trend.slope() * seconds + trend.intercept());
    }
}
