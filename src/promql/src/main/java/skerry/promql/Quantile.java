package skerry.promql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/** The value below which a share of all values lies. */
final class Quantile {
    /** Counts that differ by less than this share differ by rounding alone. */
    private static final double SAME = 1e-12;

    private Quantile() {}

    /** How many observations were at most this large. */
    record Bucket(double upperBound, double count) {}

    /** Of values as they are; between two, weighted by how near they are. Sorts the array. */
    static double of(double share, double[] values) {
        OptionalDouble outside = outside(share);
        if (outside.isPresent() || values.length == 0) {
            return outside.orElse(Double.NaN);
        }
        sort(values);
        double rank = share * (values.length - 1);
        int lower = (int) Math.max(0, Math.floor(rank));
        int upper = Math.min(values.length - 1, lower + 1);
        double weight = rank - Math.floor(rank);
        return values[lower] * (1 - weight) + values[upper] * weight;
    }

    /**
     * Of a histogram: within a bucket, observations are taken to be spread evenly; the lowest bucket begins at zero if its
     * bound is positive; of the highest, which ends nowhere, its lower bound is the answer.
     */
    static double of(double share, List<Bucket> unordered) {
        OptionalDouble outside = outside(share);
        if (outside.isPresent()) {
            return outside.getAsDouble();
        }
        List<Bucket> buckets = cumulative(unordered);
        int last = buckets.size() - 1;
        if (last < 1 || buckets.get(last).upperBound != Double.POSITIVE_INFINITY || buckets.get(last).count == 0) {
            return Double.NaN;
        }
        double rank = share * buckets.get(last).count;
        int found = 0;
        while (found < last && !(buckets.get(found).count >= rank)) {
            found++;
        }
        if (found == last) {
            return buckets.get(last - 1).upperBound;
        }
        double end = buckets.get(found).upperBound;
        if (found == 0) {
            return end <= 0 ? end : end * (rank / buckets.get(0).count);
        }
        Bucket below = buckets.get(found - 1);
        double within = (rank - below.count) / (buckets.get(found).count - below.count);
        return below.upperBound + (end - below.upperBound) * within;
    }

    /** Not a number is below all numbers. */
    private static void sort(double[] values) {
        Arrays.sort(values);
        int numbers = values.length;
        while (numbers > 0 && Double.isNaN(values[numbers - 1])) {
            numbers--;
        }
        if (numbers < values.length) {
            System.arraycopy(values, 0, values, values.length - numbers, numbers);
            Arrays.fill(values, 0, values.length - numbers, Double.NaN);
        }
    }

    private static OptionalDouble outside(double share) {
        if (Double.isNaN(share)) {
            return OptionalDouble.of(Double.NaN);
        }
        if (share < 0) {
            return OptionalDouble.of(Double.NEGATIVE_INFINITY);
        }
        return share > 1 ? OptionalDouble.of(Double.POSITIVE_INFINITY) : OptionalDouble.empty();
    }

    /** In order of their bounds, each bound once, and no count below that of the bucket before. */
    private static List<Bucket> cumulative(List<Bucket> unordered) {
        var ordered = new ArrayList<>(unordered);
        ordered.sort(Comparator.comparingDouble(Bucket::upperBound));
        var buckets = new ArrayList<Bucket>();
        for (Bucket bucket : ordered) {
            Bucket before = buckets.isEmpty() ? null : buckets.getLast();
            if (before != null && before.upperBound == bucket.upperBound) {
                buckets.set(buckets.size() - 1, new Bucket(bucket.upperBound, before.count + bucket.count));
            } else {
                buckets.add(bucket);
            }
        }
        for (int i = 1; i < buckets.size(); i++) {
            double before = buckets.get(i - 1).count;
            double count = buckets.get(i).count;
            if (count < before || isSame(before, count)) {
                buckets.set(i, new Bucket(buckets.get(i).upperBound, before));
            }
        }
        return buckets;
    }

    private static boolean isSame(double before, double count) {
        return Math.abs(count - before) <= SAME * (Math.abs(count) + Math.abs(before));
    }
}
