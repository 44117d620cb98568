package skerry.promql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no expression is refused by one sentence that names the place; nothing else ever comes of a text. */
class ParserTest {
    private static final int MUTATIONS = 10_000;
    private static final List<String> EXPRESSIONS = List.of(
            "sum by (job, instance) (rate(http_requests_total{code=~\"5..\", path!=\"/x\"}[5m] offset 1h)) > bool 0.5",
            "a{b='c'} + on(x) group_left(y, z) -b ^ 2 ^ -3 or c unless ignoring(d) e and f",
            "histogram_quantile(0.99, sum without (pod) (rate(x_bucket[1h30m]))) # remark",
            "topk(3, max_over_time(deriv(y[5m])[1h:30s] @ end() offset -5m))",
            "label_replace(up, `dst`, \"${1}\\n\\x41\\u00e9\", 'src', \"(a|b){2,3}[^c]*\")",
            "quantile(0x1F, z) * 1_000.5e-3 % NaN == -Inf",
            "count_values without (a) (\"v\", {__name__=~\"x.+\", \"q\"=\"r\"} @ 1609746000.123)");
    private static final List<String> PIECES = List.of(
            "(",
            ")",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "@",
            "=",
            "!=",
            "=~",
            "\"",
            "'",
            "`",
            "\\",
            "#",
            "\n",
            "-",
            "^",
            "1",
            "9999999999999",
            "e",
            "0x",
            "_",
            ".",
            "5m",
            "sum",
            "by",
            "on",
            "bool",
            "offset",
            "start()",
            "inf",
            "nan",
            "rate(",
            "x",
            "é",
            "😀",
            "\u0000",
            " ",
            "(?",
            "{999}",
            "[[:",
            "\\Q",
            "*");

    private final Parser parser = new Parser();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            a +                          | column 4: unexpected the end of the expression, expected an expression
            a b                          | column 3: unexpected "b", expected an operator or the end
            (a                           | column 3: unexpected the end of the expression in parentheses, expected ")"
            a{b="c"                      | column 8: unexpected the end of the expression in label matching, expected ","
            a{b=c}                       | column 5: unexpected "c" in label matching, expected string
            a{b~"c"}                     | column 4: unexpected character: '~'
            a{b="c" d="e"}               | column 9: unexpected "d" in label matching, expected ","
            {}                           | column 1: vector selector must contain at least one non-empty matcher
            {a=~".*"}                    | column 1: vector selector must contain at least one non-empty matcher
            a{__name__="b"}              | column 3: metric name must not be set twice: "a" or "b"
            a{b=~"("}                    | column 6: "(" is no regular expression: missing closing )
            a[5m                         | column 5: unexpected the end of the expression in subquery or range selector, expected "]"
            a[0s]                        | column 3: duration must be greater than 0
            a[5x]                        | column 3: bad number or duration syntax: "5x"
            a[1m5h]                      | column 3: bad number or duration syntax: "1m5h"
            a[300y]                      | column 3: duration out of range
            (a)[5m]                      | column 4: ranges only allowed for vector selectors
            a offset 1m [5m]             | column 13: no offset modifiers allowed before range
            a @ 1 [5m]                   | column 7: no @ modifiers allowed before range
            a offset 1m offset 2m        | column 13: offset may not be set multiple times
            a @ 1 @ 2                    | column 7: @ <timestamp> may not be set multiple times
            a @ inf                      | column 5: timestamp out of bounds for @ modifier: +Inf
            sum(a) offset 1m             | column 8: offset modifier must be preceded by an instant vector selector
            1[5m:1m]                     | column 1: subquery is only allowed on instant vector, got scalar
            a[5m][1h:1m]                 | column 1: subquery is only allowed on instant vector, got range vector
            rate(a)                      | column 1: expected type range vector in call to function "rate", got instant vector
            abs(a[5m])                   | column 1: expected type instant vector in call to function "abs", got range vector
            rate()                       | column 1: expected 1 argument(s) in call to "rate", got 0
            round(a, 1, 2)               | column 1: expected at most 2 argument(s) in call to "round", got 3
            label_join(a, "b")           | column 1: expected at least 3 argument(s) in call to "label_join", got 2
            time(1)                      | column 1: expected 0 argument(s) in call to "time", got 1
            sum(1)                       | column 1: expected type instant vector in aggregation expression, got scalar
            sum()                        | column 1: wrong number of arguments for aggregate expression provided, expected 1, got 0
            topk(a)                      | column 1: wrong number of arguments for aggregate expression provided, expected 2, got 1
            topk("a", b)                 | column 1: expected type scalar in aggregation parameter, got string
            sum(a,)                      | column 7: trailing commas not allowed in function call args
            1 == 1                       | column 3: comparisons between scalars must use BOOL modifier
            a + bool b                   | column 3: bool modifier can only be used on comparison operators
            a and 1                      | column 3: set operator "and" not allowed in binary scalar expression
            a and on(b) group_left c     | column 3: no grouping allowed for "and" operation
            a + on(b) group_left(b) c    | column 11: label "b" must not occur in ON and GROUP clause at once
            a + on(b) 1                  | column 3: vector matching only allowed between instant vectors
            a[5m] + 1                    | column 7: binary expression must contain only scalar and instant vector types
            -a[5m]                       | column 1: unary expression only allowed on expressions of type scalar or instant vector, got "range vector"
            "a                           | column 1: unterminated quoted string
            "\\z"                        | column 2: unknown escape sequence in a quoted string
            a !                          | column 3: unexpected character: '!'
            on                           | column 1: unexpected "on", expected an expression
            sum by (a:b) (c)             | column 9: unexpected "a:b" in grouping opts, expected label
            holt_winters(a[5m], 1, 1)    | column 1: the function holt_winters() is not part of Skerry's PromQL: see docs/promql.md
            1 + histogram_avg(a)         | column 5: the function histogram_avg() is not part of Skerry's PromQL: see docs/promql.md
            RATE(a[5m])                  | column 1: the function RATE() is not part of Skerry's PromQL: see docs/promql.md
            limitk(1, a)                 | column 1: the aggregation limitk is not part of Skerry's PromQL: see docs/promql.md
            a atan2 b                    | column 3: the operator atan2 is not part of Skerry's PromQL: see docs/promql.md
            a[5m] anchored               | column 7: the modifier anchored is not part of Skerry's PromQL: see docs/promql.md
            a{b=~"(x{900}){900}"}        | column 6: the regular expression "(x{900}){900}" is too large once repeated
            """)
    void whatIsWrongIsNamedWithItsPlace(String expression, String expected) {
        assertThat(refused(expression).message()).startsWith(expected);
    }

    @Test
    void aPlaceInALaterLineHasItsLine() {
        assertThat(refused("a\n  + # more\n  )").message())
                .isEqualTo("line 3, column 3: unexpected \")\", expected an expression");
    }

    @Test
    void emptyTextIsNoExpression() {
        assertThat(refused(" # nothing").message()).isEqualTo("column 1: no expression found in input");
    }

    @Test
    void whoRefusesIsToldApart() {
        assertThat(refused("a +").kind()).isEqualTo(Refusal.Kind.MALFORMED);
        assertThat(refused("info(a)").kind()).isEqualTo(Refusal.Kind.UNSUPPORTED);
        assertThat(refused("(".repeat(5000)).kind()).isEqualTo(Refusal.Kind.LIMIT);
    }

    @Test
    void lengthDepthAndPartsAreBounded() {
        assertThat(refused("a".repeat(Parser.MAX_LENGTH + 1)).message()).contains("characters");
        assertThat(refused("(".repeat(Parser.MAX_DEPTH) + "a").message()).contains("nested more than");
        assertThat(refused("-".repeat(Parser.MAX_DEPTH) + "a").message()).contains("nested more than");
        assertThat(refused("1^".repeat(Parser.MAX_DEPTH) + "1").message()).contains("nested more than");
        assertThat(refused("1" + "+1".repeat(Parser.MAX_PARTS)).message()).contains("parts");
        assertThat(refused("a{b=~\"" + "(".repeat(70) + "\"}").message()).contains("nested");
        assertThat(parser.parse("1" + "+1".repeat(Parser.MAX_PARTS / 2 - 1))).isInstanceOf(Parsed.Expression.class);
        assertThat(parser.parse("(".repeat(Parser.MAX_DEPTH - 1) + "a" + ")".repeat(Parser.MAX_DEPTH - 1)))
                .isInstanceOf(Parsed.Expression.class);
    }

    @Test
    void theExpressionsThatAreMutatedAreRight() {
        assertThat(EXPRESSIONS)
                .allSatisfy(text -> assertThat(parser.parse(text)).isInstanceOf(Parsed.Expression.class));
    }

    @Test
    void aMutatedExpressionIsReadOrRefusedAndNothingElse() {
        var random = new Random(20261127);
        var nothing = new Asking((_, _, _, _) -> {});
        int read = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            String text = mutated(EXPRESSIONS.get(random.nextInt(EXPRESSIONS.size())), random);
            switch (parser.parse(text)) {
                case Parsed.Expression _ -> {
                    read++;
                    assertThat(nothing.at(text, 0)).as(text).isNotNull();
                }
                case Parsed.Refused(var refusal) ->
                    assertThat(refusal.message()).as(text).isNotBlank();
            }
        }
        assertThat(read).isBetween(MUTATIONS / 20, MUTATIONS * 3 / 4);
    }

    private static String mutated(String text, Random random) {
        var changed = new StringBuilder(text);
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            int at = random.nextInt(changed.length() + 1);
            int end = Math.min(changed.length(), at + random.nextInt(6));
            switch (random.nextInt(4)) {
                case 0 -> changed.delete(at, end);
                case 1 -> changed.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 2 ->
                    changed.insert(at, changed.substring(at, Math.min(changed.length(), at + random.nextInt(40))));
                default -> changed.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
            }
        }
        return changed.toString();
    }

    private Refusal refused(String text) {
        Parsed parsed = parser.parse(text);
        assertThat(parsed).as(text).isInstanceOf(Parsed.Refused.class);
        return ((Parsed.Refused) parsed).refusal();
    }
}
