package skerry.agent.summary;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import skerry.protocol.payload.CounterSummary;
import skerry.protocol.payload.GaugeSummary;
import skerry.protocol.series.Series;

/**
 * The open window of every series that leaves the site. Series that bring nothing for a whole {@code patience} of windows
 * are forgotten, so that a machine whose devices come and go does not grow. Owned by one thread.
 */
final class SeriesWindows {
    private static final int PATIENCE_WINDOWS = 10;

    private final Map<Series, GaugeWindow> gauges = new LinkedHashMap<>();
    private final Map<Series, CounterWindow> counters = new LinkedHashMap<>();

    void sample(Series series, double value, long monoMillis) {
        switch (series.type()) {
            case GAUGE -> gauge(series).add(value);
            case COUNTER -> counter(series).add(value, monoMillis);
        }
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
        return new Closed(closedGauges, closedCounters);
    }

    record Closed(List<GaugeSummary> gauges, List<CounterSummary> counters) {}
}
