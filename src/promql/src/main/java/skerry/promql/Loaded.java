package skerry.promql;

import java.util.Arrays;
import skerry.protocol.series.Labels;

/** The samples of one series, in order of time, each time once. */
final class Loaded {
    private final Labels labels;
    private long[] times = new long[64];
    private double[] values = new double[64];
    private int size;
    private boolean isOrdered = true;
    private boolean hasStale;
    /** Without the marks of ends: ranges do not see them. */
    private long[] liveTimes = times;

    private double[] liveValues = values;
    private int liveSize;

    Loaded(Labels labels) {
        this.labels = labels;
    }

    void add(long time, double value) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        isOrdered &= size == 0 || time > times[size - 1];
        hasStale |= SeriesSource.isStale(value);
        times[size] = time;
        values[size] = value;
        size++;
    }

    /** Ends the loading. */
    void seal() {
        if (!isOrdered) {
            order();
        }
        liveTimes = times;
        liveValues = values;
        liveSize = size;
        if (hasStale) {
            leaveOutStale();
        }
    }

    Labels labels() {
        return labels;
    }

    /** The index of the newest sample up to {@code endMillis} and after {@code startMillis}, or -1 for none or an end. */
    int newest(long startMillis, long endMillis) {
        int index = upTo(times, size, endMillis) - 1;
        return index >= 0 && times[index] > startMillis && !SeriesSource.isStale(values[index]) ? index : -1;
    }

    long time(int index) {
        return times[index];
    }

    double value(int index) {
        return values[index];
    }

    /** What lies after {@code startMillis} and up to {@code endMillis}; it may be empty. */
    Window window(long startMillis, long endMillis, long evaluatedMillis) {
        return new Window(
                liveTimes,
                liveValues,
                upTo(liveTimes, liveSize, startMillis),
                upTo(liveTimes, liveSize, endMillis),
                startMillis,
                endMillis,
                evaluatedMillis);
    }

    /** How many samples are not later. */
    private static int upTo(long[] times, int size, long time) {
        int found = Arrays.binarySearch(times, 0, size, time);
        return found < 0 ? -found - 1 : found + 1;
    }

    /** Clocks are set: what was collected later may have an earlier time. Of the same time, the later one stays. */
    private void order() {
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        long[] unordered = times;
        double[] belonging = values;
        Arrays.sort(order, (left, right) -> Long.compare(unordered[left], unordered[right]));
        times = new long[size];
        values = new double[size];
        int kept = 0;
        for (int index : order) {
            if (kept > 0 && times[kept - 1] == unordered[index]) {
                kept--;
            }
            times[kept] = unordered[index];
            values[kept] = belonging[index];
            kept++;
        }
        size = kept;
    }

    private void leaveOutStale() {
        liveTimes = new long[size];
        liveValues = new double[size];
        liveSize = 0;
        for (int i = 0; i < size; i++) {
            if (!SeriesSource.isStale(values[i])) {
                liveTimes[liveSize] = times[i];
                liveValues[liveSize] = values[i];
                liveSize++;
            }
        }
    }
}
