package skerry.protocol.payload;

import java.util.List;

/** All that is known of one window: the payload of streams {@code m} and {@code s}. */
public record Summary(
        Window window,
        List<GaugeSummary> gauges,
        List<CounterSummary> counters,
        List<PatternSummary> patterns,
        List<SketchSummary> sketches) {
    public Summary {
        gauges = List.copyOf(gauges);
        counters = List.copyOf(counters);
        patterns = List.copyOf(patterns);
        sketches = List.copyOf(sketches);
    }

    /** One without distributions. */
    public Summary(
            Window window, List<GaugeSummary> gauges, List<CounterSummary> counters, List<PatternSummary> patterns) {
        this(window, gauges, counters, patterns, List.of());
    }
}
