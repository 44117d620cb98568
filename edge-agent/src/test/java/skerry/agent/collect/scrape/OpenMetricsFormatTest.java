package skerry.agent.collect.scrape;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.agent.collect.TextType;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;

class OpenMetricsFormatTest {
    private static final ScrapeLimits LIMITS = new ScrapeLimits(100_000, 400, 100, 5, 200);

    @Test
    void readsEachTypeUnderTheNamesAndTypesThatText004WouldShow() throws Exception {
        var samples = parse("""
                # TYPE pump_litres counter
                # UNIT pump_litres litres
                # HELP pump_litres Pumped,\\nsince \\"ever\\".
                pump_litres_total{well="n\\"1"} 17 1700000000.25
                pump_litres_created{well="n\\"1"} 1690000000 1700000000.25
                # TYPE wait histogram
                wait_bucket{le="0.5"} 1 # {trace="a1"} 0.4 1700000000
                wait_bucket{le="+Inf"} 2
                wait_count 2
                wait_sum 1.5
                # TYPE queue gaugehistogram
                queue_bucket{le="-1.0"} 1
                queue_bucket{le="+Inf"} 2
                queue_gcount 2
                queue_gsum -3
                # TYPE size summary
                size{quantile="0.9"} NaN
                size_count 0
                # TYPE door stateset
                door{door="open"} 0
                door{door="shut"} 1.0
                # TYPE build info
                build_info{version="1"} 1
                level 3
                # EOF
                """);

        assertThat(samples)
                .extracting(s -> s.family().name() + " " + s.family().textName() + " "
                        + s.family().textType() + " " + s.family().type())
                .containsExactly(
                        "pump_litres_total pump_litres_total COUNTER COUNTER",
                        "pump_litres_created pump_litres_created GAUGE GAUGE",
                        "wait_bucket wait HISTOGRAM COUNTER",
                        "wait_bucket wait HISTOGRAM COUNTER",
                        "wait_count wait HISTOGRAM COUNTER",
                        "wait_sum wait HISTOGRAM COUNTER",
                        "queue_bucket queue_bucket GAUGE GAUGE",
                        "queue_bucket queue_bucket GAUGE GAUGE",
                        "queue_gcount queue_gcount GAUGE GAUGE",
                        "queue_gsum queue_gsum GAUGE GAUGE",
                        "size size SUMMARY GAUGE",
                        "size_count size SUMMARY COUNTER",
                        "door door GAUGE GAUGE",
                        "door door GAUGE GAUGE",
                        "build_info build_info GAUGE GAUGE",
                        "level level UNTYPED GAUGE");
        var pumped = samples.getFirst();
        assertThat(pumped.line()).isEqualTo(4);
        assertThat(pumped.labels()).isEqualTo(Labels.of("well", "n\"1"));
        assertThat(pumped.value()).isEqualTo(17);
        assertThat(pumped.timestampMillis()).hasValue(1_700_000_000_250L);
        assertThat(pumped.family().help()).startsWith("Pumped,\nsince");
    }

    @Test
    void aNativeHistogramGivesItsCountAndSum() throws Exception {
        var samples = parse("""
                # TYPE "wait.s" histogram
                {"wait.s", site="a"} {count:9,sum:4.5,schema:0,zero_threshold:0.1,zero_count:1,\
                positive_spans:[0:2,1:1],positive_deltas:[2,1,-1]}
                # EOF
                """);

        assertThat(samples)
                .extracting(s -> s.family().name() + " " + s.value())
                .containsExactly("wait.s_count 9.0", "wait.s_sum 4.5");
        assertThat(samples.getFirst().labels()).isEqualTo(Labels.of("site", "a"));
        assertThat(samples.getFirst().family().type()).isEqualTo(MetricType.COUNTER);
        assertThat(samples.getFirst().family().textType()).isEqualTo(TextType.HISTOGRAM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a{} 1\n",
                "a{b=\"\\z\"} 1\n",
                "a 1.\n",
                "a .5e3\n",
                "a -infinity\n",
                "# HELP a \n# UNIT a \n",
                "# TYPE a gauge\n# TYPE b gauge\nb 1\n",
                "a{b=\"\"} 1\n",
                "# TYPE a gauge\na 1 5\na 2 6\na{b=\"c\"} 1 5\n",
                "# TYPE a gauge\na 1 5\na 2 5\n",
                "# TYPE a counter\na_total 1 # {} 7\n",
                "# TYPE a histogram\na_bucket{le=\"1\"} 0\na_bucket{le=\"+Inf\"} 0\n",
                "# TYPE a histogram\na_count 1\na_bucket{le=\"+Inf\"} 1\na_sum 2\n",
                "# TYPE a summary\na{quantile=\"1\"} 2\na{quantile=\"0\"} 1\n",
                "# TYPE a summary\na_sum 1 5\na_count 1 5\na_sum 2 6\na_count 2 6\n",
                "# TYPE a counter\na_total 18446744073709551616\na_created 0\n",
                "# TYPE a counter\na_total +Inf\n",
                "# TYPE a stateset\na{a=\"\"} 1\n",
                "a{b=\"c\",d=\"e\"} 1\na{b=\"c\"} 1\na 1\n",
                "# TYPE a stateset\na{a=\"b\",c=\"1\"} 0\na{a=\"d\",c=\"1\"} 0\na{a=\"b\",c=\"2\"} 0\na{a=\"d\",c=\"2\"} 0\n",
                "# TYPE a counter\na_total 0.0 # {a=\"\u00e4\\\\\"} -Inf 1.5e9\n",
                "# TYPE a info\na_info{v=\"1\",w=\"\"} 1\n",
                "# TYPE a stateset\na{a=\"b\",x=\"y\"} 1\na{x=\"y\",a=\"c\"} 0\n",
                "# TYPE a histogram\na_bucket{le=\"1\"} 4 # {} 0.5\na_bucket{le=\"+Inf\"} 4\na_sum 2\na_count 4\na_created 12.5\n",
                "# TYPE a histogram\na_bucket{le=\"+Inf\",b=\"1\"} 0\na_bucket{b=\"2\",le=\"+Inf\"} 0\n",
                "# TYPE a gaugehistogram\na_bucket{le=\"+Inf\"} 3\na_gsum 1\na_gcount 3\n",
                "# TYPE a_s gauge\n# UNIT a_s s\n# HELP a_s \\\\ \\n \\\" \\q\na_s -0.0 -12.5\n",
                "# TYPE \"a b\" counter\n{\"a b_total\",c=\"d\"} 1\n",
                "# TYPE a unknown\na nan\n",
                "a{b=\"c\",d=\"\\n\"} 1e-400 1.5\n"
            })
    void accepts(String text) {
        assertThat(text).satisfies(accepted -> parse(accepted + "# EOF\n"));
        assertThat(text).satisfies(accepted -> parse(accepted + "# EOF"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // lines and their parts
                "ok 1\n\n",
                "ok 1\n# a remark\n",
                "ok 1\n#TYPE a gauge\n",
                "ok 1\n#  TYPE a gauge\n",
                "ok 1\n a 1\n",
                "ok 1\na  1\n",
                "ok 1\na 1 \n",
                "ok 1\na\t1\n",
                "ok 1\na 1\r\n",
                "ok 1\na{b=\"c\" } 1\n",
                "ok 1\na{b=\"c\",} 1\n",
                "ok 1\na{,b=\"c\"} 1\n",
                "ok 1\na{b=\"c\"}1\n",
                "ok 1\na{b=\"c\", d=\"e\"} 1\n",
                "ok 1\na{b=\"c\",b=\"d\"} 1\n",
                "ok 1\n\"a\" 1\n",
                "ok 1\na.b 1\n",
                "ok 1\na 0x10\n",
                "ok 1\na 1_0\n",
                "ok 1\na +nan\n",
                "ok 1\na 1e400\n",
                "ok 1\na \u0661\n",
                "ok 1\n\ufeffa 1\n",
                "ok 1\na 1 1 # {} 1\n",
                "ok 1\na_total 1 # {b=\"c\"}\n",
                "# TYPE a counter\na_total 1 # {b=\"c\",b=\"d\"} 1\n",
                "# TYPE a counter\na_total 1 # {__name__=\"c\"} 1\n",
                "# TYPE a counter\na_total 1 # {b=\"c\"} 1 NaN\n",
                "# TYPE a counter\na_total 1 # {b=\"c\"} 1 2 3\n",
                "# TYPE a counter\na_created NaN\na_total 1\n",
                "# TYPE a stateset\na 1\n",
                "# TYPE a histogram\na_bucket{le=\"1\"} 0\na_bucket{le=\"1.0\"} 0\na_bucket{le=\"+Inf\"} 0\n",
                "# TYPE a histogram\na_bucket{le=\"1e400\"} 1\n",
                "# TYPE a gaugehistogram\na_bucket{le=\"+Inf\"} 1\na_gsum -1\na_gcount 1\n",
                "ok 1\na 1 NaN\n",
                "ok 1\na 1 +Inf\n",
                "ok 1\na 1 2 3\n",
                "ok 1\na 1 9e99\n",
                // metadata
                "ok 1\n# TYPE a\n",
                "ok 1\n# TYPE a untyped\n",
                "ok 1\n# TYPE a Gauge\n",
                "ok 1\n# TYPE a gauge \n",
                "ok 1\n# HELP a\n",
                "ok 1\n# UNIT a_s m\n",
                "ok 1\n# UNIT as s\n",
                "# TYPE a_s info\n# UNIT a_s s\n",
                "# UNIT a_s s\n# TYPE a_s stateset\n",
                "# HELP a b\n# HELP a b\n",
                "# TYPE a gauge\n# TYPE a gauge\n",
                "a 1\n# HELP a b\n",
                // families and metrics that do not stand together
                "# TYPE a counter\na_sum 1\n# TYPE a_total gauge\n",
                "# TYPE a counter\na 1\n",
                "# TYPE a info\na 1\n",
                "# TYPE a gauge\na{b=\"1\"} 1\na{b=\"2\"} 1\na{b=\"1\"} 2\n",
                "a 1\na 2\n",
                "a 1 5\na 2\n",
                "a 1 5\na 2 4\n",
                // values that a type does not have
                "# TYPE a counter\na_total NaN\n",
                "# TYPE a counter\na_created 1\n",
                "# TYPE a info\na_info 0\n",
                "# TYPE a stateset\na{a=\"b\"} 2\n",
                "# TYPE a stateset\na{c=\"b\"} 1\n",
                "# TYPE a summary\na 1\n",
                "# TYPE a summary\na{quantile=\"1.5\"} 1\n",
                "# TYPE a summary\na_count 1.5\n",
                "# TYPE a summary\na_sum -1\n",
                "# TYPE a summary\na_sum{quantile=\"\"} 1\n",
                "# TYPE a gauge\na 1 # {b=\"c\"} 1\n",
                "# TYPE a gauge\na {count:1,sum:1,schema:0}\n",
                // histograms
                "# TYPE a histogram\na 1\n",
                "# TYPE a histogram\na_bucket 1\n",
                "# TYPE a histogram\na_bucket{le=\"Inf\"} 1\n",
                "# TYPE a histogram\na_bucket{le=\"1\"} 1\n",
                "# TYPE a histogram\na_bucket{le=\"+Inf\"} 0.5\n",
                "# TYPE a histogram\na_sum{le=\"1\"} 1\n",
                "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1 # {} \n",
                "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1 # 1\n",
                "# TYPE a histogram\na_bucket{le=\"1\"} 1 # {} 2\n",
                "# TYPE a histogram\na {count:1,sum:1}\n",
                "# TYPE a histogram\na {count:1,sum:1,schema:0\n",
                "# TYPE a histogram\na {count:1,sum:1,schema:0,colour:1}\n",
                "# TYPE a histogram\na {count:1,sum:1,schema:0,count:1}\n"
            })
    void rejects(String text) {
        assertThatThrownBy(() -> parse(text + "# EOF\n")).isInstanceOfSatisfying(TextFormatException.class, e -> {
            assertThat(e.reason()).isNotBlank();
            assertThat(e.line()).isBetween(1, 4);
            if (text.startsWith("ok 1\n")) {
                assertThat(e.line()).isEqualTo(2);
            }
        });
    }

    @Test
    void aHistogramMustAddUp() {
        String start = "# TYPE a histogram\na_bucket{le=\"1\"} 2\n";
        assertThatThrownBy(() -> parse(start + "a_bucket{le=\"0.5\"} 1\n# EOF\n"))
                .hasMessageContaining("order of their bounds");
        assertThatThrownBy(() -> parse(start + "a_bucket{le=\"+Inf\"} 1\n# EOF\n"))
                .hasMessageStartingWith("line 3: a bucket counts less");
        assertThatThrownBy(() -> parse(start + "a_bucket{le=\"+Inf\"} 3\na_count 3\n# EOF\n"))
                .hasMessage("line 4: the histogram a has only one of count and sum");
        assertThatThrownBy(() -> parse(start + "a_bucket{le=\"+Inf\"} 3\na_count 2\na_sum 1\n# EOF\n"))
                .hasMessageContaining("not that of its bucket +Inf");
        assertThatThrownBy(
                        () -> parse(
                                "# TYPE a histogram\na_bucket{le=\"-1\"} 1\na_bucket{le=\"+Inf\"} 1\na_count 1\na_sum 1\n# EOF\n"))
                .hasMessageContaining("negative bounds");
    }

    @Test
    void aFamilyThatComesBackIsRefusedByName() {
        assertThatThrownBy(() -> parse("# TYPE a counter\na_total 1\nb 1\na_total{c=\"d\"} 1\n# EOF\n"))
                .hasMessage("line 4: the name a_total belongs to the counter a");
        assertThatThrownBy(() -> parse("# TYPE a_created gauge\n# TYPE a counter\n# EOF\n"))
                .hasMessage("line 2: the name a_created belongs to the gauge a_created");
    }

    @Test
    void theEndMustBeMarkedAndBeTheEnd() {
        assertThatThrownBy(() -> parse("a 1\n")).hasMessage("line 1: the text does not end with # EOF");
        assertThatThrownBy(() -> parse("")).hasMessage("line 1: the text does not end with # EOF");
        assertThatThrownBy(() -> parse("a 1\n#EOF\n")).hasMessageStartingWith("line 2: ");
        assertThatThrownBy(() -> parse("a 1\n# EOF\nb 1\n")).hasMessage("line 3: there is something behind # EOF");
        assertThatThrownBy(() -> parse("a 1")).hasMessage("line 1: the text ends in the middle of a line");
    }

    @Test
    void limitsAreHeldBeforeMuchIsKept() {
        assertThatThrownBy(() -> parse("a 1\n".repeat(30_000))).hasMessageContaining("longer than 100000 bytes");
        assertThatThrownBy(() -> parse("# HELP a " + "x".repeat(400) + "\n# EOF\n"))
                .hasMessage("line 1: this line is longer than 400 bytes");
        var many = new StringBuilder();
        for (int i = 0; i < 101; i++) {
            many.append("a{b=\"").append(i).append("\"} 1\n");
        }
        assertThatThrownBy(() -> parse(many + "# EOF\n")).hasMessage("line 101: there are more than 100 samples");
        assertThatThrownBy(() -> parse("a{a=\"1\",b=\"1\",c=\"1\",d=\"1\",e=\"1\",f=\"1\"} 1\n# EOF\n"))
                .hasMessageContaining("more than 5 labels");
        assertThatThrownBy(() -> parse("a{a=\"" + "x".repeat(201) + "\"} 1\n# EOF\n"))
                .hasMessageContaining("longer than 200");
        assertThat("x".repeat(127))
                .satisfies(label -> parse("# TYPE a counter\na_total 1 # {a=\"" + label + "\"} 1\n# EOF\n"));
        assertThatThrownBy(() -> parse("# TYPE a counter\na_total 1 # {a=\"" + "x".repeat(128) + "\"} 1\n# EOF\n"))
                .hasMessageContaining("longer than 128 characters");
        assertThatThrownBy(() -> parse("# TYPE a counter\na_total 1 # {a=\"" + "é".repeat(64) + "\",b=\""
                        + "é".repeat(63) + "\"} 1\n# EOF\n"))
                .hasMessageContaining("longer than 128 characters");
    }

    @Test
    void aDamagedTextIsAcceptedOrRefusedButNeverBreaksTheParser() {
        String good = """
                # TYPE a histogram
                # HELP a Help \\n text.
                a_bucket{le="1",x="\\"é"} 1 15 # {b="c"} 0.5 14
                a_bucket{le="+Inf",x="\\"é"} 1 15
                a{x="y"} {count:2,sum:1,schema:0,positive_spans:[0:1]}
                {"b.c","d"="e"} +Inf
                # EOF
                """;
        var random = new Random(2022);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = good.getBytes(UTF_8);
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            try {
                MetricsText.OPENMETRICS.parse(bad, LIMITS);
            } catch (TextFormatException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1_000, 19_999);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a 1\n# EOF\n",
                "a 1\n#EOF\n",
                "# UNIT a_s s\n",
                "# TYPE a info\na_info 1\n",
                "# TYPE a stateset\n",
                "# TYPE a unknown\n",
                "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\n# EOF\n"
            })
    void aTextWithAMarkOfOpenMetricsIsTakenForOne(String text) {
        assertThat(MetricsText.of(text.getBytes(UTF_8))).isEqualTo(MetricsText.OPENMETRICS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a 1\n",
                "# TYPE a gauge\na 1\n",
                "# TYPE a untyped\na 1\n",
                "# a remark about EOF\na 1\n",
                "# HELP a is info\na{b=\"# EOF\"} 1\n",
                "# TYPE a_total counter\na_total 1\n# EOF\n",
                "a{x=\"y\",quantile=\"0.5\"} 1\na_sum{x=\"y\"} 1\na{x=\"z\",quantile=\"0.5\"} 1\n# EOF\n"
            })
    void aTextWithoutOneIsPrometheusText(String text) {
        assertThat(MetricsText.of(text.getBytes(UTF_8))).isEqualTo(MetricsText.PROMETHEUS);
    }

    private static List<ParsedSample> parse(String text) throws TextFormatException {
        return MetricsText.OPENMETRICS.parse(text.getBytes(UTF_8), LIMITS);
    }
}
