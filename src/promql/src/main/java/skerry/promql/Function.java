package skerry.promql;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/** The functions of this subset: a line each. */
@SuppressWarnings("ImmutableEnumChecker") // The lists are List.of, and the bodies keep no state.
public enum Function {
    RATE("rate", span((window, _) -> CounterRate.rate(window))),
    INCREASE("increase", span((window, _) -> CounterRate.increase(window))),
    DELTA("delta", span((window, _) -> CounterRate.delta(window))),
    IRATE("irate", span((window, _) -> CounterRate.instantRate(window))),
    IDELTA("idelta", span((window, _) -> CounterRate.instantDelta(window))),
    DERIV("deriv", span((window, _) -> OverTime.derivative(window))),
    CHANGES("changes", fold(OverTime::changes)),
    RESETS("resets", fold(OverTime::resets)),
    AVG_OVER_TIME("avg_over_time", values(Statistics::mean)),
    MIN_OVER_TIME("min_over_time", values(Statistics::min)),
    MAX_OVER_TIME("max_over_time", values(Statistics::max)),
    SUM_OVER_TIME("sum_over_time", values(Statistics::sum)),
    COUNT_OVER_TIME("count_over_time", fold(Window::size)),
    LAST_OVER_TIME("last_over_time", fold(Window::last)),
    PRESENT_OVER_TIME("present_over_time", fold(_ -> 1)),
    STDDEV_OVER_TIME("stddev_over_time", values((all, from, to) -> Math.sqrt(Statistics.variance(all, from, to)))),
    STDVAR_OVER_TIME("stdvar_over_time", values(Statistics::variance)),
    QUANTILE_OVER_TIME(
            "quantile_over_time",
            List.of(ValueType.SCALAR, ValueType.MATRIX),
            new Body.Span((window, share) -> OptionalDouble.of(Quantile.of(share, window.copyOfValues())))),
    PREDICT_LINEAR("predict_linear", List.of(ValueType.MATRIX, ValueType.SCALAR), new Body.Span(OverTime::prediction)),

    ABS("abs", each(Math::abs)),
    CEIL("ceil", each(Math::ceil)),
    FLOOR("floor", each(Math::floor)),
    EXP("exp", each(Math::exp)),
    LN("ln", each(Math::log)),
    LOG2("log2", each(Arithmetic::log2)),
    LOG10("log10", each(Math::log10)),
    SQRT("sqrt", each(Math::sqrt)),
    SGN("sgn", each(Arithmetic::sign)),
    MINUTE("minute", date(Dates.field(LocalDateTime::getMinute))),
    HOUR("hour", date(Dates.field(LocalDateTime::getHour))),
    DAY_OF_MONTH("day_of_month", date(Dates.field(LocalDateTime::getDayOfMonth))),
    DAY_OF_WEEK("day_of_week", date(Dates.field(Dates::dayOfWeek))),
    DAY_OF_YEAR("day_of_year", date(Dates.field(LocalDateTime::getDayOfYear))),
    DAYS_IN_MONTH("days_in_month", date(Dates.field(Dates::daysInMonth))),
    MONTH("month", date(Dates.field(LocalDateTime::getMonthValue))),
    YEAR("year", date(Dates.field(LocalDateTime::getYear))),

    ROUND("round", List.of(ValueType.VECTOR, ValueType.SCALAR), 1, special()),
    CLAMP("clamp", List.of(ValueType.VECTOR, ValueType.SCALAR, ValueType.SCALAR), special()),
    CLAMP_MIN("clamp_min", List.of(ValueType.VECTOR, ValueType.SCALAR), special()),
    CLAMP_MAX("clamp_max", List.of(ValueType.VECTOR, ValueType.SCALAR), special()),
    SORT("sort", List.of(ValueType.VECTOR), special()),
    SORT_DESC("sort_desc", List.of(ValueType.VECTOR), special()),
    TIMESTAMP("timestamp", List.of(ValueType.VECTOR), special()),
    ABSENT("absent", List.of(ValueType.VECTOR), special()),
    ABSENT_OVER_TIME("absent_over_time", List.of(ValueType.MATRIX), special()),
    HISTOGRAM_QUANTILE("histogram_quantile", List.of(ValueType.SCALAR, ValueType.VECTOR), special()),
    LABEL_REPLACE(
            "label_replace",
            List.of(ValueType.VECTOR, ValueType.STRING, ValueType.STRING, ValueType.STRING, ValueType.STRING),
            special()),
    /** Any number of labels may follow. */
    LABEL_JOIN(
            "label_join",
            List.of(ValueType.VECTOR, ValueType.STRING, ValueType.STRING, ValueType.STRING),
            1,
            special()),
    VECTOR("vector", List.of(ValueType.SCALAR), special()),
    SCALAR("scalar", List.of(ValueType.VECTOR), special()),
    TIME("time", List.of(), special());

    private final String word;
    private final List<ValueType> parameters;
    private final int optional;
    private final Body body;

    /** How a function comes to its values. */
    sealed interface Body {
        /** Of each series' window. */
        record Span(OverTime.WindowFunction function) implements Body {}

        /** Of each sample's value. */
        record Each(DoubleUnaryOperator function) implements Body {}

        /** Of each sample's value as a date, or of the moment of evaluation. */
        record Date(DoubleUnaryOperator function) implements Body {}

        /** In its own way. */
        record Special() implements Body {}
    }

    Function(String word, Body body) {
        this(
                word,
                List.of(body instanceof Body.Span ? ValueType.MATRIX : ValueType.VECTOR),
                body instanceof Body.Date ? 1 : 0,
                body);
    }

    Function(String word, List<ValueType> parameters, Body body) {
        this(word, parameters, 0, body);
    }

    Function(String word, List<ValueType> parameters, int optional, Body body) {
        this.word = word;
        this.parameters = parameters;
        this.optional = optional;
        this.body = body;
    }

    static Optional<Function> of(String word) {
        for (Function function : values()) {
            if (function.word.equals(word)) {
                return Optional.of(function);
            }
        }
        return Optional.empty();
    }

    /** As it is written. */
    public String word() {
        return word;
    }

    ValueType result() {
        return this == TIME || this == SCALAR ? ValueType.SCALAR : ValueType.VECTOR;
    }

    /** The type of an argument; the last one's holds for all that follow. */
    ValueType parameter(int index) {
        return parameters.get(Math.min(index, parameters.size() - 1));
    }

    int fewestArguments() {
        return parameters.size() - optional;
    }

    int mostArguments() {
        return this == LABEL_JOIN ? Integer.MAX_VALUE : parameters.size();
    }

    Body body() {
        return body;
    }

    private static Body span(OverTime.WindowFunction function) {
        return new Body.Span(function);
    }

    private static Body fold(OverTime.Fold fold) {
        return new Body.Span((window, _) -> OptionalDouble.of(fold.apply(window)));
    }

    private static Body values(OverTime.Fold.OfValues fold) {
        return fold(OverTime.of(fold));
    }

    private static Body each(DoubleUnaryOperator function) {
        return new Body.Each(function);
    }

    private static Body date(DoubleUnaryOperator function) {
        return new Body.Date(function);
    }

    private static Body special() {
        return new Body.Special();
    }
}
