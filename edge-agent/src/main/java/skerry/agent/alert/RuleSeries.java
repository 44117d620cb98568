package skerry.agent.alert;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.agent.ring.Moment;
import skerry.agent.ring.Ring;
import skerry.promql.Evaluator;
import skerry.promql.Expr;
import skerry.promql.LabelSets;
import skerry.promql.Matcher;
import skerry.promql.QueryLimits;
import skerry.promql.SeriesSource;
import skerry.protocol.series.Labels;
import skerry.protocol.series.Series;

/**
 * What the rules of one round look at, read from the ring in one pass: each block is unpacked once, however many rules need
 * it, and no block that is older than the longest span. Owned by one thread.
 */
final class RuleSeries implements SeriesSource {
    /** Samples in memory at once, 16 bytes each: beyond it the selector that has most goes without. */
    static final int MOST_SAMPLES = 150_000;

    private final Map<List<Matcher>, Selection> selections = new LinkedHashMap<>();
    private final Map<String, List<Selection>> byName = new HashMap<>();
    private final List<Selection> others = new ArrayList<>();
    private final Map<Series, Samples> samples = new HashMap<>();
    private final long nowMillis;
    private int held;

    /** What one selector asks for. */
    private static final class Selection {
        private final List<Matcher> matchers;
        private final List<Samples> series = new ArrayList<>();
        private long fromMillis;
        private boolean refused;

        Selection(List<Matcher> matchers, long fromMillis) {
            this.matchers = matchers;
            this.fromMillis = fromMillis;
        }

        boolean selects(Series one) {
            for (Matcher matcher : matchers) {
                String label = matcher.label();
                if (!matcher.matches(
                        label.equals(LabelSets.NAME) ? one.name() : one.labels().get(label))) {
                    return false;
                }
            }
            return true;
        }

        int size() {
            return series.stream().mapToInt(one -> one.size).sum();
        }
    }

    /** The samples of one series, from the earliest moment that any selector asks for. */
    private static final class Samples {
        private final Labels labels;
        private final List<Selection> selections;
        private final long fromMillis;
        private long[] times = new long[16];
        private double[] values = new double[16];
        private int size;

        Samples(Series series, List<Selection> selections) {
            this.labels = LabelSets.named(series.name(), series.labels());
            this.selections = List.copyOf(selections);
            this.fromMillis =
                    selections.stream().mapToLong(one -> one.fromMillis).min().orElse(Long.MAX_VALUE);
        }

        void add(long time, double value) {
            if (size == times.length) {
                times = Arrays.copyOf(times, size * 2);
                values = Arrays.copyOf(values, size * 2);
            }
            times[size] = time;
            values[size] = value;
            size++;
        }
    }

    /** @param exprs of the rules that are due */
    RuleSeries(List<Expr> exprs, long nowMillis) {
        this.nowMillis = nowMillis;
        // Evaluated over nothing, an expression asks for all that it looks at.
        var asking = new Evaluator((matchers, from, _, _) -> want(matchers, from), QueryLimits.USUAL);
        for (Expr expr : exprs) {
            try {
                asking.instant(expr, nowMillis);
            } catch (IOException e) {
                throw new IllegalStateException("asking reads nothing", e);
            }
        }
        for (Selection selection : selections.values()) {
            Optional<Matcher> name = selection.matchers.stream()
                    .filter(matcher -> matcher.label().equals(LabelSets.NAME) && matcher.op() == Matcher.Op.EQUAL)
                    .findFirst();
            name.ifPresentOrElse(
                    known -> byName.computeIfAbsent(known.value(), _ -> new ArrayList<>())
                            .add(selection),
                    () -> others.add(selection));
        }
    }

    /**
     * Reads what the expressions look at.
     *
     * @throws SQLException if the ring's file cannot be read: then this holds what waits in memory alone
     */
    void read(Ring ring, Moment now) throws SQLException {
        ring.recent(now, this::spanMillis, this::sample);
    }

    @Override
    public void select(List<Matcher> matchers, long fromMillis, long toMillis, Visitor visitor) throws IOException {
        Selection selection = selections.get(matchers);
        if (selection == null || selection.refused) {
            throw new IOException("it looks at more samples than the " + MOST_SAMPLES
                    + " that the rules of a round may have in memory: ask for less time or fewer series");
        }
        for (Samples one : selection.series) {
            for (int i = 0; i < one.size; i++) {
                if (one.times[i] >= fromMillis
                        && one.times[i] <= toMillis
                        && !visitor.sample(one.labels, one.times[i], one.values[i])) {
                    return;
                }
            }
        }
    }

    private void want(List<Matcher> matchers, long fromMillis) {
        Selection selection = selections.computeIfAbsent(matchers, _ -> new Selection(matchers, fromMillis));
        selection.fromMillis = Math.min(selection.fromMillis, fromMillis);
    }

    /** How far back a series is looked at; 0 for not at all. */
    private long spanMillis(Series series) {
        Samples known = samples.get(series);
        if (known != null) {
            return nowMillis - known.fromMillis + 1;
        }
        var selecting = new ArrayList<Selection>();
        byName.getOrDefault(series.name(), List.of()).stream()
                .filter(selection -> selection.selects(series))
                .forEach(selecting::add);
        others.stream().filter(selection -> selection.selects(series)).forEach(selecting::add);
        if (selecting.isEmpty()) {
            return 0;
        }
        var made = new Samples(series, selecting);
        selecting.forEach(selection -> selection.series.add(made));
        samples.put(series, made);
        return nowMillis - made.fromMillis + 1;
    }

    private boolean sample(Series series, long time, double value) {
        Samples one = samples.get(series);
        if (one != null && time >= one.fromMillis && one.selections.stream().anyMatch(taker -> !taker.refused)) {
            one.add(time, value);
            held++;
            if (held > MOST_SAMPLES) {
                refuseLargest();
            }
        }
        return true;
    }

    private void refuseLargest() {
        selections.values().stream()
                .filter(selection -> !selection.refused)
                .max(Comparator.comparingInt(Selection::size))
                .ifPresent(largest -> {
                    largest.refused = true;
                    for (Samples one : largest.series) {
                        if (one.selections.stream().allMatch(selection -> selection.refused)) {
                            held -= one.size;
                            one.size = 0;
                            one.times = new long[1];
                            one.values = new double[1];
                        }
                    }
                });
    }
}
