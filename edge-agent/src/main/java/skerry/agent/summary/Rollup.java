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
    /** Beyond so many it closes early, if they are more than twice those of any one window: 200 to 300 bytes each. */
    private static final int MOST_SERIES = 4_000;

    private static final int MOST_PATTERNS = 4_000;

    private final long lengthMillis;
    private SeriesWindows series = new SeriesWindows();
    private final Map<Long, PatternTotal> patterns = new LinkedHashMap<>();
    /** Series, by their room, and patterns of the largest window that was added. */
    private int largestSeries;

    private int largestPatterns;
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

    /**
     * Whether what has been added so far must be closed before {@code window} is added: because that lies in another hour (day),
     * or because there is no room for more, where series or patterns are other ones all the time. Then there is one more
     * of the hour, of a part of it, and nothing is left out.
     */
    public boolean isCompleteBefore(Window window) {
        return !empty && (slot(window.startMillis()) != slot(startMillis) || isFull());
    }

    private boolean isFull() {
        return (series.room() > MOST_SERIES && series.room() > 2 * largestSeries)
                || (patterns.size() > MOST_PATTERNS && patterns.size() > 2 * largestPatterns);
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
        largestSeries = Math.max(
                largestSeries,
                shorter.gauges().size()
                        + shorter.counters().size()
                        + SeriesWindows.ROOM_OF_SKETCH * shorter.sketches().size());
        largestPatterns = Math.max(largestPatterns, shorter.patterns().size());
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
        // No series is waited for: what it brings next is in the next window.
        series = new SeriesWindows();
        patterns.clear();
        largestSeries = 0;
        largestPatterns = 0;
        empty = true;
        return summary;
    }

    private long slot(long millis) {
        return Math.floorDiv(millis, lengthMillis);
    }
}
