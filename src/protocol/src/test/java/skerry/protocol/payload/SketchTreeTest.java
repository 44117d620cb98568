package skerry.protocol.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import skerry.protocol.BatchHeader.Encoding;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;
import skerry.protocol.sketch.Bins;
import skerry.protocol.sketch.OpenSketch;
import skerry.protocol.sketch.Sketch;

/** Sketches that go through minutes, hours, days, nodes and sites in any order, encoded and decoded at each step. */
class SketchTreeTest {
    private static final Series SERIES = new Series("took_seconds", Labels.of("service", "shop"), MetricType.GAUGE);
    private static final Dictionary DICTIONARY =
            new Dictionary(List.of(new DictionaryChunk(List.of(SERIES), List.of())));

    @Test
    void anyTreeOfMergesGivesTheSketchOfAllValuesAndItsQuantilesAreOffByOnePercentAtMost() throws Exception {
        for (int seed = 0; seed < 60; seed++) {
            var random = new Random(seed);
            double[] values = values(random, 1 + random.nextInt(4_000));
            var direct = new OpenSketch();
            for (double value : values) {
                direct.add(value, 1);
            }

            Sketch merged = merged(leaves(values, random), random);

            assertThat(merged).as("seed %s", seed).isEqualTo(direct.close());
            Arrays.sort(values);
            for (int i = 0; i <= 200; i++) {
                double exact = values[(int) (i / 200.0 * (values.length - 1))];
                assertThat(Math.abs(merged.quantile(i / 200.0) - exact))
                        .as("seed %s, quantile %s", seed, i / 200.0)
                        .isLessThanOrEqualTo(Bins.RELATIVE_ERROR * exact);
            }
        }
    }

    /** A mixture that differs from seed to seed: log-normal, Pareto, exponential, two modes, constants, zeros, extremes. */
    private static double[] values(Random random, int number) {
        int form = random.nextInt(7);
        double[] values = new double[number];
        for (int i = 0; i < number; i++) {
            double u = 1 - random.nextDouble();
            values[i] = switch (form) {
                case 0 -> Math.exp(-5 + 2 * random.nextGaussian());
                case 1 -> 0.001 * Math.pow(u, -1.3);
                case 2 -> -0.2 * Math.log(u);
                case 3 -> random.nextBoolean() ? 0.004 * u : 20 + u;
                case 4 -> 0.037;
                case 5 -> random.nextBoolean() ? 0 : u;
                default -> random.nextBoolean() ? Bins.SMALLEST / u : Bins.LARGEST * u;
            };
        }
        return values;
    }

    private static List<Sketch> leaves(double[] values, Random random) {
        var open = new ArrayList<OpenSketch>();
        for (int i = 0; i < 1 + random.nextInt(40); i++) {
            open.add(new OpenSketch());
        }
        for (double value : values) {
            open.get(random.nextInt(open.size())).add(value, 1);
        }
        var leaves = new ArrayList<Sketch>();
        open.stream().filter(one -> !one.isEmpty()).map(OpenSketch::close).forEach(leaves::add);
        return leaves;
    }

    private static Sketch merged(List<Sketch> leaves, Random random) throws Exception {
        var left = new ArrayList<>(leaves);
        while (left.size() > 1) {
            Collections.shuffle(left, random);
            var sum = new OpenSketch();
            int parts = Math.min(left.size(), 2 + random.nextInt(4));
            for (int i = 0; i < parts; i++) {
                sum.add(travelled(left.removeLast(), random));
            }
            left.add(sum.close());
        }
        return travelled(left.getFirst(), random);
    }

    private static Sketch travelled(Sketch sketch, Random random) throws Exception {
        var summary = new Summary(
                new Window(60_000, 60_000),
                List.of(),
                List.of(),
                List.of(),
                List.of(new SketchSummary(SERIES, sketch)));
        var payload = SummaryCodec.encode(summary, DICTIONARY, random.nextBoolean() ? Encoding.DEFLATE : Encoding.NONE);
        var read = SummaryCodec.decode(Payloads.header(Kind.MINUTE, payload), payload.bytes(), DICTIONARY);
        assertThat(read).isEqualTo(summary);
        return read.sketches().getFirst().sketch();
    }
}
