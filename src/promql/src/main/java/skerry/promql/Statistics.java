package skerry.promql;

/** What a few numbers are together; there is at least one. What is no number counts as lower than all that are. */
final class Statistics {
    private Statistics() {}

    static double sum(double[] values, int from, int to) {
        var sum = new CompensatedSum();
        for (int i = from; i < to; i++) {
            sum.add(values[i]);
        }
        return sum.value();
    }

    static double mean(double[] values, int from, int to) {
        var mean = new Mean(values[from]);
        for (int i = from + 1; i < to; i++) {
            mean.add(values[i]);
        }
        return mean.value();
    }

    static double min(double[] values, int from, int to) {
        double min = values[from];
        for (int i = from + 1; i < to; i++) {
            if (values[i] < min || Double.isNaN(min)) {
                min = values[i];
            }
        }
        return min;
    }

    static double max(double[] values, int from, int to) {
        double max = values[from];
        for (int i = from + 1; i < to; i++) {
            if (values[i] > max || Double.isNaN(max)) {
                max = values[i];
            }
        }
        return max;
    }

    /** Welford's method: the mean moves along, so that large values with a small spread keep their digits. */
    static double variance(double[] values, int from, int to) {
        var mean = new CompensatedSum();
        var squares = new CompensatedSum();
        for (int i = from; i < to; i++) {
            double distance = values[i] - mean.value();
            mean.add(distance / (i - from + 1));
            squares.add(distance * (values[i] - mean.value()));
        }
        return squares.value() / (to - from);
    }
}
