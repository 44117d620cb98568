package skerry.agent.summary;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import skerry.protocol.payload.PatternSummary;
import skerry.protocol.payload.Severity;
import skerry.protocol.payload.SketchSummary;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.Window;

/**
 * A longer window made of closed shorter ones: an hour of minutes, a day of hours. Exact for counts, sums, extremes,
 * increases and distributions. Owned by one thread.
 */
public final class Rollup {
    private final long lengthMillis;
    private final SeriesWindows series = new SeriesWindows();
    private final Map<Long, PatternTotal> patterns = new LinkedHashMap<>();
    private boolean empty = true;
    private long startMillis;
    private long endMillis;

    /** @param lengthMillis 3,600,000 for hours, 86,400,000 for days; aligned to UTC */
    public Rollup(long lengthMillis) {
        this.lengthMillis = lengthMillis;
    }

    private static final class PatternTotal {
        final Map<Severity, Long> counts = new EnumMap<>(Severity.class);
        String firstExample = "";
        String lastExample = "";

        void add(PatternSummary window) {
            window.counts().forEach((severity, count) -> counts.merge(severity, count, Long::sum));
            if (firstExample.isEmpty()) {
                firstExample = window.firstExample();
            }
            String last = window.lastExample().isEmpty() ? window.firstExample() : window.lastExample();
            if (!last.isEmpty()) {
                lastExample = last;
            }
        }

        PatternSummary of(long id) {
            return new PatternSummary(id, counts, firstExample, lastExample.equals(firstExample) ? "" : lastExample);
        }
    }

    /** Whether {@code window} lies in another hour (day) than what has been added so far, which then must be closed first. */
    public boolean isCompleteBefore(Window window) {
        return !empty && slot(window.startMillis()) != slot(startMillis);
    }

    public boolean isEmpty() {
        return empty;
    }

    public void add(Summary shorter) {
        if (empty) {
            startMillis = shorter.window().startMillis();
            endMillis = shorter.window().endMillis();
            empty = false;
        }
        startMillis = Math.min(startMillis, shorter.window().startMillis());
        endMillis = Math.max(endMillis, shorter.window().endMillis());
        shorter.gauges().forEach(series::window);
        shorter.counters().forEach(series::window);
        for (SketchSummary sketch : shorter.sketches()) {
            series.window(sketch);
        }
        shorter.patterns()
                .forEach(pattern -> patterns.computeIfAbsent(pattern.patternId(), _ -> new PatternTotal())
                        .add(pattern));
    }

    /**
     * Hands out what was added and starts anew.
     *
     * @throws IllegalStateException if nothing was added
     */
    public Summary close() {
        if (empty) {
            throw new IllegalStateException("a window without content cannot be closed");
        }
        var closed = series.close();
        List<PatternSummary> totals = new ArrayList<>(patterns.size());
        patterns.forEach((id, total) -> totals.add(total.of(id)));
        var summary = new Summary(
                new Window(startMillis, endMillis - startMillis),
                closed.gauges(),
                closed.counters(),
                totals,
                closed.sketches());
        patterns.clear();
        empty = true;
        return summary;
    }

    private long slot(long millis) {
        return Math.floorDiv(millis, lengthMillis);
    }
}
