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

/**
 * An agent that does a small node's work beside a hub that takes its batches: metrics every 15 s, and at first no log lines, then ten a
 * second, then 200.
 */
final class FootprintBench implements Bench {
    private static final int LINES_PER_SECOND = 10;
    private static final int MANY_LINES = 200;
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration SCRAPE_EVERY = Duration.ofSeconds(15);
    private static final String SITE = "bench";

    @Override
    public String name() {
        return "footprint";
    }

    @Override
    public String about() {
        return "packaged agent of this machine beside a hub, metrics every 15 s; no log lines, then " + LINES_PER_SECOND
                + " CRI lines a second, then " + MANY_LINES;
    }

    @Override
    public String takes() {
        return "four times the time of --minutes, and 2 min";
    }

    @Override
    public List<Figure> run(BenchContext context) throws Exception {
        Path folder = context.folder(name());
        Path log = Files.createFile(folder.resolve("pod.log"));
        try (var hub = LocalHub.start(context.home(), folder.resolve("hub"))) {
            hub.addSite(SITE, SITE, "");
            List<String> link = hub.enrol(MeasuredAgent.data(folder), SITE, "node");
            try (var agent = MeasuredAgent.start(context, folder, log, link)) {
                var figures = new ArrayList<>(
                        List.of(Figure.of("from its start until it is ready", agent.startSeconds(), "s", "", "")));
                figures.addAll(watch(context, agent, folder, log));
                figures.addAll(context.limitFigures());
                figures.addAll(nodeExporter(context, folder));
                return figures;
            }
        }
    }

    private static List<Figure> watch(BenchContext context, MeasuredAgent agent, Path folder, Path log)
            throws IOException, InterruptedException {
        var lines = new CriLines(1);
        context.say("warming up for a minute");
        Fed warm = feed(log, lines, LINES_PER_SECOND, Duration.ofMinutes(1), () -> {});
        context.say(
                "watching for %d minutes at rest, and as long at each rate",
                context.length().toMinutes());
        var rest = new Phase(context, agent, folder);
        feed(log, lines, 0, context.length(), rest::look);
        var figures = new ArrayList<>(rest.figures("at rest", "≤ 62", "", "", ""));
        var some = new Phase(context, agent, folder);
        Fed few = feed(log, lines, LINES_PER_SECOND, context.length(), some::look);
        figures.addAll(some.figures(
                LINES_PER_SECOND + " lines/s",
                "≤ 66",
                "node_exporter+vmagent+Fluent Bit 60, netdata 74",
                "≤ 20",
                "Fluent Bit 14-28"));
        figures.addAll(some.reaches(few));
        var much = new Phase(context, agent, folder);
        Fed many = feed(log, lines, MANY_LINES, context.length(), much::look);
        figures.addAll(much.figures(MANY_LINES + " lines/s", "", "", "", ""));
        agent.awaitLines(warm.lines() + few.lines() + many.lines(), Duration.ofMinutes(1));
        agent.requireNothingDropped();
        context.say(
                "%d lines stored, none dropped; load average %s",
                warm.lines() + few.lines() + many.lines(), Machine.currentLoad());
        return figures;
    }

    /** A time at one rate of log lines. */
    private static final class Phase {
        private final WatchedProcess watched;
        private final Optional<SyncCalls> syncs;
        private final Duration length;

        Phase(BenchContext context, MeasuredAgent agent, Path folder) throws IOException {
            length = context.length();
            watched = new WatchedProcess("agent", agent.pid());
            syncs = SyncCalls.of(context, agent.pid(), length, folder);
        }

        void look() throws IOException {
            watched.look();
        }

        List<Figure> figures(String when, String reach, String quoted, String cpuReach, String cpuQuoted)
                throws IOException, InterruptedException {
            var resident = watched.resident(reach);
            var figures = new ArrayList<>(List.of(
                    new Figure(when + ", resident memory", resident.runs(), "MiB", reach, quoted),
                    Figure.of(when + ", CPU", watched.cpuAnHour(), "CPU-s per hour", cpuReach, cpuQuoted),
                    Figure.of(when + ", written to disk", watched.writtenAnHour() * 24 / 1e6, "MB per day", "", "")));
            if (syncs.isPresent()) {
                double days = (double) length.toMillis() / DAY.toMillis();
                figures.add(Figure.of(when + ", synced writes", syncs.get().count() / days, "calls per day", "", ""));
            }
            return figures;
        }

        /** What is aimed at, and what others need for it, at the rate that theirs was measured at. */
        List<Figure> reaches(Fed fed) {
            String when = LINES_PER_SECOND + " lines/s, ";
            return List.of(
                    Figure.of(when + "anonymous memory", watched.anonymousMib(), "MiB", "≤ 32", ""),
                    Figure.of(
                            when + "written to disk",
                            watched.writtenAnHour() * length.toMillis() / 3_600_000.0 / fed.bytes(),
                            "bytes per log byte",
                            "≤ 3",
                            "Fluent Bit 42-49, syslog-ng 4.8"));
        }
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

    /** Appends lines at a steady rate, and has a look at each round of collection. */
    private static Fed feed(Path log, CriLines lines, int perSecond, Duration length, NodeBench.Look look)
            throws IOException, InterruptedException {
        long bytes = 0;
        long start = System.nanoTime();
        try (OutputStream out = Files.newOutputStream(log, StandardOpenOption.APPEND)) {
            for (int second = 1; second <= length.toSeconds(); second++) {
                for (int i = 0; i < perSecond; i++) {
                    byte[] line = lines.next(Instant.now()).getBytes(StandardCharsets.UTF_8);
                    out.write(line);
                    bytes += line.length;
                }
                if (second % SCRAPE_EVERY.toSeconds() == 0) {
                    look.look();
                }
                Thread.sleep(Duration.ofNanos(Math.max(0, start + second * 1_000_000_000L - System.nanoTime())));
            }
        }
        return new Fed(length.toSeconds() * perSecond, bytes);
    }
}
