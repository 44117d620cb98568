package skerry.agent.summary;

import skerry.protocol.payload.GaugeSummary;
import skerry.protocol.series.Series;

/** What is kept of one gauge while its window is open. Samples that are not a number count, and win over no other. */
final class GaugeWindow {
    private final Series series;
    /** Windows in a row that brought nothing, as {@link SeriesWindows} counts them. */
    int quietWindows;

    private int count;
    private double min;
    private double max;
    private double sum;
    private double last;

    GaugeWindow(Series series) {
        this.series = series;
    }

    void add(double value) {
        min = count == 0 || value < min || Double.isNaN(min) ? value : min;
        max = count == 0 || value > max || Double.isNaN(max) ? value : max;
        sum = count == 0 ? value : sum + value;
        last = value;
        count++;
    }

    void add(GaugeSummary window) {
        min = count == 0 || window.min() < min || Double.isNaN(min) ? window.min() : min;
        max = count == 0 || window.max() > max || Double.isNaN(max) ? window.max() : max;
        sum = count == 0 ? window.sum() : sum + window.sum();
        last = window.last();
        count += window.count();
    }

    boolean isEmpty() {
        return count == 0;
    }

    GaugeSummary close() {
        var summary = new GaugeSummary(series, count, min, max, sum, last);
        count = 0;
        return summary;
    }
}
