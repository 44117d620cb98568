package skerry.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import skerry.protocol.payload.Dictionary;
import skerry.protocol.payload.DictionaryChunk;
import skerry.protocol.payload.SketchSummary;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.SummaryCodec;
import skerry.protocol.payload.Window;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;
import skerry.protocol.sketch.OpenSketch;
import skerry.protocol.sketch.Sketch;

/** What a distribution costs: bytes of a minute, CPU of a value, CPU of adding up an hour. Values are log-normal with a sigma of 0.8. */
final class SketchCost {
    private static final Series SERIES = new Series("took_seconds", Labels.of("service", "shop"), MetricType.GAUGE);
    private static final Dictionary DICTIONARY =
            new Dictionary(List.of(new DictionaryChunk(List.of(SERIES), List.of())));
    private static final int MINUTES = 60;
    private static final int VALUES = 2_000_000;
    private static final int HOURS = 2_000;

    private SketchCost() {}

    static List<Figure> figures(BenchContext context) {
        var few = new ArrayList<Double>();
        var usual = new ArrayList<Double>();
        var many = new ArrayList<Double>();
        var insert = new ArrayList<Double>();
        var merge = new ArrayList<Double>();
        insertNanos(new Random(0));
        mergeMicros(new Random(0));
        for (int run = 1; run <= context.runs(); run++) {
            var random = new Random(run);
            few.add(bytes(random, 4));
            usual.add(bytes(random, 300));
            many.add(bytes(random, 3_000));
            insert.add(insertNanos(random));
            merge.add(mergeMicros(random));
        }
        return List.of(
                new Figure("a distribution of 4 values, in a minute's batch", few, "bytes", "", ""),
                new Figure("a distribution of 300 values", usual, "bytes", "≤ 300", ""),
                new Figure("a distribution of 3,000 values", many, "bytes", "", ""),
                new Figure("count a value", insert, "ns of CPU", "", ""),
                new Figure("add up an hour of minutes of 300 values", merge, "µs of CPU", "", ""));
    }

    private static double value(Random random) {
        return Math.exp(-4 + 0.8 * random.nextGaussian());
    }

    private static Sketch sketch(Random random, int values) {
        var open = new OpenSketch();
        for (int i = 0; i < values; i++) {
            open.add(value(random), 1);
        }
        return open.close();
    }

    private static double bytes(Random random, int values) {
        long bytes = 0;
        for (int minute = 0; minute < MINUTES; minute++) {
            bytes += size(List.of(new SketchSummary(SERIES, sketch(random, values)))) - size(List.of());
        }
        return (double) bytes / MINUTES;
    }

    private static int size(List<SketchSummary> sketches) {
        var summary = new Summary(new Window(60_000, 60_000), List.of(), List.of(), List.of(), sketches);
        return SummaryCodec.encode(summary, DICTIONARY).bytes().size();
    }

    private static double insertNanos(Random random) {
        double[] values = random.doubles(4_096).map(_ -> value(random)).toArray();
        var open = new OpenSketch();
        long start = cpuNanos();
        for (int i = 0; i < VALUES; i++) {
            open.add(values[i & values.length - 1], 1);
        }
        double took = cpuNanos() - start;
        if (open.close().count() != VALUES) {
            throw new IllegalStateException("a value was not counted");
        }
        return took / VALUES;
    }

    private static double mergeMicros(Random random) {
        var minutes = new ArrayList<Sketch>();
        for (int minute = 0; minute < MINUTES; minute++) {
            minutes.add(sketch(random, 300));
        }
        var hour = new OpenSketch();
        long start = cpuNanos();
        for (int i = 0; i < HOURS; i++) {
            minutes.forEach(hour::add);
            if (hour.close().count() != MINUTES * 300L) {
                throw new IllegalStateException("a value was lost on the way to the hour");
            }
        }
        return (cpuNanos() - start) / 1e3 / HOURS;
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
