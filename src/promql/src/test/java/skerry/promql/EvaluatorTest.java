package skerry.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a query asks of its source, and what it may cost. */
class EvaluatorTest {
    private static final long MINUTE = 60_000;
    private static final QueryLimits FEW = new QueryLimits(100, 900, 5, 50);

    private final SeriesSource series = new Notation(MINUTE, """
            a{n="1"} 0+1x29
            a{n="2"} 0+1x29
            a{n="3"} 0+1x29
            b{n="1"} 0+1x9
            b{n="2"} 0+1x9
            b{n="3"} 0+1x9
            b{n="4"} 0+1x9
            b{n="5"} 0+1x9
            b{n="6"} 0+1x9
            """);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            {n=~".+"}[1h]                                     | needs more than 100 samples at once
            b @ 300                                           | more than the 5 series that are handed over
            b[1m] @ 300                                       | more than the 5 series that are handed over
            count_over_time(vector(1)[1h:1m])                 | 60 steps are more than the 50 that one query may have
            count_over_time(vector(1)[292y:1ms])              | steps are more than the 50 that one query may have
            sum_over_time(sum_over_time(vector(1)[20s:1s])[25s:1s]) | looks at more than 900 samples
            a @ 9000000000000 offset -292y                    | none
            """)
    void whatCostsTooMuchIsRefusedAndSaysWhat(String expression, String expected) throws IOException {
        Answer answer = new Evaluator(series, FEW).instant(parsed(expression), 30 * MINUTE);

        if (expected.equals("none")) {
            assertThat(answer).isEqualTo(new Answer.Result(new Value.InstantVector(30 * MINUTE, List.of())));
        } else {
            assertThat(answer).isInstanceOfSatisfying(Answer.Refused.class, refused -> {
                assertThat(refused.refusal().kind()).isEqualTo(Refusal.Kind.LIMIT);
                assertThat(refused.refusal().message()).contains(expected);
            });
        }
    }

    @Test
    void stepsAreCountedBeforeAnythingIsLoaded() throws IOException {
        SeriesSource untouched = (_, _, _, _) -> {
            throw new AssertionError("the source was asked");
        };

        assertThat(refusal(new Evaluator(untouched, FEW).range(parsed("a"), 0, 50 * MINUTE, MINUTE))
                        .message())
                .startsWith("51 steps are more than the 50");
    }

    @Test
    void theAnswerAndWhatSubqueriesKeepAreCountedAsWell() throws IOException {
        var evaluator = new Evaluator(series, new QueryLimits(100, 1_000_000, 5, 5_000));

        assertThat(refusal(evaluator.range(parsed("vector(1)"), 0, 100_000, 1_000))
                        .message())
                .contains("more than 100 samples at once");
        assertThat(refusal(evaluator.instant(parsed("sum_over_time(vector(1)[51m:1m])"), 0))
                        .message())
                .contains("more than 100 samples at once");
        assertThat(evaluator.range(parsed("sum_over_time(vector(1)[10m:1m])"), 0, 60 * MINUTE, MINUTE))
                .as("what a subquery has passed is forgotten")
                .isInstanceOf(Answer.Result.class);
    }

    @Test
    void seriesOfAllStepsTogetherAreCounted() throws IOException {
        var evaluator = new Evaluator(series, FEW);

        Expr threeAndThenOthers = parsed("b{n=~'[123]'} unless on() (vector(time()) > 0) or"
                + " b{n=~'[456]'} unless on() (vector(time()) == 0)");

        assertThat(refusal(evaluator.range(threeAndThenOthers, 0, MINUTE, MINUTE))
                        .kind())
                .isEqualTo(Refusal.Kind.LIMIT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            a                                        | 300001 600000
            a offset 1m                              | 240001 540000
            a offset -1m                             | 360001 660000
            a[1m]                                    | 540001 600000
            a @ 60                                   | -239999 60000
            a - a offset 1m                          | 240001 600000
            sum_over_time(a[10m:1m])                 | -299999 600000
            sum_over_time(a[10m:1m] offset 1m)       | -359999 540000
            sum_over_time(rate(a[2m])[10m:] @ 3600)  | 2880001 3600000
            """)
    void theSourceIsAskedOnceForWhatTheExpressionLooksAt(String expression, String expected) throws IOException {
        var asked = new ArrayList<String>();
        SeriesSource watching = (_, from, to, _) -> asked.add(from + " " + to);

        new Evaluator(watching, QueryLimits.USUAL).instant(parsed(expression), 10 * MINUTE);

        assertThat(asked).containsExactly(expected);
    }

    @Test
    void aQueryThatIsInterruptedEnds() throws IOException {
        Thread.currentThread().interrupt();
        try {
            assertThat(refusal(new Evaluator(series, FEW).instant(parsed("1"), 0))
                            .message())
                    .isEqualTo("the query was interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aSourceThatCannotBeReadIsNoAnswer() {
        SeriesSource broken = (_, _, _, _) -> {
            throw new IOException("the disk is gone");
        };

        assertThatThrownBy(() -> new Evaluator(broken, FEW).instant(parsed("a"), 0))
                .isInstanceOf(IOException.class)
                .hasMessage("the disk is gone");
    }

    @Test
    void lookbackAndTheStepOfSubqueriesCanBeOthers() throws IOException {
        var evaluator = new Evaluator(series, QueryLimits.USUAL, Duration.ofSeconds(90), Duration.ofSeconds(30));

        assertThat(evaluator.instant(parsed("b{n='1'}"), 10 * MINUTE + 29_999).toString())
                .contains("value=9.0");
        assertThat(evaluator.instant(parsed("b{n='1'}"), 10 * MINUTE + 30_000).toString())
                .contains("samples=[]");
        assertThat(evaluator
                        .instant(parsed("count_over_time(vector(1)[5m:])"), 0)
                        .toString())
                .contains("value=10.0");
    }

    @Test
    void aRangeQueryNeedsAScalarOrAnInstantVectorAndItsTimes() throws IOException {
        var evaluator = new Evaluator(series, FEW);

        assertThat(refusal(evaluator.range(parsed("a[5m]"), 0, 1, 1)).message()).contains("range vector");
        assertThat(refusal(evaluator.range(parsed("'a'"), 0, 1, 1)).message()).contains("string");
        assertThat(refusal(evaluator.range(parsed("a"), 1, 0, 1)).message()).contains("not before its start");
        assertThat(refusal(evaluator.range(parsed("a"), 0, 1, 0)).message()).contains("positive step");
        assertThat(refusal(evaluator.instant(parsed("a"), Long.MIN_VALUE)).kind())
                .isEqualTo(Refusal.Kind.LIMIT);
        assertThat(refusal(evaluator.range(parsed("a"), 0, Long.MAX_VALUE, 1)).kind())
                .isEqualTo(Refusal.Kind.LIMIT);
    }

    private static Expr parsed(String expression) {
        return ((Parsed.Expression) new Parser().parse(expression)).expr();
    }

    private static Refusal refusal(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Refused.class);
        return ((Answer.Refused) answer).refusal();
    }
}
