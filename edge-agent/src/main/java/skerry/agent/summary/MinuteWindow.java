package skerry.agent.summary;

import java.util.List;
import skerry.protocol.payload.PatternSummary;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.Window;
import skerry.protocol.series.Series;

/**
 * The open minute: samples of the series that leave the site come in, a {@link Summary} goes out when it closes. Windows
 * follow arrival, not the stamps of what arrives, so that a window's records are exactly the raw blocks stored while it
 * was open. Owned by one thread.
 */
public final class MinuteWindow {
    /** Each takes some 2 KiB of the heap, and 20 at worst. */
    static final int MOST_DISTRIBUTIONS = 96;

    private final SeriesWindows series = new SeriesWindows();

    /**
     * @param monoMillis when it was read, {@code CLOCK_MONOTONIC}
     */
    public void sample(Series of, double value, long monoMillis) {
        series.sample(of, value, monoMillis);
    }

    /**
     * Counts a value of a distribution; see {@link OpenMinute#value}.
     *
     * @return false if there is no room for another series
     */
    public boolean value(Series of, double value, long times) {
        if (!series.hasDistribution(of) && series.distributions() >= MOST_DISTRIBUTIONS) {
            return false;
        }
        series.value(of, value, times);
        return true;
    }

    /** The window that went before, with a restart in between: counters grow from where it ends. */
    public void follows(Summary before) {
        before.counters().forEach(series::follows);
    }

    /** Closes the window and opens the next. */
    public Summary close(Window window, List<PatternSummary> patterns) {
        var closed = series.close();
        return new Summary(window, closed.gauges(), closed.counters(), patterns, closed.sketches());
    }
}
