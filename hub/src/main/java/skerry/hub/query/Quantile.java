package skerry.hub.query;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import skerry.protocol.sketch.Bins;
import skerry.protocol.sketch.Sketch;

/**
 * A share of all durations is not longer than this, as far as buckets or a sketch tell: the true value lies anywhere between low and
 * high.
 *
 * @param value as if durations were spread evenly over the bucket, in seconds; the lower end of a bucket without an upper one
 * @param low lower end of the bucket, in seconds
 * @param high upper end; empty beyond the last bound
 * @param error of the value, as a share of the true one, where a sketch tells it; empty where buckets do
 */
public record Quantile(double value, double low, Optional<Double> high, Optional<Double> error) {
    /** The quantile of a sketch. */
    static Quantile of(Sketch sketch, double share) {
        double value = sketch.quantile(share);
        return new Quantile(
                value,
                value / (1 + Bins.RELATIVE_ERROR),
                Optional.of(value / (1 - Bins.RELATIVE_ERROR)),
                Optional.of(Bins.RELATIVE_ERROR));
    }

    /**
     * The quantile of a histogram.
     *
     * @param buckets how many durations lie up to each bound and above the bound before, by upper bound in seconds
     * @param share such as 0.95
     * @return empty if there are no durations
     */
    static Optional<Quantile> of(NavigableMap<Double, Double> buckets, double share) {
        double all = buckets.values().stream().mapToDouble(one -> one).sum();
        if (!(all > 0)) {
            return Optional.empty();
        }
        double rank = share * all;
        double below = 0;
        double low = 0;
        for (Map.Entry<Double, Double> bucket : buckets.entrySet()) {
            double inside = bucket.getValue();
            if (inside > 0 && (below + inside >= rank || bucket.equals(buckets.lastEntry()))) {
                return Optional.of(at(low, bucket.getKey(), (rank - below) / inside));
            }
            below += inside;
            low = bucket.getKey();
        }
        return Optional.empty();
    }

    private static Quantile at(double low, double high, double part) {
        return Double.isInfinite(high)
                ? new Quantile(low, low, Optional.empty(), Optional.empty())
                : new Quantile(low + (high - low) * Math.clamp(part, 0, 1), low, Optional.of(high), Optional.empty());
    }
}
