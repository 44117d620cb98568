package skerry.agent.collect.scrape;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.agent.collect.TextType;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;

class TextFormatTest {
    private static final ScrapeLimits LIMITS = new ScrapeLimits(100_000, 200, 100, 5, 40);

    @Test
    void readsSamplesWithTypeHelpLabelsAndTime() throws Exception {
        var samples = parse("""
                # HELP jobs_total Jobs done,\\nby \\\\ queue.
                # TYPE jobs_total counter
                jobs_total{queue="mail",host="a\\"b\\\\c\\nd"} 17 1700000000000

                # a remark
                temperature -3.5e1
                """);

        assertThat(samples).hasSize(2);
        var jobs = samples.get(0);
        assertThat(jobs.line()).isEqualTo(3);
        assertThat(jobs.family().name()).isEqualTo("jobs_total");
        assertThat(jobs.family().type()).isEqualTo(MetricType.COUNTER);
        assertThat(jobs.family().help()).isEqualTo("Jobs done,\nby \\ queue.");
        assertThat(jobs.labels()).isEqualTo(Labels.of("queue", "mail", "host", "a\"b\\c\nd"));
        assertThat(jobs.value()).isEqualTo(17);
        assertThat(jobs.timestampMillis()).hasValue(1_700_000_000_000L);
        var temperature = samples.get(1);
        assertThat(temperature.family().textType()).isEqualTo(TextType.UNTYPED);
        assertThat(temperature.family().type()).isEqualTo(MetricType.GAUGE);
        assertThat(temperature.value()).isEqualTo(-35);
        assertThat(temperature.timestampMillis()).isEqualTo(OptionalLong.empty());
    }

    @Test
    void partsOfHistogramsAndSummariesBelongToTheirFamily() throws Exception {
        var samples = parse("""
                # TYPE wait histogram
                # TYPE size summary
                # TYPE depth gaugehistogram
                wait_bucket{le="0.5"} 1
                wait_bucket{le="+Inf"} 2
                wait_sum 0.75
                wait_count 2
                size{quantile="0.9"} 12
                size_sum 20
                size_count 3
                size_bucket 4
                depth_bucket{le="1"} 5
                other_count 6
                """);

        assertThat(samples)
                .extracting(s -> s.family().textName() + " " + s.family().textType() + " "
                        + s.family().type())
                .containsExactly(
                        "wait HISTOGRAM COUNTER",
                        "wait HISTOGRAM COUNTER",
                        "wait HISTOGRAM COUNTER",
                        "wait HISTOGRAM COUNTER",
                        "size SUMMARY GAUGE",
                        "size SUMMARY COUNTER",
                        "size SUMMARY COUNTER",
                        "size_bucket UNTYPED GAUGE",
                        "depth HISTOGRAM GAUGE",
                        "other_count UNTYPED GAUGE");
    }

    @Test
    void namesInQuotesMayHoldAnything() throws Exception {
        var samples = parse("""
                # TYPE "water.level \\"m\\"" counter
                {"water.level \\"m\\"","où"="là"} 1
                { site = "x" , "water.level \\"m\\"" } 2
                """);

        assertThat(samples).extracting(s -> s.family().name()).containsOnly("water.level \"m\"");
        assertThat(samples).extracting(s -> s.family().type()).containsOnly(MetricType.COUNTER);
        assertThat(samples)
                .extracting(ParsedSample::labels)
                .containsExactly(Labels.of("où", "là"), Labels.of("site", "x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "a 1\n",
                " \ta\t1 \n",
                "a{} 1\n",
                "a{,} 1\n",
                "a{b=\"c\",} 1\n",
                "a {b = \"c\" , d = \"e\"} 1\n",
                "a{b=\"c\"}1\n",
                "a{b=\"\\z\"} 1\n",
                "a +Inf\n",
                "a .5\n",
                "a 08\n",
                "a 1.\n",
                "#\tTYPE\ta\tgauge\na 1\n",
                "# HELP\n# HELP a\n# HELP a\na 1\n",
                "# TYPE a gauge\n# TYPE a_sum gauge\na_sum 1\na 1\n",
                "a 1\nb 2\na{c=\"d\"} 3\n",
                "a 1\n# HELP a What came late.\n",
                "a 1\na 1\n",
                ":a:b 1\n",
                "a -inf\nb +Infinity\nc nan\nd NAN\n",
                "a 1e-400\n",
                "a 1.7976931348623157e308\n",
                "a 18446744073709551615\n",
                "a -0\n",
                "a 1 -9223372036854775808\n",
                "a 1 +5\n",
                "a{b=\"\"} 1\n",
                "a{b=\"\u00e4\u2028\ud83d\ude00\"} 1\n",
                "a{b=\"c\"\t,\td=\"e\"}\t1\t2\t\n",
                "a{\"b c\"=\"d\"} 1\n",
                "{\"a\",} 1\n",
                "# TYPE \"a b\" gauge\n# HELP \"a b\" \n{\"a b\"} 1\n",
                "#\n# \n#x\n",
                "# TYPE h histogram\nh 1\nh_bucket{le=\"+Inf\"} 1\nh_bucket{le=\"1e3\"} 1\n"
            })
    void accepts(String text) {
        assertThat(text).satisfies(accepted -> parse(accepted));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ok 1\na",
                "ok 1\na 1",
                "ok 1\na\n",
                "ok 1\n\ufeffa 1\n",
                "ok 1\na 1\r\n",
                "ok 1\n\r\n",
                "ok 1\na 1\u00a02\n",
                "ok 1\na +nan\n",
                "ok 1\na -NaN\n",
                "ok 1\na ++1\n",
                "ok 1\na 1e\n",
                "ok 1\na .\n",
                "ok 1\na 1e400\n",
                "ok 1\na \u0661\n",
                "ok 1\na 1 \u0661\n",
                "ok 1\na 1 9223372036854775808\n",
                "ok 1\na 1 1e3\n",
                "ok 1\na 1 # {b=\"c\"} 1\n",
                "ok 1\na{b:c=\"d\"} 1\n",
                "ok 1\n{\"a\",\"b\"} 1\n",
                "ok 1\na{\"b\"} 1\n",
                "ok 1\n{} 1\n",
                "ok 1\n# TYPE a gauge now\n",
                "ok 1\n# HELP \"a b\n",
                "ok 1\na one\n",
                "ok 1\na 1_000\n",
                "ok 1\na 0x10\n",
                "ok 1\na 1d\n",
                "ok 1\na 1 2 3\n",
                "ok 1\na 1 1.5\n",
                "ok 1\n9a 1\n",
                "ok 1\na-b 1\n",
                "ok 1\n{b=\"c\"} 1\n",
                "ok 1\na{b} 1\n",
                "ok 1\na{b=c} 1\n",
                "ok 1\na{b=\"c} 1\n",
                "ok 1\na{b=\"c\"d} 1\n",
                "ok 1\na{b=\"c\",,} 1\n",
                "ok 1\na{b=\"c\" 1\n",
                "ok 1\na{b=\"c\",b=\"d\"} 1\n",
                "ok 1\na{__name__=\"c\"} 1\n",
                "ok 1\na{9=\"c\"} 1\n",
                "ok 1\n{\"a\\x\"} 1\n",
                "ok 1\n{\" \"} 1\n",
                "ok 1\na{\"\"=\"b\"} 1\n",
                "ok 1\n# TYPE a\n",
                "ok 1\n# TYPE a number\n",
                "ok 1\n# TYPE ok gauge\n",
                "# TYPE a gauge\n# TYPE a gauge\n",
                "# HELP a one\n# HELP a two\n",
                "# TYPE h histogram\nh_count -1\n",
                "# TYPE h histogram\nh_bucket{le=\"x\"} 1\n",
                "# TYPE h histogram\nh_bucket{le=\"1e400\"} 1\n",
                "# TYPE h histogram\nh_bucket{le=\"\"} 1\n",
                "# TYPE s summary\ns{quantile=\"x\"} 1\n"
            })
    void rejectsWithTheLine(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOfSatisfying(TextFormatException.class, e -> {
            assertThat(e.line()).isEqualTo(2);
            assertThat(e.reason()).isNotBlank();
        });
    }

    @Test
    void rejectsWhatIsNotUtf8WithTheLine() {
        byte[] text = "a 1\nb{c=\"?\"} 1\n".getBytes(UTF_8);
        text[10] = (byte) 0xff;

        assertThatThrownBy(() -> TextFormat.parse(text, LIMITS)).hasMessage("line 2: this is not UTF-8");
    }

    @Test
    void limitsAreHeldBeforeMuchIsKept() {
        assertThatThrownBy(() -> parse("a 1\n".repeat(101))).hasMessage("line 101: there are more than 100 samples");
        assertThatThrownBy(() -> parse("a{a=\"1\",b=\"1\",c=\"1\",d=\"1\",e=\"1\",f=\"1\"} 1\n"))
                .hasMessageContaining("more than 5 labels");
        assertThatThrownBy(() -> parse("a{a=\"" + "x".repeat(41) + "\"} 1\n")).hasMessageContaining("longer than 40");
        assertThatThrownBy(() -> parse("a".repeat(41) + " 1\n")).hasMessageContaining("longer than 40");
    }

    @Test
    void aDamagedTextIsAcceptedOrRefusedButNeverBreaksTheParser() {
        String good = """
                # HELP a Help \\n text.
                # TYPE a histogram
                a_bucket{le="1",x="\\"é"} 1 15
                {"b.c","d"="e"} +Inf
                """;
        var random = new Random(1974);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = good.getBytes(UTF_8);
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            try {
                TextFormat.parse(bad, LIMITS);
            } catch (TextFormatException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1_000, 19_999);
    }

    private static List<ParsedSample> parse(String text) throws TextFormatException {
        return TextFormat.parse(text.getBytes(UTF_8), LIMITS);
    }
}
