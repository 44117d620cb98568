package skerry.promql;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import skerry.protocol.series.Labels;

/** Answers expressions from one source of series. As safe to share as its source is. */
public final class Evaluator {
    /** How far an instant looks back for the newest sample, as Prometheus does unless it is told otherwise. */
    public static final Duration USUAL_LOOKBACK = Duration.ofMinutes(5);

    /** Of subqueries that name none. */
    public static final Duration USUAL_STEP = Duration.ofMinutes(1);

    /** Milliseconds from 1970, into the past or the future: with all spans and offsets added, nothing overflows. */
    private static final long FARTHEST = 1L << 53;

    private final SeriesSource source;
    private final QueryLimits limits;
    private final long lookbackMillis;
    private final long subqueryStepMillis;

    public Evaluator(SeriesSource source, QueryLimits limits) {
        this(source, limits, USUAL_LOOKBACK, USUAL_STEP);
    }

    /** @param subqueryStep of subqueries that name none */
    public Evaluator(SeriesSource source, QueryLimits limits, Duration lookback, Duration subqueryStep) {
        this.source = source;
        this.limits = limits;
        this.lookbackMillis = positive(lookback);
        this.subqueryStepMillis = positive(subqueryStep);
    }

    /**
     * What an expression is at one moment.
     *
     * @throws IOException if the source cannot be read
     */
    public Answer instant(Expr expr, long timeMillis) throws IOException {
        try {
            checkMoment(timeMillis);
            var work = new Work(limits);
            var evaluation = evaluation(expr, timeMillis, timeMillis, work);
            return new Answer.Result(
                    switch (expr.type()) {
                        case SCALAR -> new Value.Scalar(timeMillis, evaluation.scalar(expr, timeMillis));
                        case STRING -> new Value.Text(timeMillis, evaluation.text(expr));
                        case VECTOR -> {
                            List<Sample> samples = evaluation.vector(expr, timeMillis);
                            work.checkSeries(samples.size());
                            yield new Value.InstantVector(timeMillis, samples);
                        }
                        case MATRIX -> {
                            List<Value.Line> lines = evaluation.lines(expr, timeMillis);
                            work.checkSeries(lines.size());
                            yield new Value.RangeVector(lines);
                        }
                    });
        } catch (RefusedException e) {
            return new Answer.Refused(e.refusal());
        }
    }

    /**
     * What an expression is from one moment to another, in steps; a scalar is a series without labels.
     *
     * @throws IOException if the source cannot be read
     */
    public Answer range(Expr expr, long fromMillis, long toMillis, long stepMillis) throws IOException {
        try {
            checkMoment(fromMillis);
            checkMoment(toMillis);
            if (expr.type() != ValueType.SCALAR && expr.type() != ValueType.VECTOR) {
                throw new RefusedException(
                        Refusal.Kind.MALFORMED,
                        "invalid expression type \"" + expr.type().word()
                                + "\" for range query, must be scalar or instant vector");
            }
            if (stepMillis < 1 || toMillis < fromMillis) {
                throw new RefusedException(
                        Refusal.Kind.MALFORMED,
                        "a range query needs a positive step, and an end that is not before its start");
            }
            return new Answer.Result(new Value.RangeVector(lines(expr, fromMillis, toMillis, stepMillis)));
        } catch (RefusedException e) {
            return new Answer.Refused(e.refusal());
        }
    }

    private List<Value.Line> lines(Expr expr, long fromMillis, long toMillis, long stepMillis) throws IOException {
        var work = new Work(limits);
        int steps = work.steps(fromMillis, toMillis, stepMillis);
        var evaluation = evaluation(expr, fromMillis, toMillis, work);
        Map<Labels, List<Value.Point>> points = new LinkedHashMap<>();
        for (int step = 0; step < steps; step++) {
            long at = fromMillis + step * stepMillis;
            List<Sample> samples = expr.type() == ValueType.SCALAR
                    ? List.of(new Sample(Labels.NONE, evaluation.scalar(expr, at)))
                    : evaluation.vector(expr, at);
            for (Sample sample : samples) {
                points.computeIfAbsent(sample.labels(), _ -> new ArrayList<>())
                        .add(new Value.Point(at, sample.value()));
            }
            work.hold(samples.size());
            work.checkSeries(points.size());
        }
        return points.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(LabelSets.ORDER))
                .map(entry -> new Value.Line(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Evaluation evaluation(Expr expr, long fromMillis, long toMillis, Work work) throws IOException {
        var loading = new Loading(lookbackMillis, fromMillis, toMillis);
        loading.add(expr, fromMillis, toMillis);
        var steps = new Evaluation.Steps(lookbackMillis, subqueryStepMillis, fromMillis, toMillis);
        return new Evaluation(loading.load(source, work), steps, work);
    }

    private static void checkMoment(long millis) {
        if (millis < -FARTHEST || millis > FARTHEST) {
            throw new RefusedException(
                    Refusal.Kind.LIMIT, "the moment " + millis + " ms from 1970 is beyond all that is computed");
        }
    }

    private static long positive(Duration duration) {
        if (duration.toMillis() < 1) {
            throw new IllegalArgumentException("a lookback or step of a query must be positive, was " + duration);
        }
        return duration.toMillis();
    }
}
