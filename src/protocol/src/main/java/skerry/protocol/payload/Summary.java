package skerry.protocol.payload;

import java.util.List;

/** All that is known of one window: the payload of streams {@code m} and {@code s}. Sketches are a reserved chunk. */
public record Summary(
        Window window, List<GaugeSummary> gauges, List<CounterSummary> counters, List<PatternSummary> patterns) {
    public Summary {
        gauges = List.copyOf(gauges);
        counters = List.copyOf(counters);
        patterns = List.copyOf(patterns);
    }
}
