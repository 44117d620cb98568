package skerry.promql;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import skerry.protocol.series.Labels;

/** Finds out what an expression looks at, over all its moments, and loads that once: selectors that are alike share it. */
final class Loading {
    private final long lookbackMillis;
    private final long queryStart;
    private final long queryEnd;
    private final Map<List<Matcher>, Span> wanted = new LinkedHashMap<>();

    /** Both ends belong to it. */
    private record Span(long from, long to) {
        Span and(Span other) {
            return new Span(Math.min(from, other.from), Math.max(to, other.to));
        }
    }

    Loading(long lookbackMillis, long queryStart, long queryEnd) {
        this.lookbackMillis = lookbackMillis;
        this.queryStart = queryStart;
        this.queryEnd = queryEnd;
    }

    /** Adds what this expression needs when it is evaluated between two moments. */
    void add(Expr expr, long from, long to) {
        switch (expr) {
            case Expr.Numeral _, Expr.Text _ -> {}
            case Expr.Selector it -> add(it.matchers(), it.shift(), lookbackMillis, from, to);
            case Expr.Range it -> add(it.matchers(), it.shift(), it.spanMillis(), from, to);
            case Expr.Subquery it ->
                add(
                        it.inner(),
                        it.shift().moment(from, queryStart, queryEnd) - it.spanMillis(),
                        it.shift().moment(to, queryStart, queryEnd));
            case Expr.Negation it -> add(it.inner(), from, to);
            case Expr.Binary it -> {
                add(it.left(), from, to);
                add(it.right(), from, to);
            }
            case Expr.Aggregation it -> {
                it.parameter().ifPresent(parameter -> add(parameter, from, to));
                add(it.inner(), from, to);
            }
            case Expr.Call it -> it.arguments().forEach(argument -> add(argument, from, to));
        }
    }

    /** In the order of their labels, by what selects them. */
    Map<List<Matcher>, List<Loaded>> load(SeriesSource source, Work work) throws IOException {
        var loaded = new HashMap<List<Matcher>, List<Loaded>>();
        for (var entry : wanted.entrySet()) {
            var series = new HashMap<Labels, Loaded>();
            Span span = entry.getValue();
            source.select(entry.getKey(), span.from, span.to, (labels, time, value) -> {
                work.hold(1);
                series.computeIfAbsent(labels, Loaded::new).add(time, value);
                return true;
            });
            var ordered = new ArrayList<>(series.values());
            ordered.sort(Comparator.comparing(Loaded::labels, LabelSets.ORDER));
            ordered.forEach(Loaded::seal);
            loaded.put(entry.getKey(), ordered);
        }
        return loaded;
    }

    private void add(List<Matcher> matchers, Shift shift, long back, long from, long to) {
        var span =
                new Span(shift.moment(from, queryStart, queryEnd) - back + 1, shift.moment(to, queryStart, queryEnd));
        wanted.merge(matchers, span, Span::and);
    }
}
