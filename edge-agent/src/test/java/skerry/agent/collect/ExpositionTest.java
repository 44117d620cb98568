package skerry.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import skerry.agent.collect.scrape.ParsedSample;
import skerry.agent.collect.scrape.ScrapeLimits;
import skerry.agent.collect.scrape.TextFormat;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;

class ExpositionTest {
    private static final String AWKWARD = "ab \\\"\n=,{}#é\u20ac";

    private final SampleBuffer buffer = new SampleBuffer(10_000, 4);

    @Test
    void familiesAreSortedAndHaveOneHelpAndTypeEach() throws Exception {
        var load = MetricFamily.gauge("node_load1", "Load.");
        var cpu = MetricFamily.counter("node_cpu_seconds_total", "Seconds\nby \\mode.");
        buffer.add(load, Labels.NONE, 0.25);
        buffer.add(cpu, Labels.of("mode", "user", "cpu", "1"), 3);
        buffer.add(MetricFamily.gauge("node_zero", ""), Labels.NONE, 0);
        buffer.add(cpu, Labels.of("mode", "idle", "cpu", "0"), 4);

        assertThat(text()).isEqualTo("""
                # HELP node_cpu_seconds_total Seconds\\nby \\\\mode.
                # TYPE node_cpu_seconds_total counter
                node_cpu_seconds_total{cpu="1",mode="user"} 3
                node_cpu_seconds_total{cpu="0",mode="idle"} 4
                # HELP node_load1 Load.
                # TYPE node_load1 gauge
                node_load1 0.25
                # TYPE node_zero gauge
                node_zero 0
                """);
    }

    @Test
    void declaredLabelsAreShownEvenWhenEmpty() throws Exception {
        var info = MetricFamily.gauge("info", "", "version", "arch", "model");
        buffer.add(info, Labels.of("model", "4B", "other", "x", "version", ""), 1);
        buffer.add(info, Labels.NONE, 1);

        assertThat(text()).isEqualTo("""
                # TYPE info gauge
                info{arch="",model="4B",other="x",version=""} 1
                info{arch="",model="",version=""} 1
                """);
    }

    @Test
    void theTypeShownMayDifferFromTheTypeStored() throws Exception {
        buffer.add(MetricFamily.counter("node_vmstat_pgfault", "").shownAs(TextType.UNTYPED), Labels.NONE, 1);

        assertThat(text()).startsWith("# TYPE node_vmstat_pgfault untyped\n");
        assertThat(buffer.family(0).type()).isEqualTo(MetricType.COUNTER);
    }

    @Test
    void partsOfAHistogramStandTogetherUnderOneType() throws Exception {
        for (String part : List.of("seconds_bucket", "seconds_sum", "seconds_count")) {
            buffer.add(
                    new MetricFamily(part, MetricType.COUNTER, "Time.", TextType.HISTOGRAM, "seconds", List.of()),
                    Labels.NONE,
                    1);
        }
        buffer.add(MetricFamily.gauge("seconds_b", ""), Labels.NONE, 2);

        assertThat(text()).isEqualTo("""
                # HELP seconds Time.
                # TYPE seconds histogram
                seconds_bucket 1
                seconds_sum 1
                seconds_count 1
                # TYPE seconds_b gauge
                seconds_b 2
                """);
    }

    @Test
    void numbersAreWrittenSoThatTheyReadBackTheSame() throws Exception {
        var gauge = MetricFamily.gauge("g", "");
        double[] values = {
            Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0x1p53, 0x1p64, -17, 0.1, Double.MIN_VALUE
        };
        for (int i = 0; i < values.length; i++) {
            buffer.add(gauge, Labels.of("i", Integer.toString(i)), values[i]);
        }

        assertThat(text()).contains("} NaN\n", "} +Inf\n", "} -Inf\n", "} 9007199254740992\n", "} -17\n", "} 0.1\n");
        assertThat(parsed())
                .extracting(ParsedSample::value)
                .containsExactly(
                        Double.NaN,
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY,
                        0x1p53,
                        0x1p64,
                        -17.0,
                        0.1,
                        Double.MIN_VALUE);
    }

    @Test
    void anyNamesAndLabelsReadBackTheSame() throws Exception {
        var random = new Random(2611);
        for (int i = 0; i < 500; i++) {
            var family = MetricFamily.gauge("m" + i + awkward(random), "Help " + awkward(random) + ".");
            buffer.add(family, Labels.of("l" + awkward(random), awkward(random), "z", awkward(random)), i);
        }

        var parsed = parsed();

        assertThat(parsed).hasSize(500);
        for (var sample : parsed) {
            int i = (int) sample.value();
            assertThat(sample.family().name()).isEqualTo(buffer.family(i).name());
            assertThat(sample.family().help()).isEqualTo(buffer.family(i).help());
            assertThat(sample.labels()).isEqualTo(buffer.labels(i));
        }
    }

    private static String awkward(Random random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(AWKWARD.charAt(random.nextInt(AWKWARD.length())));
        }
        return text.toString();
    }

    private String text() throws IOException {
        var text = new StringBuilder();
        Exposition.write(new Samples(Instant.EPOCH, buffer), text);
        return text.toString();
    }

    private List<ParsedSample> parsed() throws IOException {
        return TextFormat.parse(
                text().getBytes(StandardCharsets.UTF_8), new ScrapeLimits(1 << 20, 10_000, 10_000, 10, 100));
    }
}
