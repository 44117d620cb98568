package skerry.promql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import skerry.protocol.series.Labels;

/** One query being answered, from series that are loaded: each part of its expression is a function of a moment. */
final class Evaluation {
    private final Map<List<Matcher>, List<Loaded>> series;
    private final Steps steps;
    private final Work work;
    private final LabelMemory labels = new LabelMemory();
    private final Aggregations aggregations = new Aggregations(labels);
    private final VectorMatch matches = new VectorMatch(labels);
    private final SpecialFunctions special;
    /** What subqueries found at their steps; those of the next moment are mostly the same. */
    private final IdentityHashMap<Expr.Subquery, TreeMap<Long, List<Sample>>> found = new IdentityHashMap<>();

    /** The times of a query. */
    record Steps(long lookbackMillis, long subqueryStepMillis, long queryStart, long queryEnd) {}

    /** A series and what lies in a span of it. */
    record Ranged(Labels labels, Window window) {}

    Evaluation(Map<List<Matcher>, List<Loaded>> series, Steps steps, Work work) {
        this.series = series;
        this.steps = steps;
        this.work = work;
        this.special = new SpecialFunctions(this, labels);
    }

    String text(Expr expr) {
        return ((Expr.Text) expr).value();
    }

    double scalar(Expr expr, long at) {
        work.add(1);
        return switch (expr) {
            case Expr.Numeral it -> it.value();
            case Expr.Negation it -> -scalar(it.inner(), at);
            case Expr.Binary it -> {
                double left = scalar(it.left(), at);
                double right = scalar(it.right(), at);
                if (it.op().isComparison()) {
                    yield it.op().holds(left, right) ? 1 : 0;
                }
                yield it.op().compute(left, right);
            }
            case Expr.Call it -> special.scalar(it, at);
            default -> throw new IllegalStateException(expr + " is no scalar");
        };
    }

    List<Sample> vector(Expr expr, long at) {
        List<Sample> samples = switch (expr) {
            case Expr.Selector it -> newest(it, at);
            case Expr.Negation it -> mapped(vector(it.inner(), at), value -> -value);
            case Expr.Binary it -> binary(it, at);
            case Expr.Aggregation it -> aggregation(it, at);
            case Expr.Call it -> call(it, at);
            default -> throw new IllegalStateException(expr + " is no instant vector");
        };
        work.add(samples.size() + 1L);
        return samples;
    }

    /** Values made anew, which are no longer the metric's. */
    List<Sample> mapped(List<Sample> samples, DoubleUnaryOperator function) {
        var mapped = new ArrayList<Sample>(samples.size());
        for (Sample sample : samples) {
            mapped.add(new Sample(labels.withoutName(sample.labels()), function.applyAsDouble(sample.value())));
        }
        return distinct(mapped);
    }

    /** The times of the samples themselves, in seconds. */
    List<Sample> timesOf(Expr.Selector selector, long at) {
        long end = moment(selector.shift(), at);
        var times = new ArrayList<Sample>();
        for (Loaded loaded : series.getOrDefault(selector.matchers(), List.of())) {
            int index = loaded.newest(end - steps.lookbackMillis, end);
            if (index >= 0) {
                times.add(new Sample(labels.withoutName(loaded.labels()), loaded.time(index) / 1000.0));
            }
        }
        work.add(times.size() + 1L);
        return distinct(times);
    }

    /** Series that have samples in the span, with these. */
    List<Ranged> ranges(Expr expr, long at) {
        return switch (expr) {
            case Expr.Range it -> ranges(it, at);
            case Expr.Subquery it -> ranges(it, at);
            default -> throw new IllegalStateException(expr + " is no range vector");
        };
    }

    /** A range vector as it is answered. */
    List<Value.Line> lines(Expr expr, long at) {
        var lines = new ArrayList<Value.Line>();
        for (Ranged ranged : ranges(expr, at)) {
            var points = new ArrayList<Value.Point>();
            for (int i = 0; i < ranged.window().size(); i++) {
                points.add(
                        new Value.Point(ranged.window().time(i), ranged.window().value(i)));
            }
            lines.add(new Value.Line(ranged.labels(), points));
        }
        lines.sort((left, right) -> LabelSets.ORDER.compare(left.labels(), right.labels()));
        return lines;
    }

    /** The samples, if no two have the same labels. */
    static List<Sample> distinct(List<Sample> samples) {
        var seen = new HashSet<Labels>();
        for (Sample sample : samples) {
            if (!seen.add(sample.labels())) {
                throw RefusedException.failed("vector cannot contain metrics with the same labelset: "
                        + LabelSets.text(sample.labels()) + " is there twice");
            }
        }
        return samples;
    }

    private List<Sample> newest(Expr.Selector selector, long at) {
        long end = moment(selector.shift(), at);
        var samples = new ArrayList<Sample>();
        for (Loaded loaded : series.getOrDefault(selector.matchers(), List.of())) {
            int index = loaded.newest(end - steps.lookbackMillis, end);
            if (index >= 0) {
                samples.add(new Sample(loaded.labels(), loaded.value(index)));
            }
        }
        return samples;
    }

    private List<Sample> binary(Expr.Binary it, long at) {
        if (it.left().type() == ValueType.SCALAR) {
            double left = scalar(it.left(), at);
            return withScalar(it, vector(it.right(), at), left, true);
        }
        if (it.right().type() == ValueType.SCALAR) {
            double right = scalar(it.right(), at);
            return withScalar(it, vector(it.left(), at), right, false);
        }
        return distinct(matches.combine(it, vector(it.left(), at), vector(it.right(), at)));
    }

    private List<Sample> withScalar(Expr.Binary it, List<Sample> samples, double scalar, boolean isScalarLeft) {
        BinaryOp op = it.op();
        if (!op.isComparison()) {
            return mapped(samples, value -> isScalarLeft ? op.compute(scalar, value) : op.compute(value, scalar));
        }
        if (it.asBool()) {
            return mapped(samples, value -> holds(op, value, scalar, isScalarLeft) ? 1 : 0);
        }
        return samples.stream()
                .filter(sample -> holds(op, sample.value(), scalar, isScalarLeft))
                .toList();
    }

    private static boolean holds(BinaryOp op, double value, double scalar, boolean isScalarLeft) {
        return isScalarLeft ? op.holds(scalar, value) : op.holds(value, scalar);
    }

    private List<Sample> aggregation(Expr.Aggregation it, long at) {
        List<Sample> samples = vector(it.inner(), at);
        if (it.op() == AggregateOp.COUNT_VALUES) {
            return aggregations.countValues(it, text(it.parameter().orElseThrow()), samples);
        }
        double parameter = it.parameter().isPresent() ? scalar(it.parameter().get(), at) : Double.NaN;
        return aggregations.aggregate(it, parameter, samples);
    }

    private List<Sample> call(Expr.Call it, long at) {
        return switch (it.function().body()) {
            case Function.Body.Each each -> mapped(vector(it.arguments().getFirst(), at), each.function());
            case Function.Body.Date date ->
                it.arguments().isEmpty()
                        ? List.of(new Sample(
                                Labels.NONE, date.function().applyAsDouble((double) Math.floorDiv(at, 1000L))))
                        : mapped(vector(it.arguments().getFirst(), at), date.function());
            case Function.Body.Span span -> overTime(it, span.function(), at);
            case Function.Body.Special _ -> special.vector(it, at);
        };
    }

    private List<Sample> overTime(Expr.Call it, OverTime.WindowFunction function, long at) {
        double parameter = Double.NaN;
        Expr range = it.arguments().getFirst();
        for (Expr argument : it.arguments()) {
            if (argument.type() == ValueType.SCALAR) {
                parameter = scalar(argument, at);
            } else {
                range = argument;
            }
        }
        var samples = new ArrayList<Sample>();
        for (Ranged ranged : ranges(range, at)) {
            OptionalDouble value = function.apply(ranged.window(), parameter);
            if (value.isPresent()) {
                Labels of = it.function() == Function.LAST_OVER_TIME
                        ? ranged.labels()
                        : labels.withoutName(ranged.labels());
                samples.add(new Sample(of, value.getAsDouble()));
            }
        }
        return distinct(samples);
    }

    private List<Ranged> ranges(Expr.Range it, long at) {
        long end = moment(it.shift(), at);
        var ranges = new ArrayList<Ranged>();
        for (Loaded loaded : series.getOrDefault(it.matchers(), List.of())) {
            Window window = loaded.window(end - it.spanMillis(), end, at);
            if (window.size() > 0) {
                work.add(window.size());
                ranges.add(new Ranged(loaded.labels(), window));
            }
        }
        return ranges;
    }

    /** The inner expression at all multiples of the step that lie in the span. */
    private List<Ranged> ranges(Expr.Subquery it, long at) {
        long end = moment(it.shift(), at);
        long start = end - it.spanMillis();
        long step = it.stepMillis().orElse(steps.subqueryStepMillis);
        long first = (Math.floorDiv(start, step) + 1) * step;
        if (first > end) {
            return List.of();
        }
        int count = work.steps(first, end, step);
        TreeMap<Long, List<Sample>> known = found.computeIfAbsent(it, _ -> new TreeMap<>());
        forget(known.headMap(first));
        var collected = new LinkedHashMap<Labels, Loaded>();
        for (int i = 0; i < count; i++) {
            long moment = first + i * step;
            List<Sample> samples = known.get(moment);
            if (samples == null) {
                samples = vector(it.inner(), moment);
                known.put(moment, samples);
                work.hold(samples.size() + 1L);
            }
            work.add(samples.size() + 1L);
            for (Sample sample : samples) {
                collected.computeIfAbsent(sample.labels(), Loaded::new).add(moment, sample.value());
            }
        }
        var ranges = new ArrayList<Ranged>();
        for (Loaded loaded : collected.values()) {
            loaded.seal();
            ranges.add(new Ranged(loaded.labels(), loaded.window(start, end, at)));
        }
        return ranges;
    }

    private void forget(SortedMap<Long, List<Sample>> passed) {
        passed.values().forEach(samples -> work.release(samples.size() + 1L));
        passed.clear();
    }

    private long moment(Shift shift, long at) {
        return shift.moment(at, steps.queryStart, steps.queryEnd);
    }
}
