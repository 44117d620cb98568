package skerry.agent.alert;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import skerry.agent.query.RingSeries;
import skerry.agent.ring.Moment;
import skerry.agent.ring.RecentWish;
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

    /** Time for reading: what looks further back than was read by then goes without. */
    static final Duration MOST_READING = Duration.ofSeconds(4);

    private static final int LOOK_EVERY = 1_024;
    private static final String TOO_MUCH = "it looks at more samples than the " + MOST_SAMPLES
            + " that the rules of a round may have in memory: ask for less time or fewer series";
    private static final String TOO_FAR = "it looks further back than the ring can be read in the "
            + MOST_READING.toSeconds() + " s that a round has for it: ask for less time";

    private final Map<Asked, Selection> selections = new LinkedHashMap<>();
    private final Map<String, List<Selection>> byName = new HashMap<>();
    private final List<Selection> others = new ArrayList<>();
    private final Map<Series, Samples> samples = new HashMap<>();
    private final long nowMillis;
    private final LongSupplier nanos;
    private long began;
    private int held;
    private int taken;

    private record Asked(List<Matcher> matchers, long fromMillis) {}

    /** What selectors that are alike ask for. */
    private static final class Selection {
        private final List<Matcher> matchers;
        private final List<Samples> series = new ArrayList<>();
        private final long fromMillis;
        private Optional<String> refused = Optional.empty();

        Selection(List<Matcher> matchers, long fromMillis) {
            this.matchers = matchers;
            this.fromMillis = fromMillis;
        }

        int size() {
            return series.stream().mapToInt(one -> one.since(fromMillis)).sum();
        }
    }

    /** The samples of one series, from the earliest moment that any selector asks for. */
    private static final class Samples {
        private final Labels labels;
        private final List<Selection> selections;
        private long fromMillis;
        private long[] times = new long[16];
        private double[] values = new double[16];
        private int size;

        Samples(Series series, List<Selection> selections) {
            this.labels = LabelSets.named(series.name(), series.labels());
            this.selections = List.copyOf(selections);
            this.fromMillis = earliest();
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

        /** How many samples are not older. */
        int since(long millis) {
            int count = 0;
            for (int i = 0; i < size; i++) {
                count += times[i] >= millis ? 1 : 0;
            }
            return count;
        }

        /** Forgets what nobody wants any more. @return how many samples that were */
        int trim() {
            int had = size;
            fromMillis = earliest();
            size = 0;
            for (int i = 0; i < had; i++) {
                if (times[i] >= fromMillis) {
                    times[size] = times[i];
                    values[size] = values[i];
                    size++;
                }
            }
            times = Arrays.copyOf(times, size + 1);
            values = Arrays.copyOf(values, size + 1);
            return had - size;
        }

        private long earliest() {
            return selections.stream()
                    .filter(one -> one.refused.isEmpty())
                    .mapToLong(one -> one.fromMillis)
                    .min()
                    .orElse(Long.MAX_VALUE);
        }

        /** Puts the stretches, which came newest first, into the order of time. */
        void order() {
            long[] ordered = new long[size];
            double[] belonging = new double[size];
            int end = size;
            int at = 0;
            while (end > 0) {
                int start = end - 1;
                while (start > 0 && times[start - 1] < times[start]) {
                    start--;
                }
                System.arraycopy(times, start, ordered, at, end - start);
                System.arraycopy(values, start, belonging, at, end - start);
                at += end - start;
                end = start;
            }
            times = ordered;
            values = belonging;
        }
    }

    /**
     * @param exprs of the rules that are due
     * @param nanos for measuring how long reading takes
     */
    RuleSeries(List<Expr> exprs, long nowMillis, LongSupplier nanos) {
        this.nowMillis = nowMillis;
        this.nanos = nanos;
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
        began = nanos.getAsLong();
        ring.recent(
                now,
                new RecentWish() {
                    @Override
                    public boolean mayWant(String name) {
                        return !others.isEmpty() || byName.containsKey(name);
                    }

                    @Override
                    public long spanMillis(Series series) {
                        return RuleSeries.this.spanMillis(series);
                    }
                },
                this::sample);
        samples.values().forEach(Samples::order);
    }

    @Override
    public void select(List<Matcher> matchers, long fromMillis, long toMillis, Visitor visitor) throws IOException {
        Selection selection = selections.get(new Asked(matchers, fromMillis));
        if (selection == null) {
            throw new IllegalStateException("an expression looks at what it did not ask for: " + matchers);
        }
        if (selection.refused.isPresent()) {
            throw new IOException(selection.refused.get());
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
        selections.computeIfAbsent(new Asked(matchers, fromMillis), _ -> new Selection(matchers, fromMillis));
    }

    /** How far back a series is looked at; 0 for not at all. */
    private long spanMillis(Series series) {
        Samples known = samples.get(series);
        if (known != null) {
            return nowMillis - known.fromMillis + 1;
        }
        var selecting = new ArrayList<Selection>();
        byName.getOrDefault(series.name(), List.of()).stream()
                .filter(selection -> RingSeries.matches(selection.matchers, series))
                .forEach(selecting::add);
        others.stream()
                .filter(selection -> RingSeries.matches(selection.matchers, series))
                .forEach(selecting::add);
        if (selecting.isEmpty()) {
            return 0;
        }
        var made = new Samples(series, selecting);
        selecting.forEach(selection -> selection.series.add(made));
        samples.put(series, made);
        return nowMillis - made.fromMillis + 1;
    }

    /** Says whether older samples of the series are wanted. */
    private boolean sample(Series series, long time, double value) {
        taken++;
        if (taken % LOOK_EVERY == 0 && nanos.getAsLong() - began > MOST_READING.toNanos()) {
            // The newest come first: whoever looks at less has what it needs.
            refuse(selection -> selection.fromMillis < time, TOO_FAR);
        }
        Samples one = samples.get(series);
        if (one == null || time < one.fromMillis) {
            return false;
        }
        one.add(time, value);
        held++;
        if (held > MOST_SAMPLES) {
            Selection largest = Collections.max(
                    selections.values(),
                    Comparator.comparingInt(selection -> selection.refused.isPresent() ? -1 : selection.size()));
            refuse(selection -> selection == largest, TOO_MUCH);
        }
        return true;
    }

    private void refuse(Predicate<Selection> which, String reason) {
        for (Selection selection : selections.values()) {
            if (selection.refused.isEmpty() && which.test(selection)) {
                selection.refused = Optional.of(reason);
                selection.series.forEach(one -> held -= one.trim());
            }
        }
    }
}
