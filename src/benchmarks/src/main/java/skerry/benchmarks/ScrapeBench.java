package skerry.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import skerry.simulator.JavaProgram;

/**
 * What reading a scrape costs: with the flags of the agent, whose heap is small and whose compiler is the simple one, and in this
 * process. Its own peer is the first reading of a text in the same run, when none of its lines is known.
 */
final class ScrapeBench implements Bench {
    private static final String REACH = "≥ 100";

    @Override
    public String name() {
        return "scrape";
    }

    @Override
    public String about() {
        return "reads generated Prometheus text of a node, a cluster's objects and histograms, in CPU time of one thread";
    }

    @Override
    public String takes() {
        return "1 min";
    }

    @Override
    public List<Figure> run(BenchContext context) throws Exception {
        var figures = new ArrayList<Figure>();
        for (MetricsTexts kind : MetricsTexts.values()) {
            String word = kind.name().toLowerCase(Locale.ROOT);
            List<ScrapeMeter.Cost> agent = asAgent(context, kind);
            List<ScrapeMeter.Cost> here = new ScrapeMeter().run(kind, context.runs());
            context.say(
                    "%s: %d kB a scrape; load average %s", word, kind.text(0).length / 1_000, Machine.currentLoad());
            figures.add(speed(word + ", the agent's flags", agent, REACH));
            figures.add(speed(word + ", usual flags", here, ""));
            figures.add(first(word + " read first, the agent's flags", agent));
            figures.add(first(word + " read first, usual flags", here));
            figures.add(new Figure(
                    word + ", garbage of a scrape",
                    agent.stream()
                            .map(ScrapeMeter.Cost::allocated)
                            .map(bytes -> bytes / 1_000)
                            .toList(),
                    "kB",
                    "",
                    ""));
        }
        return figures;
    }

    private static Figure speed(String name, List<ScrapeMeter.Cost> costs, String reach) {
        return new Figure(name, costs.stream().map(ScrapeMeter.Cost::again).toList(), "MB per CPU-s", reach, "");
    }

    private static Figure first(String name, List<ScrapeMeter.Cost> costs) {
        return Figure.peer(name, costs.stream().map(ScrapeMeter.Cost::first).toList(), "MB per CPU-s");
    }

    private static List<ScrapeMeter.Cost> asAgent(BenchContext context, MetricsTexts kind)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(new JavaProgram(context.home(), "edge-agent", "agent", "agent").javaFlags());
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                ScrapeMeter.class.getName(),
                kind.name(),
                Integer.toString(context.runs())));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("the reading process failed: " + said.strip());
        }
        return said.lines().map(ScrapeMeter.Cost::of).toList();
    }
}
