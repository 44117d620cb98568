package skerry.agent.summary;

import skerry.protocol.payload.SketchSummary;
import skerry.protocol.series.Series;
import skerry.protocol.sketch.OpenSketch;

/** The distribution of one series while its window is open. */
final class SketchWindow {
    private final Series series;
    private final OpenSketch sketch = new OpenSketch();
    /** Windows in a row that brought nothing, as {@link SeriesWindows} counts them. */
    int quietWindows;

    SketchWindow(Series series) {
        this.series = series;
    }

    void add(double value, long times) {
        sketch.add(value, times);
    }

    void add(SketchSummary window) {
        sketch.add(window.sketch());
    }

    boolean isEmpty() {
        return sketch.isEmpty();
    }

    SketchSummary close() {
        return new SketchSummary(series, sketch.close());
    }
}
