package skerry.agent.summary;

import java.math.BigDecimal;
import java.math.MathContext;
import skerry.protocol.payload.CounterSummary;
import skerry.protocol.series.Series;

/**
 * What is kept of one counter while its window is open, and of its last sample before. A total that falls is a reset:
 * what it grew since then is what it shows (as in Prometheus's {@code increase}).
 */
final class CounterWindow {
    private static final MathContext RATE_DIGITS = new MathContext(4);

    private final Series series;
    /** Windows in a row that brought nothing, as {@link SeriesWindows} counts them. */
    int quietWindows;

    private int count;
    private double first;
    private double last;
    private int resets;
    private double increase;
    private double peakRate;
    private boolean hasPrevious;
    private double previous;
    private long previousMono;

    CounterWindow(Series series) {
        this.series = series;
    }

    /** @param monoMillis when the total was read, on the clock that never jumps */
    void add(double total, long monoMillis) {
        if (hasPrevious) {
            double growth = total - previous;
            if (growth < 0) {
                resets++;
                growth = total;
            }
            increase += growth;
            if (monoMillis > previousMono) {
                peakRate = Math.max(peakRate, growth * 1000 / (monoMillis - previousMono));
            }
        }
        if (count == 0) {
            first = total;
        }
        last = total;
        count++;
        previous = total;
        previousMono = monoMillis;
        hasPrevious = true;
    }

    /** The last total before a restart; how long ago that was on a clock that never jumps is not known. */
    void follows(double total) {
        previous = total;
        previousMono = Long.MAX_VALUE;
        hasPrevious = true;
    }

    /** Adds a closed window that follows all added so far; its increase already reaches back to the one before it. */
    void add(CounterSummary window) {
        if (count == 0) {
            first = window.first();
        }
        last = window.last();
        count += window.count();
        resets += window.resets();
        increase += window.increase();
        peakRate = Math.max(peakRate, window.peakRate());
    }

    boolean isEmpty() {
        return count == 0;
    }

    CounterSummary close() {
        var summary = new CounterSummary(series, count, first, last, resets, increase, rounded(peakRate));
        count = 0;
        resets = 0;
        increase = 0;
        peakRate = 0;
        return summary;
    }

    /** A rate over some 15 seconds is known to four digits at best, and four digits travel in two bytes, not eight. */
    private static double rounded(double rate) {
        return Double.isFinite(rate) ? new BigDecimal(rate).round(RATE_DIGITS).doubleValue() : rate;
    }
}
