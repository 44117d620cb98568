package skerry.promql;

/**
 * The straight line with the least squares of distances to all samples.
 *
 * @param slope a second
 * @param intercept its value at the moment that was asked for
 */
record Trend(double slope, double intercept) {
    /** @param originMillis where the intercept is; near the samples, so that no digits are lost */
    static Trend of(Window window, long originMillis) {
        if (isConstant(window)) {
            double level = window.value(0);
            return Double.isInfinite(level) ? new Trend(Double.NaN, Double.NaN) : new Trend(0, level);
        }
        var sumX = new CompensatedSum();
        var sumY = new CompensatedSum();
        var sumXy = new CompensatedSum();
        var sumXx = new CompensatedSum();
        for (int i = 0; i < window.size(); i++) {
            double x = (window.time(i) - originMillis) / 1000.0;
            double y = window.value(i);
            sumX.add(x);
            sumY.add(y);
            sumXy.add(x * y);
            sumXx.add(x * x);
        }
        double count = window.size();
        double covariance = sumXy.value() - sumX.value() * sumY.value() / count;
        double variance = sumXx.value() - sumX.value() * sumX.value() / count;
        double slope = covariance / variance;
        return new Trend(slope, sumY.value() / count - slope * sumX.value() / count);
    }

    private static boolean isConstant(Window window) {
        for (int i = 1; i < window.size(); i++) {
            if (window.value(i) != window.value(0)) {
                return false;
            }
        }
        return true;
    }
}
