package skerry.protocol.payload;

import skerry.protocol.series.Series;

/** A gauge over a window. {@code count} is at least 1; a window without samples has no entry. */
public record GaugeSummary(Series series, int count, double min, double max, double sum, double last) {
    public double mean() {
        return sum / count;
    }
}
