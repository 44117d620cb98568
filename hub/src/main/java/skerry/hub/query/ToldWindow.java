package skerry.hub.query;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import skerry.protocol.ClockSpan;
import skerry.protocol.payload.CounterSummary;
import skerry.protocol.payload.GaugeSummary;
import skerry.protocol.payload.PatternSummary;
import skerry.protocol.payload.Severity;
import skerry.protocol.payload.Summary;
import skerry.protocol.series.Series;

/** A minute or an hour as the node told it, put together from its batches. Not thread-safe. */
final class ToldWindow {
    final ClockSpan span;
    final long start;
    final long end;
    final Map<Series, GaugeSummary> gauges = new HashMap<>();
    final Map<Series, CounterSummary> counters = new HashMap<>();
    final Map<Severity, Long> lines = new EnumMap<>(Severity.class);

    ToldWindow(ClockSpan span, Summary first) {
        this.span = span;
        this.start = first.window().startMillis();
        this.end = first.window().endMillis();
    }

    void add(Summary part) {
        part.gauges().forEach(gauge -> gauges.put(gauge.series(), gauge));
        part.counters().forEach(counter -> counters.put(counter.series(), counter));
        for (PatternSummary pattern : part.patterns()) {
            pattern.counts().forEach((severity, count) -> lines.merge(severity, count, Long::sum));
        }
    }

    /** How many of a series were told. */
    int samples(Series series) {
        GaugeSummary gauge = gauges.get(series);
        CounterSummary counter = counters.get(series);
        return Math.max(gauge == null ? 0 : gauge.count(), counter == null ? 0 : counter.count());
    }

    boolean isOfBootOf(ToldWindow other) {
        return span.bootId().equals(other.span.bootId());
    }
}
