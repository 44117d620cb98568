package skerry.protocol.sketch;

import java.util.Arrays;

/**
 * How many values fell into each bin. Equal if all counts are. Immutable and thread-safe.
 *
 * @see OpenSketch
 */
public final class Sketch {
    private final long zeros;
    private final int[] bins;
    private final long[] counts;
    private final long count;

    /**
     * @param zeros values below {@link Bins#SMALLEST}
     * @param bins with a value, ascending, from {@link Bins#FIRST} to {@link Bins#LAST}; not to be changed any more
     * @param counts of values in them, at least 1; not to be changed any more
     * @throws IllegalArgumentException if these are not such, or there is no value at all
     */
    public Sketch(long zeros, int[] bins, long[] counts) {
        if (zeros < 0 || bins.length != counts.length) {
            throw new IllegalArgumentException("a sketch has no count below zero, and a count for each bin");
        }
        long all = zeros;
        for (int i = 0; i < bins.length; i++) {
            if (bins[i] < Bins.FIRST || bins[i] > Bins.LAST || (i > 0 && bins[i] <= bins[i - 1]) || counts[i] < 1) {
                throw new IllegalArgumentException("the bins of a sketch ascend within their range, and none is empty");
            }
            all = sum(all, counts[i]);
        }
        if (all == 0) {
            throw new IllegalArgumentException("a sketch is of one value at least");
        }
        this.zeros = zeros;
        this.bins = bins;
        this.counts = counts;
        this.count = all;
    }

    /** Values in it, at least 1. */
    public long count() {
        return count;
    }

    /** Values below {@link Bins#SMALLEST}. */
    public long zeros() {
        return zeros;
    }

    /** Bins with a value. */
    public int size() {
        return bins.length;
    }

    /** The number of the i-th bin that has a value. */
    public int bin(int i) {
        return bins[i];
    }

    /** What stands for all values in the i-th bin that has one, off by {@link Bins#RELATIVE_ERROR} of itself at most. */
    public double value(int i) {
        return Bins.value(bins[i]);
    }

    /** Values in the i-th bin that has one. */
    public long count(int i) {
        return counts[i];
    }

    /** Of two counts, at most as many as can be counted: what one agent tells must not keep others from being added up. */
    private static long sum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    /** This and another sketch as one, exactly, unless more were counted than a {@code long} can hold. */
    public Sketch plus(Sketch other) {
        int[] allBins = new int[bins.length + other.bins.length];
        long[] allCounts = new long[allBins.length];
        int size = 0;
        int i = 0;
        int j = 0;
        while (i < bins.length || j < other.bins.length) {
            int mine = i < bins.length ? bins[i] : Integer.MAX_VALUE;
            int theirs = j < other.bins.length ? other.bins[j] : Integer.MAX_VALUE;
            allBins[size] = Math.min(mine, theirs);
            allCounts[size++] = sum(mine <= theirs ? counts[i++] : 0, theirs <= mine ? other.counts[j++] : 0);
        }
        return new Sketch(sum(zeros, other.zeros), Arrays.copyOf(allBins, size), Arrays.copyOf(allCounts, size));
    }

    /**
     * The value that the share {@code q} of all values is not above: of n values in order the one at {@code floor(q (n - 1))},
     * counted from 0, off by {@link Bins#RELATIVE_ERROR} of itself at most; zero for one below {@link Bins#SMALLEST}.
     *
     * @param q from 0 to 1
     */
    public double quantile(double q) {
        if (!(q >= 0 && q <= 1)) {
            throw new IllegalArgumentException("a quantile lies between 0 and 1, and " + q + " does not");
        }
        long rank = (long) (q * (count - 1));
        long below = zeros;
        if (rank < below) {
            return 0;
        }
        int i = 0;
        while (i < bins.length - 1 && counts[i] <= rank - below) {
            below += counts[i++];
        }
        return Bins.value(bins[i]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sketch that
                && zeros == that.zeros
                && Arrays.equals(bins, that.bins)
                && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(bins) + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        var text = new StringBuilder("Sketch[zeros=").append(zeros);
        for (int i = 0; i < bins.length; i++) {
            text.append(", ").append(bins[i]).append('=').append(counts[i]);
        }
        return text.append(']').toString();
    }
}
