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

    private final Map<Series, Slot> slots = new LinkedHashMap<>();

    private static final class Slot {
        final GaugeWindow gauge;
        final CounterWindow counter;
        int quietWindows;

        Slot(Series series) {
            gauge = new GaugeWindow(series);
            counter = new CounterWindow(series);
        }
    }

    void sample(Series series, double value, long monoMillis) {
        var slot = slots.computeIfAbsent(series, Slot::new);
        switch (series.type()) {
            case GAUGE -> slot.gauge.add(value);
            case COUNTER -> slot.counter.add(value, monoMillis);
        }
    }

    void window(GaugeSummary window) {
        slots.computeIfAbsent(window.series(), Slot::new).gauge.add(window);
    }

    void window(CounterSummary window) {
        slots.computeIfAbsent(window.series(), Slot::new).counter.add(window);
    }

    void follows(CounterSummary before) {
        slots.computeIfAbsent(before.series(), Slot::new).counter.follows(before.last());
    }

    /** Closes all windows that hold something, in the order their series first came. */
    Closed close() {
        var gauges = new ArrayList<GaugeSummary>();
        var counters = new ArrayList<CounterSummary>();
        slots.values().removeIf(slot -> {
            slot.quietWindows++;
            if (!slot.gauge.isEmpty()) {
                gauges.add(slot.gauge.close());
                slot.quietWindows = 0;
            }
            if (!slot.counter.isEmpty()) {
                counters.add(slot.counter.close());
                slot.quietWindows = 0;
            }
            return slot.quietWindows >= PATIENCE_WINDOWS;
        });
        return new Closed(gauges, counters);
    }

    record Closed(List<GaugeSummary> gauges, List<CounterSummary> counters) {}
}
