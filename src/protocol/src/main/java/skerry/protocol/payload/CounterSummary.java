package skerry.protocol.payload;

import skerry.protocol.series.Series;

/**
 * A counter over a window: totals, not only the increase, so that increases across windows and lost windows stay true.
 *
 * @param count samples seen, at least 1
 * @param first total at the window's first sample
 * @param last total at its last sample
 * @param resets how often the total fell within the window, or against the last sample of the window before
 * @param increase growth within the window, from the last sample of the window before if it is known, resets removed
 * @param peakRate highest growth per second between two neighbouring samples
 */
public record CounterSummary(
        Series series, int count, double first, double last, int resets, double increase, double peakRate) {
    /** @throws IllegalArgumentException if the count is below 1 or the resets below 0 */
    public CounterSummary {
        if (count < 1 || resets < 0) {
            throw new IllegalArgumentException("a window without samples has no entry, and resets are not negative");
        }
    }
}
