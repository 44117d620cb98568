package skerry.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** A million CRI lines into the durable ring, with redaction and patterns, as fast as the agent takes them. */
final class TailBench implements Bench {
    private static final long LINES = 1_000_000;

    @Override
    public String name() {
        return "tail";
    }

    @Override
    public String about() {
        return LINES + " CRI lines from a file into the ring, redaction and patterns on";
    }

    @Override
    public List<Figure> run(BenchContext context) throws Exception {
        double[] cpu = new double[context.runs()];
        double[] written = new double[context.runs()];
        double[] peak = new double[context.runs()];
        for (int run = 0; run < context.runs(); run++) {
            Path folder = context.folder("tail-" + System.nanoTime());
            Path log = folder.resolve("pod.log");
            Files.createFile(log);
            try (var agent = MeasuredAgent.start(context, folder, log, List.of())) {
                ProcessCost before = agent.cost();
                long bytes = new CriLines(run).write(log, LINES);
                agent.awaitLines(LINES, Duration.ofMinutes(5));
                ProcessCost after = agent.cost();
                cpu[run] = (after.cpuSeconds() - before.cpuSeconds()) * 1e6 / LINES;
                written[run] = (double) (after.writtenBytes() - before.writtenBytes()) / bytes;
                peak[run] = after.peakKib() / 1024.0;
                context.say(
                        "run %d: %.1f CPU-s, %.2f bytes written per byte, peak %.0f MiB",
                        run + 1, cpu[run], written[run], peak[run]);
            }
        }
        return List.of(
                new Figure(
                        "CPU",
                        median(cpu),
                        "s per million lines",
                        "≤ 8",
                        "Fluent Bit 3.1 (no redaction, no patterns), syslog-ng 4.2-5.8"),
                new Figure(
                        "written to disk",
                        median(written),
                        "bytes per log byte",
                        "≤ 0.4",
                        "Fluent Bit 1.49, syslog-ng 3.6"),
                new Figure("peak resident memory", median(peak), "MiB", "≤ 110", "Fluent Bit 65"));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
