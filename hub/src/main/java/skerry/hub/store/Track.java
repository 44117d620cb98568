package skerry.hub.store;

import java.util.Arrays;
import skerry.protocol.sketch.Sketch;

/**
 * One series over the windows of a {@link SeriesBlock}: which windows have a value, and the columns of these values.
 * Immutable and thread-safe; callers must not change the arrays they made one from.
 */
public sealed interface Track {
    /** How many windows have a value. */
    int size();

    /** The place of the value's window in the block. */
    int window(int i);

    /** Samples in the window, at least 1. */
    int count(int i);

    /** The newest value, or total. */
    double last(int i);

    /**
     * The values whose windows have a place in another block.
     *
     * @param place by window; below 0 of those that have none
     */
    Track moved(int[] place);

    /** The columns of a gauge. */
    final class Gauge implements Track {
        private final int[] window;
        private final int[] count;
        private final double[] min;
        private final double[] max;
        private final double[] sum;
        private final double[] last;

        public Gauge(int[] window, int[] count, double[] min, double[] max, double[] sum, double[] last) {
            this.window = window;
            this.count = count;
            this.min = min;
            this.max = max;
            this.sum = sum;
            this.last = last;
        }

        @Override
        public int size() {
            return window.length;
        }

        @Override
        public int window(int i) {
            return window[i];
        }

        @Override
        public int count(int i) {
            return count[i];
        }

        public double min(int i) {
            return min[i];
        }

        public double max(int i) {
            return max[i];
        }

        public double sum(int i) {
            return sum[i];
        }

        @Override
        public double last(int i) {
            return last[i];
        }

        @Override
        public Gauge moved(int[] place) {
            int[] kept = Columns.kept(window, place);
            return new Gauge(
                    Columns.places(window, kept, place),
                    Columns.pick(count, kept),
                    Columns.pick(min, kept),
                    Columns.pick(max, kept),
                    Columns.pick(sum, kept),
                    Columns.pick(last, kept));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Gauge that
                    && Arrays.equals(window, that.window)
                    && Arrays.equals(count, that.count)
                    && Arrays.equals(min, that.min)
                    && Arrays.equals(max, that.max)
                    && Arrays.equals(sum, that.sum)
                    && Arrays.equals(last, that.last);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(window) + Arrays.hashCode(last);
        }
    }

    /** The columns of a counter. */
    final class Counter implements Track {
        private final int[] window;
        private final int[] count;
        private final double[] first;
        private final double[] last;
        private final int[] resets;
        private final double[] increase;
        private final double[] peakRate;

        public Counter(
                int[] window,
                int[] count,
                double[] first,
                double[] last,
                int[] resets,
                double[] increase,
                double[] peakRate) {
            this.window = window;
            this.count = count;
            this.first = first;
            this.last = last;
            this.resets = resets;
            this.increase = increase;
            this.peakRate = peakRate;
        }

        @Override
        public int size() {
            return window.length;
        }

        @Override
        public int window(int i) {
            return window[i];
        }

        @Override
        public int count(int i) {
            return count[i];
        }

        public double first(int i) {
            return first[i];
        }

        @Override
        public double last(int i) {
            return last[i];
        }

        public int resets(int i) {
            return resets[i];
        }

        public double increase(int i) {
            return increase[i];
        }

        public double peakRate(int i) {
            return peakRate[i];
        }

        @Override
        public Counter moved(int[] place) {
            int[] kept = Columns.kept(window, place);
            return new Counter(
                    Columns.places(window, kept, place),
                    Columns.pick(count, kept),
                    Columns.pick(first, kept),
                    Columns.pick(last, kept),
                    Columns.pick(resets, kept),
                    Columns.pick(increase, kept),
                    Columns.pick(peakRate, kept));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Counter that
                    && Arrays.equals(window, that.window)
                    && Arrays.equals(count, that.count)
                    && Arrays.equals(first, that.first)
                    && Arrays.equals(last, that.last)
                    && Arrays.equals(resets, that.resets)
                    && Arrays.equals(increase, that.increase)
                    && Arrays.equals(peakRate, that.peakRate);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(window) + Arrays.hashCode(last);
        }
    }

    /** The sketches of a distribution. */
    final class Distribution implements Track {
        private final int[] window;
        private final Sketch[] sketch;

        public Distribution(int[] window, Sketch[] sketch) {
            this.window = window;
            this.sketch = sketch;
        }

        @Override
        public int size() {
            return window.length;
        }

        @Override
        public int window(int i) {
            return window[i];
        }

        @Override
        public int count(int i) {
            return (int) Math.min(Integer.MAX_VALUE, sketch[i].count());
        }

        /** Its median: no value of a window is the last. */
        @Override
        public double last(int i) {
            return sketch[i].quantile(0.5);
        }

        public Sketch sketch(int i) {
            return sketch[i];
        }

        @Override
        public Distribution moved(int[] place) {
            int[] kept = Columns.kept(window, place);
            var sketches = new Sketch[kept.length];
            for (int i = 0; i < kept.length; i++) {
                sketches[i] = sketch[kept[i]];
            }
            return new Distribution(Columns.places(window, kept, place), sketches);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Distribution that
                    && Arrays.equals(window, that.window)
                    && Arrays.equals(sketch, that.sketch);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(window) + Arrays.hashCode(sketch);
        }
    }
}
