package skerry.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import skerry.agent.collect.scrape.MetricsText;
import skerry.simulator.JavaProgram;

/**
 * What reading a scrape costs: with the flags of the agent, whose heap is small and whose compiler is the simple one, and in this
 * process; the first time, when nothing of a target's text is known, and again.
 */
final class ScrapeBench implements Bench {
    private static final String REACH = "≥ 100";

    @Override
    public String name() {
        return "scrape";
    }

    @Override
    public String about() {
        return "reads generated Prometheus text and OpenMetrics of a node, a cluster's objects and histograms, in CPU time of one thread";
    }

    @Override
    public String takes() {
        return "2 min";
    }

    @Override
    public List<Figure> run(BenchContext context) throws Exception {
        var figures = new ArrayList<Figure>();
        for (MetricsText form : MetricsText.values()) {
            for (MetricsTexts kind : MetricsTexts.values()) {
                figures.addAll(run(context, kind, form));
            }
        }
        return figures;
    }

    private static List<Figure> run(BenchContext context, MetricsTexts kind, MetricsText form)
            throws IOException, InterruptedException {
        String word = kind.name().toLowerCase(Locale.ROOT) + (form == MetricsText.OPENMETRICS ? " as OpenMetrics" : "");
        List<ScrapeMeter.Cost> agent = asAgent(context, kind, form);
        List<ScrapeMeter.Cost> here = new ScrapeMeter().run(kind, form, context.runs());
        context.say(
                "%s: %d kB a scrape; load average %s", word, kind.text(0, form).length / 1_000, Machine.currentLoad());
        return List.of(
                speed(word + ", the agent's flags", agent, ScrapeMeter.Cost::again, REACH),
                speed(word + ", usual flags", here, ScrapeMeter.Cost::again, ""),
                speed(word + " read first, the agent's flags", agent, ScrapeMeter.Cost::first, REACH),
                speed(word + " read first, usual flags", here, ScrapeMeter.Cost::first, ""),
                new Figure(
                        word + ", garbage of a scrape",
                        agent.stream()
                                .map(ScrapeMeter.Cost::allocated)
                                .map(bytes -> bytes / 1_000)
                                .toList(),
                        "kB",
                        "",
                        ""));
    }

    private static Figure speed(
            String name, List<ScrapeMeter.Cost> costs, Function<ScrapeMeter.Cost, Double> which, String reach) {
        return new Figure(name, costs.stream().map(which).toList(), "MB per CPU-s", reach, "");
    }

    private static List<ScrapeMeter.Cost> asAgent(BenchContext context, MetricsTexts kind, MetricsText form)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(new JavaProgram(context.home(), "edge-agent", "agent", "agent").javaFlags());
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                ScrapeMeter.class.getName(),
                kind.name(),
                form.name(),
                Integer.toString(context.runs())));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("the reading process failed: " + said.strip());
        }
        return said.lines().map(ScrapeMeter.Cost::of).toList();
    }
}
