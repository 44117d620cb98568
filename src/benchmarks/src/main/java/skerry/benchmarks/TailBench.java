package skerry.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A million CRI lines into the durable ring, with redaction and patterns, as fast as the agent takes them. */
final class TailBench implements Bench {
    private static final long LINES = 1_000_000;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "tail";
    }

    @Override
    public String about() {
        return LINES + " CRI lines from a file into the ring, redaction and patterns on";
    }

    @Override
    public String takes() {
        return "2 min";
    }

    @Override
    public List<Figure> run(BenchContext context) throws Exception {
        var cpu = new ArrayList<Double>();
        var written = new ArrayList<Double>();
        var peak = new ArrayList<Double>();
        for (int run = 0; run < context.runs(); run++) {
            Path folder = context.folder(name());
            Path log = Files.createFile(folder.resolve("pod.log"));
            try (var agent = MeasuredAgent.start(context, folder, log, List.of())) {
                ProcessCost before = agent.cost();
                long bytes = new CriLines(run).write(log, LINES);
                agent.awaitLines(LINES, LIMIT);
                double cpuSeconds = agent.cost().cpuSeconds() - before.cpuSeconds();
                MeasuredAgent.settle();
                ProcessCost after = agent.cost();
                agent.requireNothingDropped();
                cpu.add(cpuSeconds * 1e6 / LINES);
                written.add((double) (after.writtenBytes() - before.writtenBytes()) / bytes);
                peak.add(after.peakKib() / 1024.0);
                context.say(
                        "run %d: %.1f CPU-s, %.2f bytes written per byte, peak %.0f MiB; none dropped, load average %s",
                        run + 1, cpu.getLast(), written.getLast(), peak.getLast(), Machine.currentLoad());
            }
            Files.delete(log);
        }
        var figures = new ArrayList<Figure>();
        figures.addAll(List.of(
                new Figure(
                        "CPU",
                        cpu,
                        "s per million lines",
                        "≤ 5",
                        "Fluent Bit 3.1 (no redaction, no patterns), syslog-ng 4.2-5.8"),
                new Figure("written to disk", written, "bytes per log byte", "≤ 0.4", "Fluent Bit 1.49, syslog-ng 3.6"),
                new Figure("peak resident memory", peak, "MiB", "≤ 110", "Fluent Bit 65")));
        figures.addAll(syslogNg(context, cpu));
        return figures;
    }

    /** The peer, and what ours is of it, run by run: machines differ by more than the two do. */
    private List<Figure> syslogNg(BenchContext context, List<Double> ours) throws IOException, InterruptedException {
        var cpu = new ArrayList<Double>();
        var share = new ArrayList<Double>();
        var written = new ArrayList<Double>();
        var peak = new ArrayList<Double>();
        for (int run = 0; run < context.runs(); run++) {
            Path folder = context.folder("syslog-ng");
            Path log = Files.createFile(folder.resolve("pod.log"));
            Path out = folder.resolve("out.log");
            Optional<Peer> started = Peer.syslogNg(context, folder, log, out);
            if (started.isEmpty()) {
                return List.of();
            }
            try (Peer peer = started.get()) {
                long first = new CriLines(run).write(log, 1);
                peer.awaitBytes(out, first, LIMIT);
                ProcessCost before = peer.cost();
                long bytes = new CriLines(run).write(log, LINES);
                peer.awaitBytes(out, first + bytes, LIMIT);
                ProcessCost after = peer.cost();
                cpu.add((after.cpuSeconds() - before.cpuSeconds()) * 1e6 / LINES);
                share.add(ours.get(run) / cpu.getLast());
                written.add((double) (after.writtenBytes() - before.writtenBytes()) / bytes);
                peak.add(after.peakKib() / 1024.0);
            }
            Files.delete(log);
            Files.delete(out);
        }
        return List.of(
                new Figure("CPU, of what syslog-ng takes", share, "", "", "0.86 where that takes the 5.8 s quoted"),
                Figure.peer("CPU, syslog-ng", cpu, "s per million lines"),
                Figure.peer("written to disk, syslog-ng", written, "bytes per log byte"),
                Figure.peer("peak resident memory, syslog-ng", peak, "MiB"));
    }
}
