package skerry.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** An agent that does a small node's work: metrics every 15 s and ten log lines a second. */
final class FootprintBench implements Bench {
    private static final int LINES_PER_SECOND = 10;

    @Override
    public String name() {
        return "footprint";
    }

    @Override
    public String about() {
        return "packaged agent of this machine, " + LINES_PER_SECOND + " CRI lines a second, metrics every 15 s";
    }

    @Override
    public List<Figure> run(BenchContext context) throws Exception {
        Path folder = context.folder("footprint-" + System.nanoTime());
        Path log = folder.resolve("pod.log");
        Files.createFile(log);
        var lines = new CriLines(1);
        try (var agent = MeasuredAgent.start(context, folder, log, List.of())) {
            context.say("warming up for a minute");
            feed(log, lines, Duration.ofMinutes(1));
            ProcessCost before = agent.cost();
            context.say("watching for %d minutes", context.length().toMinutes());
            long bytes = feed(log, lines, context.length());
            ProcessCost after = agent.cost();
            double hours = context.length().toSeconds() / 3600.0;
            return List.of(
                    new Figure(
                            "resident memory",
                            after.rssKib() / 1024.0,
                            "MiB",
                            "≤ 66",
                            "node_exporter+vmagent+Fluent Bit 60, netdata 74"),
                    new Figure("anonymous memory", after.anonymousKib() / 1024.0, "MiB", "≤ 32", ""),
                    new Figure(
                            "CPU",
                            (after.cpuSeconds() - before.cpuSeconds()) / hours,
                            "CPU-s per hour",
                            "≤ 20",
                            "Fluent Bit 14-28"),
                    new Figure(
                            "written to disk",
                            (double) (after.writtenBytes() - before.writtenBytes()) / bytes,
                            "bytes per log byte",
                            "≤ 3",
                            "Fluent Bit 42-49, syslog-ng 4.8"));
        }
    }

    /** Appends lines at a steady rate; returns their bytes. */
    private static long feed(Path log, CriLines lines, Duration length) throws IOException, InterruptedException {
        long bytes = 0;
        long start = System.nanoTime();
        try (OutputStream out = Files.newOutputStream(log, StandardOpenOption.APPEND)) {
            for (long i = 0; i < length.toSeconds() * LINES_PER_SECOND; i++) {
                byte[] line = lines.next(Instant.now()).getBytes(StandardCharsets.UTF_8);
                out.write(line);
                bytes += line.length;
                long due = start + (i + 1) * 1_000_000_000 / LINES_PER_SECOND;
                Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
            }
        }
        return bytes;
    }
}
