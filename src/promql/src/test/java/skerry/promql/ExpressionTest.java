package skerry.promql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What expressions mean, table by table: each line is an expression and what it is. */
class ExpressionTest {
    private static final long MINUTE = 60_000;

    private static final Asking NOTHING = Asking.of(MINUTE, "");

    @Nested
    class Scalars {
        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                1 + 2 * 3                 | 7
                (1 + 2) * 3               | 9
                2 ^ 3 ^ 2                 | 512
                -2 ^ 2                    | -4
                2 ^ -1 * 3                | 1.5
                -5 % 3                    | -2
                5 % -3                    | 2
                -7 + -3                   | -10
                - - 4                     | 4
                +4                        | 4
                1 / 0                     | Inf
                -1 / 0                    | -Inf
                0 / 0                     | NaN
                0 % 0                     | NaN
                1 ^ NaN                   | 1
                -1 ^ Inf                  | -1
                (-1) ^ Inf                | 1
                NaN ^ 0                   | 1
                inf                       | Inf
                -Inf                      | -Inf
                NaN                       | NaN
                1e3                       | 1000
                1.5e-3                    | 0.0015
                .5                        | 0.5
                5.                        | 5
                0x1F                      | 31
                0x1p4                     | 16
                0755                      | 493
                089                       | 89
                1_000_000                 | 1000000
                1h30m                     | 5400
                1ms                       | 0.001
                1y                        | 31536000
                5 > bool 3                | 1
                5 < bool 3                | 0
                NaN == bool NaN           | 0
                NaN != bool NaN           | 1
                1 == bool 1 + 1           | 0
                2 * 3 % 4                 | 2
                time()                    | 60
                time() # and no more      | 60
                scalar(vector(3))         | 3
                scalar(missing)           | NaN
                """)
        void areNumbers(String expression, String expected) {
            NOTHING.check(expression, 60, expected, false);
        }

        @Test
        void ofARangeQueryAreOneSeriesWithoutLabels() {
            assertThat(NOTHING.range("time() * 2", 0, 120, 60)).isEqualTo("{} 0 120 240");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                "a\\x41\\u00e9"           | aAé
                'single "double"'         | single "double"
                `raw \\n`                 | raw \\n
                "tab\\tend"               | tab\tend
                "\\101\\U0001F600"        | A😀
                """)
        void mayBeTexts(String expression, String expected) {
            NOTHING.check(expression, 0, expected, false);
        }
    }

    @Nested
    class Selectors {
        private final Asking asking = Asking.of(MINUTE, """
                http{code="200",path="/"}  0+1x20
                http{code="404",path="/"}  100+1x20
                http{code="500",path="/a"} 200+1x20
                up                         1 1 1 stale
                gone                       5 _x30
                """);

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                http{code="200"}                    | http{code="200",path="/"} 10
                http{code!="200",path="/"}          | http{code="404",path="/"} 110
                http{code=~"[45].."}                | http{code="404",path="/"} 110; http{code="500",path="/a"} 210
                http{code=~"4"}                     | none
                http{code!~"[45].*"}                | http{code="200",path="/"} 10
                {__name__="http",code="200"}        | http{code="200",path="/"} 10
                {"http",code="200"}                 | http{code="200",path="/"} 10
                {__name__=~"ht+p",code="200",}      | http{code="200",path="/"} 10
                http{absent="",code="200"}          | http{code="200",path="/"} 10
                http{code="200"} offset 4m          | http{code="200",path="/"} 6
                http{code="200"} offset -2m         | http{code="200",path="/"} 12
                http{code="200"} offset 60          | http{code="200",path="/"} 9
                http{code="200"} @ 120              | http{code="200",path="/"} 2
                http{code="200"} @ 120 offset 1m    | http{code="200",path="/"} 1
                http{code="200"} offset 1m @ 120    | http{code="200",path="/"} 1
                http{code="200"} @ end()            | http{code="200",path="/"} 10
                http{code="200"}[2m]                | http{code="200",path="/"} 9@540 10@600
                http{code="200"}[2m] offset 1m      | http{code="200",path="/"} 8@480 9@540
                http{code="200"}[150s]              | http{code="200",path="/"} 8@480 9@540 10@600
                http{code="200"}[2m] @ 300          | http{code="200",path="/"} 4@240 5@300
                """)
        void pickSeriesAndTheirTime(String expression, String expected) {
            asking.check(expression, 600, expected, false);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                0   | gone 5
                299 | gone 5
                300 | none
                """)
        void lookBackForLessThanFiveMinutes(double seconds, String expected) {
            asking.check("gone", seconds, expected, false);
        }

        @Test
        void seeNothingBehindTheMarkOfAnEnd() {
            asking.check("up", 179, "up 1", false);
            asking.check("up", 180, "none", false);
            asking.check("count_over_time(up[10m])", 300, "{} 3", false);
        }

        @Test
        void mayBeNamedLikeWordsOfTheLanguage() {
            var words = Asking.of(MINUTE, """
                    sum{by="x"} 1
                    offset 2
                    and 3
                    job:rate:5m 4
                    """);
            words.check("sum", 0, "sum{by=\"x\"} 1", false);
            words.check("offset", 0, "offset 2", false);
            words.check("sum by (by) (sum)", 0, "{by=\"x\"} 1", false);
            words.check("and and and", 0, "and 3", false);
            words.check("job:rate:5m", 0, "job:rate:5m 4", false);
        }

        @Test
        void keepTheOrderOfTimesThatCameInAnother() {
            var backwards = new Asking((matchers, from, to, visitor) -> {
                var labels = Notation.labels("a");
                visitor.sample(labels, 3000, 3);
                visitor.sample(labels, 1000, 1);
                visitor.sample(labels, 2000, 9);
                visitor.sample(labels, 2000, 2);
            });
            backwards.check("a[10s]", 3, "a 1@1 2@2 3@3", false);
            backwards.check("a", 2, "a 2", false);
        }
    }

    @Nested
    class Spans {
        private final Asking asking = Asking.of(MINUTE, """
                counter       0+60x5 0+60x4
                steady        100+30x9
                sparse        _x4 10 40 _x4
                gauge         10 20 15 _ 5 25 25 NaN 30 40
                flat          7x9
                late          _x6 NaN 3 1 _
                reset         _x8 50 20
                endless       _x6 Inf Inf Inf Inf
                """);

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                increase(steady[5m])                  | {} 150
                rate(steady[5m])                      | {} 0.5
                increase(counter[10m])                | {} 480
                rate(counter[9m])                     | {} 0.875
                delta(steady[5m])                     | {} 150
                increase(sparse[10m])                 | {} 55
                rate(sparse[10m])                     | {} 0.09166666666666667
                delta(sparse[10m])                    | {} 60
                rate(steady[1m])                      | none
                irate(steady[5m])                     | {} 0.5
                idelta(steady[5m])                    | {} 30
                irate(counter[260s])                  | {} 1
                deriv(steady[5m])                     | {} 0.5
                deriv(flat[5m])                       | {} 0
                predict_linear(steady[5m], 120)       | {} 430
                predict_linear(steady[5m] offset 1m, 120)  | {} 430
                changes(gauge[10m])                   | {} 7
                changes(flat[10m])                    | {} 0
                resets(counter[10m])                  | {} 1
                resets(gauge[10m])                    | {} 2
                avg_over_time(steady[5m])             | {} 310
                min_over_time(gauge[10m])             | {} 5
                max_over_time(gauge[10m])             | {} 40
                min_over_time(late[10m])              | {} 1
                max_over_time(late[10m])              | {} 3
                irate(reset[3m])                      | {} 0.3333333333333333
                idelta(reset[3m])                     | {} -30
                deriv(endless[3m])                    | {} NaN
                sum_over_time(steady[3m])             | {} 1020
                count_over_time(gauge[10m])           | {} 9
                last_over_time(gauge[10m])            | gauge 40
                present_over_time(gauge[10m])         | {} 1
                stddev_over_time(steady[3m])          | {} 24.49489742783178
                stdvar_over_time(steady[3m])          | {} 600
                quantile_over_time(0.5, steady[4m])   | {} 325
                quantile_over_time(2, steady[4m])     | {} Inf
                quantile_over_time(-1, steady[4m])    | {} -Inf
                absent_over_time(flat[5m])            | none
                absent_over_time(nope{a="b",c!="d"}[5m]) | {a="b"} 1
                sum_over_time(steady[3m:1m])          | {} 1020
                sum_over_time(steady[3m:90s])         | {} 680
                count_over_time(steady[5m:])          | {} 5
                max_over_time(rate(steady[2m])[4m:1m]) | {} 0.5
                last_over_time(steady[3m:1m] offset 2m) | steady 310
                last_over_time(steady[3m:1m] @ 120)   | steady 160
                rate(steady[4m:1m])                   | {} 0.5
                """, quoteCharacter = '^')
        void areFolded(String expression, String expected) {
            asking.check(expression, 540, expected, false);
        }

        @Test
        void leaveOutTheirStartAndHoldTheirEnd() {
            asking.check("count_over_time(flat[1m])", 60, "{} 1", false);
            asking.check("count_over_time(flat[61s])", 60, "{} 2", false);
            asking.check("count_over_time(flat[1m])", 119, "{} 1", false);
            assertThat(asking.range("count_over_time(flat[1m])", 0, 180, 60)).isEqualTo("{} 1 1 1 1");
        }

        @Test
        void extendToABorderOnlyWhereASampleIsNearIt() {
            // A minute is usual, and 65 seconds are no more than 1.1 of it; 67 are.
            asking.check("delta(steady[185s])", 605, "{} 92.5", false);
            asking.check("delta(steady[187s])", 607, "{} 75", false);
            // Samples at 4 and 5 minutes of ten: at both borders half an interval is added.
            var far = Asking.of(MINUTE, "far _x4 100 160 _x4");
            far.check("delta(far[10m])", 600, "{} 120", false);
            // The counter would have been at zero 20 seconds before its first sample.
            var young = Asking.of(MINUTE, "young _x4 20 80 _x4");
            young.check("increase(young[10m])", 600, "{} 110", false);
        }

        @Test
        void ofSubqueriesAreLookedAtInMultiplesOfTheStep() {
            asking.check("max_over_time(vector(time())[3m:1m])", 100, "{} 60", false);
            asking.check("min_over_time(vector(time())[3m:1m])", 100, "{} -60", false);
            asking.check("min_over_time(vector(time())[2m:1m])", 120, "{} 60", false);
        }

        @Test
        void keepTheDigitsThatLargeNumbersHide() {
            var large = Asking.of(MINUTE, "large 1e100 1 -1e100");
            large.check("sum_over_time(large[5m])", 120, "{} 1", false);
            large.check("avg_over_time(large[5m])", 120, "{} 0.3333333333333333", false);
            Asking.of(MINUTE, "most 1.7e308 1.7e308").check("avg_over_time(most[5m])", 60, "{} 1.7e308", false);
        }

        @Test
        void ofARangeQueryMoveWithItsSteps() {
            assertThat(asking.range("increase(steady[2m])", 0, 360, 120)).isEqualTo("{} _ 60 60 60");
            assertThat(asking.range("flat", 480, 960, 120)).isEqualTo("flat 7 7 7 _ _");
            assertThat(asking.range("steady @ start()", 60, 180, 60)).isEqualTo("steady 130 130 130");
            assertThat(asking.range("steady @ end()", 60, 180, 60)).isEqualTo("steady 190 190 190");
        }
    }

    @Nested
    class Operators {
        private final Asking asking = Asking.of(MINUTE, """
                requests{node="a",code="200"} 100
                requests{node="a",code="500"} 4
                requests{node="b",code="200"} 50
                limit{node="a"}               10
                limit{node="b"}               100
                info{node="a",site="x"}       1
                twin{node="a"}                3
                """);

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                limit * 2                              | {node="a"} 20; {node="b"} 200
                2 - limit                              | {node="a"} -8; {node="b"} -98
                -limit                                 | {node="a"} -10; {node="b"} -100
                limit > 10                             | limit{node="b"} 100
                10 < limit                             | limit{node="b"} 100
                limit > bool 10                        | {node="a"} 0; {node="b"} 1
                limit == 10                            | limit{node="a"} 10
                limit + twin                           | {node="a"} 13
                limit > twin                           | limit{node="a"} 10
                twin > limit                           | none
                twin > bool limit                      | {node="a"} 0
                limit + on(node) twin                  | {node="a"} 13
                limit >= on(node) twin                 | {node="a"} 10
                requests{code="500"} / ignoring(code) limit            | {node="a"} 0.4
                requests / on(node) group_left limit   | {node="a",code="200"} 10; {node="a",code="500"} 0.4; {node="b",code="200"} 0.5
                limit - ignoring(code) group_right requests | {node="a",code="200"} -90; {node="a",code="500"} 6; {node="b",code="200"} 50
                requests * on(node) group_left(site) info | {node="a",code="200",site="x"} 100; {node="a",code="500",site="x"} 4
                requests > on(node) group_left limit   | requests{node="a",code="200"} 100
                requests and on(node) info             | requests{node="a",code="200"} 100; requests{node="a",code="500"} 4
                limit and twin                         | limit{node="a"} 10
                limit unless twin                      | limit{node="b"} 100
                twin or limit                          | twin{node="a"} 3; limit{node="b"} 100
                limit and twin or info                 | limit{node="a"} 10; info{node="a",site="x"} 1
                limit unless on() missing              | limit{node="a"} 10; limit{node="b"} 100
                limit AND ON(node) twin                | limit{node="a"} 10
                limit + on(node) requests              | refused: many-to-many matching not allowed
                requests + on(node) limit              | refused: many-to-one matching must be explicit
                requests + on(node) group_right limit  | refused: found duplicate series for the match group {node="a"} on the left hand-side
                requests * on(node) group_left(code) requests{code="200"} | refused: grouping labels must ensure unique matches
                -{node="a",code!~".+"}                 | refused: same labelset
                limit + missing                        | none
                """)
        void combineVectors(String expression, String expected) {
            asking.check(expression, 0, expected, false);
        }
    }

    @Nested
    class AggregationsOf {
        private final Asking asking = Asking.of(MINUTE, """
                cpu{node="a",mode="user"} 10
                cpu{node="a",mode="idle"} 90
                cpu{node="b",mode="user"} 30
                cpu{node="b",mode="idle"} NaN
                big{n="1"}                1e100
                big{n="2"}                1
                big{n="3"}                -1e100
                version{node="a"}         5
                version{node="b"}         5
                version{node="c"}         6.25
                """);

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                sum(cpu{node="a"})                     | {} 100
                sum by (node) (cpu{mode="user"})       | {node="a"} 10; {node="b"} 30
                sum(cpu{mode="user"}) by (node,)       | {node="a"} 10; {node="b"} 30
                sum without (mode) (cpu)               | {node="a"} 100; {node="b"} NaN
                SUM BY (mode) (cpu{node="a"})          | {mode="user"} 10; {mode="idle"} 90
                sum by (__name__) (cpu{node="a"})      | cpu 100
                avg(cpu{node="a"})                     | {} 50
                min(cpu)                               | {} 10
                max(cpu)                               | {} 90
                count(cpu)                             | {} 4
                count by (nothing) (cpu)               | {} 4
                group by (node) (cpu)                  | {node="a"} 1; {node="b"} 1
                stddev(cpu{node="a"})                  | {} 40
                stdvar(cpu{node="a"})                  | {} 1600
                stdvar(cpu)                            | {} NaN
                quantile(0.25, cpu{mode="user"})       | {} 15
                quantile(0.5, cpu)                     | {} 20
                quantile(1.1, cpu)                     | {} Inf
                sum(big)                               | {} 1
                sum(missing)                           | none
                count_values("version", version)       | {version="5"} 2; {version="6.25"} 1
                count_values without (node) ("v", version) | {v="5"} 2; {v="6.25"} 1
                count_values("", version)              | refused: invalid label name
                topk(NaN, cpu)                         | refused: NaN
                topk(Inf, cpu)                         | refused: overflows int64
                topk(0, cpu)                           | none
                topk(-1, cpu)                          | none
                sum(topk by (mode) (1, cpu))           | {} 120
                """)
        void groups(String expression, String expected) {
            asking.check(expression, 0, expected, false);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                topk(3, cpu)         | cpu{mode="idle",node="a"} 90; cpu{mode="user",node="b"} 30; cpu{mode="user",node="a"} 10
                topk(9, cpu)         | cpu{mode="idle",node="a"} 90; cpu{mode="user",node="b"} 30; cpu{mode="user",node="a"} 10; cpu{mode="idle",node="b"} NaN
                bottomk(2, cpu)      | cpu{mode="user",node="a"} 10; cpu{mode="user",node="b"} 30
                bottomk(9, cpu)      | cpu{mode="user",node="a"} 10; cpu{mode="user",node="b"} 30; cpu{mode="idle",node="a"} 90; cpu{mode="idle",node="b"} NaN
                sort(cpu)            | cpu{mode="user",node="a"} 10; cpu{mode="user",node="b"} 30; cpu{mode="idle",node="a"} 90; cpu{mode="idle",node="b"} NaN
                sort_desc(cpu)       | cpu{mode="idle",node="a"} 90; cpu{mode="user",node="b"} 30; cpu{mode="user",node="a"} 10; cpu{mode="idle",node="b"} NaN
                """)
        void orders(String expression, String expected) {
            asking.check(expression, 0, expected, true);
        }

        @Test
        void linesOfARangeQueryComeInTheOrderOfTheirLabels() {
            assertThat(asking.range("sort_desc(version)", 0, 0, 1))
                    .isEqualTo("version{node=\"a\"} 5\nversion{node=\"b\"} 5\nversion{node=\"c\"} 6.25");
        }
    }

    @Nested
    class Functions {
        private final Asking asking = Asking.of(MINUTE, """
                x{a="1"}                          -2.5
                x{a="2"}                          2.5
                latency_bucket{le="0.1",job="j"}  10
                latency_bucket{le="0.5",job="j"}  30
                latency_bucket{le="+Inf",job="j"} 40
                latency_bucket{le="0.1",job="k"}  10
                latency_bucket{le="0.2",job="k"}  5
                latency_bucket{le="+Inf",job="k"} 20
                dip_bucket{le="1"}                10
                dip_bucket{le="2"}                5
                dip_bucket{le="4"}                12
                dip_bucket{le="+Inf"}             20
                open_bucket{le="1"}               5
                low_bucket{le="-1"}               4
                low_bucket{le="+Inf"}             4
                empty_bucket{le="1"}              0
                empty_bucket{le="+Inf"}           0
                moment                            1709251199
                path{p="/a/b.txt",q="z"}          1
                """);

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                abs(x)                            | {a="1"} 2.5; {a="2"} 2.5
                ceil(x)                           | {a="1"} -2; {a="2"} 3
                floor(x)                          | {a="1"} -3; {a="2"} 2
                round(x)                          | {a="1"} -2; {a="2"} 3
                round(x, 5)                       | {a="1"} 0; {a="2"} 5
                sgn(x)                            | {a="1"} -1; {a="2"} 1
                sqrt(x{a="1"})                    | {a="1"} NaN
                exp(vector(1))                    | {} 2.718281828459045
                ln(vector(0))                     | {} -Inf
                log2(vector(8))                   | {} 3
                log2(vector(-8))                  | {} NaN
                log10(vector(0.001))              | {} -3
                clamp(x, -1, 1)                   | {a="1"} -1; {a="2"} 1
                clamp(x, 1, -1)                   | none
                clamp(x, NaN, 1)                  | {a="1"} NaN; {a="2"} NaN
                clamp_min(x, 0)                   | {a="1"} 0; {a="2"} 2.5
                clamp_max(x, 0)                   | {a="1"} -2.5; {a="2"} 0
                scalar(x{a="1"})                  | -2.5
                scalar(x)                         | NaN
                vector(time())                    | {} 60
                timestamp(x)                      | {a="1"} 0; {a="2"} 0
                timestamp((x))                    | {a="1"} 0; {a="2"} 0
                timestamp(-x)                     | {a="1"} 60; {a="2"} 60
                absent(x)                         | none
                absent(y)                         | {} 1
                absent(y{a="1",b=~"2",c!="3"})    | {a="1"} 1
                absent(y{a="1",a="2"})            | {} 1
                absent(sum(y{a="1"}))             | {} 1
                year(moment)                      | {} 2024
                month(moment)                     | {} 2
                day_of_month(moment)              | {} 29
                day_of_week(moment)               | {} 4
                day_of_week(vector(259200))       | {} 0
                day_of_year(moment)               | {} 60
                days_in_month(moment)             | {} 29
                hour(moment)                      | {} 23
                minute(moment)                    | {} 59
                minute()                          | {} 1
                year()                            | {} 1970
                year(vector(NaN))                 | {} NaN
                histogram_quantile(0.5, latency_bucket)           | {job="j"} 0.3; {job="k"} 0.1
                histogram_quantile(0.9, latency_bucket{job="j"})  | {job="j"} 0.5
                histogram_quantile(0.25, latency_bucket{job="j"}) | {job="j"} 0.1
                histogram_quantile(0.1, latency_bucket{job="j"})  | {job="j"} 0.04
                histogram_quantile(-1, latency_bucket{job="j"})   | {job="j"} -Inf
                histogram_quantile(2, latency_bucket{job="j"})    | {job="j"} Inf
                histogram_quantile(NaN, latency_bucket{job="j"})  | {job="j"} NaN
                histogram_quantile(0.55, dip_bucket)              | {} 3
                histogram_quantile(0.5, open_bucket)              | {} NaN
                histogram_quantile(0.5, low_bucket)               | {} -1
                histogram_quantile(0.5, empty_bucket)             | {} NaN
                histogram_quantile(0.5, x)                        | none
                label_replace(path, "f", "$1-${ext}", "p", "/a/(.*)\\\\.(?P<ext>.*)") | path{p="/a/b.txt",q="z",f="b-txt"} 1
                label_replace(path, "f", "x", "p", "b")           | path{p="/a/b.txt",q="z"} 1
                label_replace(path, "q", "", "p", ".*")           | path{p="/a/b.txt"} 1
                label_replace(path, "f", "$$1$9$", "p", ".*")     | path{p="/a/b.txt",q="z",f="$1$"} 1
                label_replace(label_replace(x{a="1"}, "b", "p\\nq", "", ""), "b", "ok", "b", "p.q") | x{a="1",b="ok"} -2.5
                label_replace(x, "a", "", "", "")                 | refused: same labelset
                label_replace(x, "", "y", "a", ".*")              | refused: invalid destination label name in label_replace()
                label_replace(x, "b", "y", "a", "(")              | refused: is no regular expression
                label_join(path, "j", "-", "p", "q", "none")      | path{p="/a/b.txt",q="z",j="/a/b.txt-z-"} 1
                label_join(path, "q", "")                         | path{p="/a/b.txt"} 1
                label_replace(x{a="1"}, "__name__", "y", "", "")  | y{a="1"} -2.5
                """)
        void computeTheirValues(String expression, String expected) {
            asking.check(expression, 60, expected, false);
        }
    }
}
