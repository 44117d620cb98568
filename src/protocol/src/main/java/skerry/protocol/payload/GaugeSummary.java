package skerry.protocol.payload;

import skerry.protocol.series.Series;

/** A gauge over a window. {@code count} is at least 1; a window without samples has no entry. */
public record GaugeSummary(Series series, int count, double min, double max, double sum, double last) {
    /** @throws IllegalArgumentException if the count is below 1 */
    public GaugeSummary {
        if (count < 1) {
            throw new IllegalArgumentException("a window without samples has no entry");
        }
    }

    public double mean() {
        return sum / count;
    }
}
