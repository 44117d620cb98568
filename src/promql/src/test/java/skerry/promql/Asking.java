package skerry.promql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import skerry.protocol.series.Labels;

/** Asks expressions of one set of series, and writes answers as text that tests can name. */
final class Asking {
    private static final double NEAR = 1e-9;

    private final Evaluator evaluator;

    Asking(SeriesSource source) {
        this.evaluator = new Evaluator(source, QueryLimits.USUAL);
    }

    static Asking of(long intervalMillis, String series) {
        return new Asking(new Notation(intervalMillis, series));
    }

    Answer at(String expression, double seconds) {
        return switch (new Parser().parse(expression)) {
            case Parsed.Expression(var expr) -> answered(expr, Math.round(seconds * 1000));
            case Parsed.Refused(var refusal) -> new Answer.Refused(refusal);
        };
    }

    /** One line for each series, its values by spaces; none at a step is {@code _}. */
    String range(String expression, long from, long to, long step) {
        Parsed parsed = new Parser().parse(expression);
        assertThat(parsed).as(expression).isInstanceOf(Parsed.Expression.class);
        try {
            Answer answer = evaluator.range(((Parsed.Expression) parsed).expr(), from * 1000, to * 1000, step * 1000);
            return switch (answer) {
                case Answer.Result(Value.RangeVector(var lines)) ->
                    lines.stream().map(line -> text(line, from, to, step)).collect(Collectors.joining("\n"));
                case Answer.Result(var other) -> other.toString();
                case Answer.Refused(var refusal) -> "refused: " + refusal.message();
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Checks what an expression is at a moment.
     *
     * @param expected a number for a scalar; samples with a semicolon between, in any order unless {@code ordered};
     *     {@code {}} for nothing; or {@code refused:} and a part of the sentence
     */
    void check(String expression, double seconds, String expected, boolean ordered) {
        Answer answer = at(expression, seconds);
        String what = expression + " at " + seconds + " is " + answer;
        switch (answer) {
            case Answer.Refused(var refusal) -> {
                assertThat(expected).as(what).startsWith("refused:");
                assertThat(refusal.message())
                        .contains(expected.substring("refused:".length()).strip());
            }
            case Answer.Result(Value.Scalar scalar) -> assertNear(what, scalar.value(), Notation.number(expected));
            case Answer.Result(Value.Text text) -> assertThat(text.value()).isEqualTo(expected);
            case Answer.Result(Value.InstantVector vector) -> checkSamples(what, vector.samples(), expected, ordered);
            case Answer.Result(Value.RangeVector vector) ->
                assertThat(vector.lines().stream().map(Asking::text).collect(Collectors.joining("; ")))
                        .as(what)
                        .isEqualTo(expected);
        }
    }

    private static void checkSamples(String what, List<Sample> samples, String expected, boolean ordered) {
        var wanted = new ArrayList<Sample>();
        if (!expected.equals("none")) {
            for (String text : expected.split(";", -1)) {
                int space = text.strip().lastIndexOf(' ');
                wanted.add(new Sample(
                        Notation.labels(text.strip().substring(0, space)),
                        Notation.number(text.strip().substring(space + 1))));
            }
        }
        List<Sample> given = new ArrayList<>(samples);
        if (!ordered) {
            given.sort((left, right) -> LabelSets.ORDER.compare(left.labels(), right.labels()));
            wanted.sort((left, right) -> LabelSets.ORDER.compare(left.labels(), right.labels()));
        }
        assertThat(labels(given)).as(what).isEqualTo(labels(wanted));
        for (int i = 0; i < wanted.size(); i++) {
            assertNear(what, given.get(i).value(), wanted.get(i).value());
        }
    }

    private static List<Labels> labels(List<Sample> samples) {
        return samples.stream().map(Sample::labels).toList();
    }

    private static void assertNear(String what, double given, double wanted) {
        boolean isSame = Double.compare(given, wanted) == 0 || given == wanted;
        boolean isNear = Math.abs(given - wanted) <= NEAR * Math.max(1e-300, Math.abs(wanted));
        assertThat(isSame || isNear).as(what + ", not " + wanted).isTrue();
    }

    private Answer answered(Expr expr, long millis) {
        try {
            return evaluator.instant(expr, millis);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Value.Line line) {
        return LabelSets.text(line.labels())
                + line.points().stream()
                        .map(point -> " " + Arithmetic.text(point.value()) + "@"
                                + Arithmetic.text(point.timeMillis() / 1000.0))
                        .collect(Collectors.joining());
    }

    private static String text(Value.Line line, long from, long to, long step) {
        var values = new String[(int) ((to - from) / step) + 1];
        Arrays.fill(values, "_");
        line.points()
                .forEach(point ->
                        values[(int) ((point.timeMillis() / 1000 - from) / step)] = Arithmetic.text(point.value()));
        return LabelSets.text(line.labels()) + " " + String.join(" ", values);
    }
}
