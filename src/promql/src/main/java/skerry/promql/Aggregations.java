package skerry.promql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import skerry.protocol.series.Labels;

/** Makes one sample, or a few, of each group of samples; groups come in the order of their first sample. */
final class Aggregations {
    private final LabelMemory memory;

    Aggregations(LabelMemory memory) {
        this.memory = memory;
    }

    /** @param parameter the scalar before the expression; not a number where there is none */
    List<Sample> aggregate(Expr.Aggregation it, double parameter, List<Sample> samples) {
        if (it.op() == AggregateOp.TOPK || it.op() == AggregateOp.BOTTOMK) {
            return foremost(it, parameter, samples);
        }
        var results = new ArrayList<Sample>();
        grouped(it, samples)
                .forEach((labels, group) -> results.add(new Sample(labels, value(it.op(), parameter, values(group)))));
        return results;
    }

    /** How many samples of each group have each value; the value becomes a label. */
    List<Sample> countValues(Expr.Aggregation it, String label, List<Sample> samples) {
        if (!LabelSets.isName(label)) {
            throw RefusedException.failed("invalid label name \"" + label + "\" in count_values");
        }
        var names = new ArrayList<>(it.grouping().labels());
        boolean without = it.grouping().without();
        if (!without) {
            names.add(label);
        }
        var grouping = new Grouping(without, names);
        var counts = new LinkedHashMap<Labels, Integer>();
        for (Sample sample : samples) {
            Labels labels = LabelSets.with(sample.labels(), label, Arithmetic.text(sample.value()));
            counts.merge(key(grouping).apply(labels), 1, Integer::sum);
        }
        return counts.entrySet().stream()
                .map(entry -> new Sample(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Map<Labels, List<Sample>> grouped(Expr.Aggregation it, List<Sample> samples) {
        UnaryOperator<Labels> key = key(it.grouping());
        var groups = new LinkedHashMap<Labels, List<Sample>>();
        for (Sample sample : samples) {
            groups.computeIfAbsent(memory.made(it, sample.labels(), key), _ -> new ArrayList<>())
                    .add(sample);
        }
        return groups;
    }

    private static UnaryOperator<Labels> key(Grouping grouping) {
        return grouping.without()
                ? labels -> LabelSets.without(LabelSets.withoutName(labels), grouping.labels())
                : labels -> LabelSets.only(labels, grouping.labels());
    }

    private static double[] values(List<Sample> group) {
        return group.stream().mapToDouble(Sample::value).toArray();
    }

    private static double value(AggregateOp op, double parameter, double[] values) {
        int count = values.length;
        return switch (op) {
            case SUM -> Statistics.sum(values, 0, count);
            case AVG -> Statistics.mean(values, 0, count);
            case MIN -> Statistics.min(values, 0, count);
            case MAX -> Statistics.max(values, 0, count);
            case COUNT -> count;
            case GROUP -> 1;
            case STDVAR -> Statistics.variance(values, 0, count);
            case STDDEV -> Math.sqrt(Statistics.variance(values, 0, count));
            case QUANTILE -> Quantile.of(parameter, values);
            case TOPK, BOTTOMK, COUNT_VALUES -> throw new IllegalStateException(op + " makes more than one value");
        };
    }

    /** The k highest or lowest of each group, best first. */
    private List<Sample> foremost(Expr.Aggregation it, double parameter, List<Sample> samples) {
        if (samples.isEmpty()) {
            return samples;
        }
        int most = count(parameter, samples.size());
        Comparator<Sample> order = it.op() == AggregateOp.TOPK ? SampleOrder.DESCENDING : SampleOrder.ASCENDING;
        var results = new ArrayList<Sample>();
        for (List<Sample> group : grouped(it, samples).values()) {
            group.stream().sorted(order).limit(most).forEach(results::add);
        }
        return results;
    }

    private static int count(double parameter, int most) {
        if (Double.isNaN(parameter)) {
            throw RefusedException.failed("Parameter value is NaN");
        }
        if (Math.abs(parameter) >= 0x1p63) {
            throw RefusedException.failed("Scalar value " + Arithmetic.text(parameter)
                    + (parameter > 0 ? " overflows int64" : " underflows int64"));
        }
        return Math.clamp((long) parameter, 0, most);
    }
}
