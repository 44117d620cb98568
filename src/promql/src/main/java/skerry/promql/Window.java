package skerry.promql;

import java.util.Arrays;

/**
 * The samples of one series in a span of time, at least one, in order of time; never {@link SeriesSource#STALE}. A view
 * of what was loaded: nobody changes the arrays.
 *
 * @param from the index of the first sample
 * @param to the index behind the last
 * @param startMillis the start of the span, which is no longer part of it
 * @param endMillis the end of the span, which is
 * @param evaluatedMillis the moment of evaluation, which an offset sets apart from the end
 */
@SuppressWarnings("ArrayRecordComponent") // Made and forgotten within one step; never compared.
record Window(long[] times, double[] values, int from, int to, long startMillis, long endMillis, long evaluatedMillis) {
    int size() {
        return to - from;
    }

    long time(int index) {
        return times[from + index];
    }

    double value(int index) {
        return values[from + index];
    }

    double last() {
        return values[to - 1];
    }

    /** Copies the values, for those that sort them. */
    double[] copyOfValues() {
        return Arrays.copyOfRange(values, from, to);
    }
}
