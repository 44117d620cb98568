package skerry.agent.summary;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import skerry.protocol.payload.CounterSummary;
import skerry.protocol.payload.GaugeSummary;
import skerry.protocol.payload.SketchSummary;
import skerry.protocol.series.Series;

/**
 * The open window of every series that leaves the site. Series that bring nothing for a whole {@code patience} of windows
 * are forgotten, so that a machine whose devices come and go does not grow. Owned by one thread.
 */
final class SeriesWindows {
    private static final int PATIENCE_WINDOWS = 10;
    /** Of 2 KiB and more, beside 200 to 300 bytes. */
    static final int ROOM_OF_SKETCH = 10;

    private final Map<Series, GaugeWindow> gauges = new LinkedHashMap<>();
    private final Map<Series, CounterWindow> counters = new LinkedHashMap<>();
    private final Map<Series, SketchWindow> sketches = new LinkedHashMap<>();

    void sample(Series series, double value, long monoMillis) {
        switch (series.type()) {
            case GAUGE -> gauge(series).add(value);
            case COUNTER -> counter(series).add(value, monoMillis);
        }
    }

    /** Whether a series has its distribution already. */
    boolean hasDistribution(Series series) {
        return sketches.containsKey(series);
    }

    /** How many gauges or counters would take as much room. */
    int room() {
        return gauges.size() + counters.size() + ROOM_OF_SKETCH * sketches.size();
    }

    /** Series with a distribution. */
    int distributions() {
        return sketches.size();
    }

    void value(Series series, double value, long times) {
        sketch(series).add(value, times);
    }

    void window(SketchSummary window) {
        sketch(window.series()).add(window);
    }

    void window(GaugeSummary window) {
        gauge(window.series()).add(window);
    }

    void window(CounterSummary window) {
        counter(window.series()).add(window);
    }

    void follows(CounterSummary before) {
        counter(before.series()).follows(before.last());
    }

    private GaugeWindow gauge(Series series) {
        return gauges.computeIfAbsent(series, GaugeWindow::new);
    }

    private CounterWindow counter(Series series) {
        return counters.computeIfAbsent(series, CounterWindow::new);
    }

    private SketchWindow sketch(Series series) {
        SketchWindow window = sketches.get(series);
        if (window == null) {
            window = new SketchWindow(series);
            sketches.put(series, window);
        }
        return window;
    }

    /** Closes all windows that hold something, in the order their series first came. */
    Closed close() {
        var closedGauges = new ArrayList<GaugeSummary>();
        var closedCounters = new ArrayList<CounterSummary>();
        gauges.values().removeIf(gauge -> {
            if (gauge.isEmpty()) {
                return ++gauge.quietWindows >= PATIENCE_WINDOWS;
            }
            gauge.quietWindows = 0;
            closedGauges.add(gauge.close());
            return false;
        });
        counters.values().removeIf(counter -> {
            if (counter.isEmpty()) {
                return ++counter.quietWindows >= PATIENCE_WINDOWS;
            }
            counter.quietWindows = 0;
            closedCounters.add(counter.close());
            return false;
        });
        return new Closed(closedGauges, closedCounters, closedSketches());
    }

    private List<SketchSummary> closedSketches() {
        if (sketches.isEmpty()) {
            return List.of();
        }
        var closed = new ArrayList<SketchSummary>();
        for (Iterator<SketchWindow> all = sketches.values().iterator(); all.hasNext(); ) {
            SketchWindow one = all.next();
            if (!one.isEmpty()) {
                one.quietWindows = 0;
                closed.add(one.close());
            } else if (++one.quietWindows >= PATIENCE_WINDOWS) {
                all.remove();
            }
        }
        return closed;
    }

    record Closed(List<GaugeSummary> gauges, List<CounterSummary> counters, List<SketchSummary> sketches) {}
}
