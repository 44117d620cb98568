package skerry.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.simulator.LocalHub;

/** An agent that does a small node's work: metrics every 15 s, ten log lines a second, and a hub that takes its batches. */
final class FootprintBench implements Bench {
    private static final int LINES_PER_SECOND = 10;
    private static final Duration SCRAPE_EVERY = Duration.ofSeconds(15);
    private static final String SITE = "bench";

    @Override
    public String name() {
        return "footprint";
    }

    @Override
    public String about() {
        return "packaged agent of this machine beside a hub, " + LINES_PER_SECOND
                + " CRI lines a second, metrics every 15 s";
    }

    @Override
    public String takes() {
        return "the time of --minutes and 2 min";
    }

    @Override
    public List<Figure> run(BenchContext context) throws Exception {
        Path folder = context.folder(name());
        Path log = Files.createFile(folder.resolve("pod.log"));
        try (var hub = LocalHub.start(context.home(), folder.resolve("hub"))) {
            hub.addSite(SITE, SITE, "");
            List<String> link = hub.enrol(MeasuredAgent.data(folder), SITE, "node");
            try (var agent = MeasuredAgent.start(context, folder, log, link)) {
                var figures = new ArrayList<>(watch(context, agent, log));
                figures.addAll(nodeExporter(context, folder));
                return figures;
            }
        }
    }

    private static List<Figure> watch(BenchContext context, MeasuredAgent agent, Path log)
            throws IOException, InterruptedException {
        var lines = new CriLines(1);
        context.say("warming up for a minute");
        long fed = feed(log, lines, Duration.ofMinutes(1)).lines();
        ProcessCost before = agent.cost();
        context.say("watching for %d minutes", context.length().toMinutes());
        Fed steady = feed(log, lines, context.length());
        ProcessCost after = agent.cost();
        agent.awaitLines(fed + steady.lines(), Duration.ofMinutes(1));
        agent.requireNothingDropped();
        context.say(
                "%d lines stored, none dropped; %,d bytes of log, %,d written to disk; load average %s",
                fed + steady.lines(),
                steady.bytes(),
                after.writtenBytes() - before.writtenBytes(),
                Machine.currentLoad());
        double hours = context.length().toSeconds() / 3600.0;
        return List.of(
                Figure.of(
                        "resident memory",
                        after.rssKib() / 1024.0,
                        "MiB",
                        "≤ 66",
                        "node_exporter+vmagent+Fluent Bit 60, netdata 74"),
                Figure.of("anonymous memory", after.anonymousKib() / 1024.0, "MiB", "≤ 32", ""),
                Figure.of(
                        "CPU",
                        (after.cpuSeconds() - before.cpuSeconds()) / hours,
                        "CPU-s per hour",
                        "≤ 20",
                        "Fluent Bit 14-28"),
                Figure.of(
                        "written to disk",
                        (double) (after.writtenBytes() - before.writtenBytes()) / steady.bytes(),
                        "bytes per log byte",
                        "≤ 3",
                        "Fluent Bit 42-49, syslog-ng 4.8"));
    }

    /** What collecting the same metrics costs node_exporter, which stores and sends nothing. */
    private static List<Figure> nodeExporter(BenchContext context, Path folder)
            throws IOException, InterruptedException {
        Optional<Peer.NodeExporter> started = Peer.nodeExporter(context, folder);
        if (started.isEmpty()) {
            return List.of();
        }
        try (var exporter = started.get();
                var client = HttpClient.newHttpClient()) {
            ProcessCost before = exporter.peer().cost();
            long scrapes = Math.max(2, context.length().dividedBy(SCRAPE_EVERY));
            for (long i = 0; i < scrapes; i++) {
                Thread.sleep(SCRAPE_EVERY);
                exporter.scrape(client);
            }
            ProcessCost after = exporter.peer().cost();
            double hours = scrapes * SCRAPE_EVERY.toSeconds() / 3600.0;
            return List.of(
                    Figure.peer("resident memory, node_exporter", List.of(after.rssKib() / 1024.0), "MiB"),
                    Figure.peer(
                            "CPU, node_exporter",
                            List.of((after.cpuSeconds() - before.cpuSeconds()) / hours),
                            "CPU-s per hour"));
        }
    }

    private record Fed(long lines, long bytes) {}

    /** Appends lines at a steady rate. */
    private static Fed feed(Path log, CriLines lines, Duration length) throws IOException, InterruptedException {
        long bytes = 0;
        long count = length.toSeconds() * LINES_PER_SECOND;
        long start = System.nanoTime();
        try (OutputStream out = Files.newOutputStream(log, StandardOpenOption.APPEND)) {
            for (long i = 0; i < count; i++) {
                byte[] line = lines.next(Instant.now()).getBytes(StandardCharsets.UTF_8);
                out.write(line);
                bytes += line.length;
                long due = start + (i + 1) * 1_000_000_000 / LINES_PER_SECOND;
                Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
            }
        }
        return new Fed(count, bytes);
    }
}
