package skerry.promql;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import skerry.protocol.series.Labels;

/** Functions that look at more than one value, or at labels, or at none. */
final class SpecialFunctions {
    private static final String BOUND = "le";

    private final Evaluation evaluation;
    private final LabelMemory memory;
    private final IdentityHashMap<Expr.Call, Pattern> patterns = new IdentityHashMap<>();

    SpecialFunctions(Evaluation evaluation, LabelMemory memory) {
        this.evaluation = evaluation;
        this.memory = memory;
    }

    double scalar(Expr.Call it, long at) {
        if (it.function() == Function.TIME) {
            return at / 1000.0;
        }
        List<Sample> samples = samples(it, at);
        return samples.size() == 1 ? samples.getFirst().value() : Double.NaN;
    }

    List<Sample> vector(Expr.Call it, long at) {
        return switch (it.function()) {
            case VECTOR -> List.of(new Sample(Labels.NONE, number(it, 0, at)));
            case ROUND -> {
                double nearest = it.arguments().size() > 1 ? number(it, 1, at) : 1;
                yield evaluation.mapped(samples(it, at), value -> Arithmetic.roundTo(value, nearest));
            }
            case CLAMP -> clamped(it, number(it, 1, at), number(it, 2, at), at);
            case CLAMP_MIN -> clamped(it, number(it, 1, at), Double.POSITIVE_INFINITY, at);
            case CLAMP_MAX -> clamped(it, Double.NEGATIVE_INFINITY, number(it, 1, at), at);
            case SORT -> sorted(it, SampleOrder.ASCENDING, at);
            case SORT_DESC -> sorted(it, SampleOrder.DESCENDING, at);
            case TIMESTAMP ->
                it.arguments().getFirst() instanceof Expr.Selector selector
                        ? evaluation.timesOf(selector, at)
                        : evaluation.mapped(samples(it, at), _ -> at / 1000.0);
            case ABSENT -> absent(it, samples(it, at).isEmpty());
            case ABSENT_OVER_TIME ->
                absent(it, evaluation.ranges(it.arguments().getFirst(), at).isEmpty());
            case HISTOGRAM_QUANTILE -> histogramQuantile(it, at);
            case LABEL_REPLACE -> labelReplace(it, at);
            case LABEL_JOIN -> labelJoin(it, at);
            default -> throw new IllegalStateException(it.function().word() + " has a body of its own");
        };
    }

    private List<Sample> samples(Expr.Call it, long at) {
        return evaluation.vector(it.arguments().getFirst(), at);
    }

    private double number(Expr.Call it, int argument, long at) {
        return evaluation.scalar(it.arguments().get(argument), at);
    }

    private String text(Expr.Call it, int argument) {
        return evaluation.text(it.arguments().get(argument));
    }

    private List<Sample> clamped(Expr.Call it, double lowest, double highest, long at) {
        List<Sample> samples = samples(it, at);
        return highest < lowest
                ? List.of()
                : evaluation.mapped(samples, value -> Arithmetic.atLeast(lowest, Arithmetic.atMost(highest, value)));
    }

    private List<Sample> sorted(Expr.Call it, Comparator<Sample> order, long at) {
        return samples(it, at).stream().sorted(order).toList();
    }

    private static List<Sample> absent(Expr.Call it, boolean isAbsent) {
        return isAbsent ? List.of(new Sample(Absence.labels(it.arguments().getFirst()), 1)) : List.of();
    }

    /** Buckets of one histogram agree in all labels but their bound, also in name. */
    private List<Sample> histogramQuantile(Expr.Call it, long at) {
        double share = number(it, 0, at);
        Map<Labels, List<Quantile.Bucket>> histograms = new LinkedHashMap<>();
        for (Sample sample : evaluation.vector(it.arguments().get(1), at)) {
            OptionalDouble bound = bound(sample.labels().get(BOUND));
            if (bound.isPresent()) {
                Labels of = memory.made(it, sample.labels(), labels -> LabelSets.without(labels, List.of(BOUND)));
                histograms
                        .computeIfAbsent(of, _ -> new ArrayList<>())
                        .add(new Quantile.Bucket(bound.getAsDouble(), sample.value()));
            }
        }
        var results = new ArrayList<Sample>();
        histograms.forEach(
                (labels, buckets) -> results.add(new Sample(memory.withoutName(labels), Quantile.of(share, buckets))));
        return Evaluation.distinct(results);
    }

    private static OptionalDouble bound(String text) {
        try {
            return switch (text) {
                case "+Inf", "Inf", "+inf", "inf" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
                case "-Inf", "-inf" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
                default -> OptionalDouble.of(Double.parseDouble(text));
            };
        } catch (NumberFormatException e) {
            return OptionalDouble.empty(); // No bucket: Prometheus leaves it out as well.
        }
    }

    private List<Sample> labelReplace(Expr.Call it, long at) {
        String target = text(it, 1);
        checkLabel(it, "destination", target);
        var template = new Template(text(it, 2));
        String source = text(it, 3);
        Pattern pattern = patterns.computeIfAbsent(it, _ -> Regex.compile(text(it, 4)));
        return relabelled(it, at, labels -> {
            var caught = pattern.matcher(labels.get(source));
            return caught.matches() ? LabelSets.with(labels, target, template.filled(caught)) : labels;
        });
    }

    private List<Sample> labelJoin(Expr.Call it, long at) {
        String target = text(it, 1);
        checkLabel(it, "destination", target);
        String separator = text(it, 2);
        var sources = new ArrayList<String>();
        for (int i = 3; i < it.arguments().size(); i++) {
            checkLabel(it, "source", text(it, i));
            sources.add(text(it, i));
        }
        return relabelled(it, at, labels -> {
            var parts = sources.stream().map(labels::get).toList();
            return LabelSets.with(labels, target, String.join(separator, parts));
        });
    }

    private List<Sample> relabelled(Expr.Call it, long at, UnaryOperator<Labels> how) {
        var results = new ArrayList<Sample>();
        for (Sample sample : samples(it, at)) {
            results.add(new Sample(memory.made(it, sample.labels(), how), sample.value()));
        }
        return Evaluation.distinct(results);
    }

    private static void checkLabel(Expr.Call it, String which, String name) {
        if (!LabelSets.isName(name)) {
            throw RefusedException.failed(
                    "invalid " + which + " label name in " + it.function().word() + "(): \"" + name + '"');
        }
    }
}
