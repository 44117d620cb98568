package skerry.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import skerry.platform.cli.Program;

/** {@code ./skerry bench}: runs the benches and prints their figures as a table and as JSON. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures what Skerry costs on this machine. Nothing here passes or fails.")
public final class Main implements Callable<Integer> {
    private static final List<Bench> BENCHES = List.of(
            new FootprintBench(),
            new NodeBench(),
            new ClusterBench(),
            new BesideBench(),
            new TailBench(),
            new BatchBench(),
            new ClusterBytesBench(),
            new SignatureBench(),
            new RedactionBench(),
            new PatternBench(),
            new RulesBench(),
            new ScrapeBench(),
            new IngestBench(),
            new StormBench(),
            new CatchUpBench(),
            new OutageBench(),
            new PagesBench());

    @Parameters(
            paramLabel = "BENCH",
            arity = "0..*",
            description = "Which to run, such as footprint or tail; all without one.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--runs",
            defaultValue = "3",
            description = "Repetitions; the median counts. Usual: ${DEFAULT-VALUE}.")
    private int runs = 3;

    @Option(
            names = "--minutes",
            defaultValue = "5",
            description = "How long footprint, node, cluster and beside watch. Usual: ${DEFAULT-VALUE}.")
    private int minutes = 5;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures as JSON too.")
    private Path json = Path.of("target/bench.json");

    @Option(
            names = "--agent",
            paramLabel = "PROGRAM",
            description =
                    "Has footprint, node and beside measure this agent in place of the one that was built, such as "
                            + "arm/packed, which runs the one of an image.")
    private Optional<Path> agent = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "MIB",
            description =
                    "Has footprint and node run the agent in a control group with so much memory; root alone may.")
    private Optional<Integer> limit = Optional.empty();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Runs the benches and ends the process. */
    public static void main(String[] arguments) {
        var program = new CommandLine(new Main());
        program.getCommandSpec().usageMessage().footer(benches());
        System.exit(Program.run(program, arguments));
    }

    /** Each bench for the help: what it does, and how long that takes. */
    private static String[] benches() {
        var lines = new ArrayList<>(List.of("", "Benches, and how long each takes roughly on two quiet cores:"));
        BENCHES.forEach(bench ->
                lines.add(String.format(Locale.ROOT, "  %-10s %s: %s", bench.name(), bench.takes(), bench.about())));
        lines.add("Figures that are not named as computed or quoted are measured in the run; peers run beside ours.");
        return lines.toArray(String[]::new);
    }

    @Override
    public Integer call() throws Exception {
        // A bench that is stopped half way takes the hubs and agents that it started with it.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroy), "shutdown"));
        PrintWriter out = spec.commandLine().getOut();
        Path home = Path.of(System.getProperty("skerry.home", "."));
        Path work = home.resolve("target/bench");
        var machine = Machine.now();
        out.println("measured on " + machine.line());
        Optional<MemoryGroup> group =
                limit.isPresent() ? Optional.of(MemoryGroup.create(limit.get())) : Optional.empty();
        var figures = new LinkedHashMap<String, List<Figure>>();
        try {
            var context = new BenchContext(home, work, runs, Duration.ofMinutes(minutes), agent, group, out);
            for (Bench bench : chosen()) {
                out.println(bench.name() + " (" + bench.takes() + "): " + bench.about());
                out.flush();
                long start = System.nanoTime();
                figures.put(bench.name(), bench.run(context));
                context.say("took %.1f min", (System.nanoTime() - start) / 60e9);
            }
        } finally {
            group.ifPresent(MemoryGroup::close);
        }
        print(figures, out);
        write(machine, figures);
        out.println("JSON: " + json);
        out.flush();
        return 0;
    }

    private List<Bench> chosen() {
        if (names.isEmpty()) {
            return BENCHES;
        }
        return names.stream()
                .map(name -> BENCHES.stream()
                        .filter(bench -> bench.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new CommandLine.ParameterException(
                                spec.commandLine(),
                                "there is no bench '" + name + "'; there are "
                                        + String.join(
                                                ", ",
                                                BENCHES.stream()
                                                        .map(Bench::name)
                                                        .toList()))))
                .toList();
    }

    private static void print(Map<String, List<Figure>> figures, PrintWriter out) {
        String format = "%-10s %-48s %10s %-17s %-22s %-9s %s%n";
        out.printf("%n" + format, "bench", "measured", "median", "of runs", "unit", "reach", "others, as quoted");
        figures.forEach((bench, rows) -> rows.forEach(row -> out.printf(
                Locale.ROOT,
                format,
                bench,
                row.name(),
                number(row.value()),
                row.runs().size() == 1 ? "" : number(row.least()) + " to " + number(row.most()),
                row.unit(),
                row.reach(),
                row.quoted())));
    }

    /** What is written as JSON. Everything in it was measured, but for what others need where it is called quoted. */
    private record Report(String label, Machine machine, Map<String, List<Figure>> benches) {}

    private void write(Machine machine, Map<String, List<Figure>> figures) throws IOException {
        Path parent = json.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.write(
                json,
                new ObjectMapper()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsBytes(new Report("measured", machine, figures)));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%,.0f" : "%.2f", value);
    }
}
