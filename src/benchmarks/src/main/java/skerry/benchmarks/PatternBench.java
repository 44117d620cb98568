package skerry.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import skerry.agent.summary.MinerLimits;
import skerry.simulator.JavaProgram;

/** The miner of log patterns alone, in a Java with the agent's flags: its speed as CPU time of its thread, and its memory. */
final class PatternBench implements Bench {
    private static final double MIB = 1 << 20;

    @Override
    public String name() {
        return "patterns";
    }

    @Override
    public String about() {
        return "the miner of log patterns on redacted lines of ten containers, and its memory at "
                + MinerLimits.STANDARD.patterns() + " patterns";
    }

    @Override
    public String takes() {
        return "1 min";
    }

    @Override
    public List<Figure> run(BenchContext context) throws Exception {
        var mined = new ArrayList<Double>();
        var masked = new ArrayList<Double>();
        var usual = new ArrayList<Double>();
        var longest = new ArrayList<Double>();
        for (int run = 0; run < context.runs(); run++) {
            Map<String, Double> figures = measure(context, run);
            mined.add(figure(figures, "mined"));
            masked.add(figure(figures, "masked"));
            usual.add(figure(figures, "usual") / MIB);
            longest.add(figure(figures, "longest") / MIB);
            context.say(
                    "run %d: %,.0f lines per CPU-s under %.0f patterns, %.0f lines without room; load average %s",
                    run + 1,
                    figure(figures, "mined"),
                    figure(figures, "patterns"),
                    figure(figures, "overflowed"),
                    Machine.currentLoad());
        }
        return List.of(
                new Figure("lines under their patterns", mined, "per CPU-s", "≥ 400,000", ""),
                Figure.peer("digits masked by an expression", masked, "lines per CPU-s"),
                new Figure("memory of a full miner", usual, "MiB of heap", "≤ 8", ""),
                new Figure("the same, templates of 100 words", longest, "MiB of heap", "≤ 8", ""));
    }

    private static double figure(Map<String, Double> figures, String name) {
        return Objects.requireNonNull(figures.get(name), name);
    }

    private static Map<String, Double> measure(BenchContext context, long seed)
            throws IOException, InterruptedException {
        var agent = new JavaProgram(context.home(), "edge-agent", "agent", "agent");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(agent.javaFlags());
        command.addAll(
                List.of("-Xms64m", "-Xmx64m", "-Xmn16m")); // room for the lines, so that no collection is measured
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PatternMeter.class.getName()));
        command.add(Long.toString(seed));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("the miner's Java ended early: " + output.strip());
        }
        var figures = new HashMap<String, Double>();
        for (String line : output.lines().toList()) {
            int blank = line.lastIndexOf(' ');
            figures.put(line.substring(0, blank), Double.valueOf(line.substring(blank + 1)));
        }
        return figures;
    }
}
