package skerry.agent.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import skerry.agent.collect.CollectionRound;
import skerry.agent.collect.Collector;
import skerry.agent.collect.Exposition;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.Samples;
import skerry.agent.collect.containers.Containers;
import skerry.agent.collect.host.HostMetrics;
import skerry.agent.collect.host.KernelCalls;
import skerry.agent.collect.host.SystemCommands;
import skerry.agent.collect.scrape.TextfileDirectory;

/** {@code skerry-agent metrics --once}: all this machine's metrics as Prometheus text on standard output. */
@Command(
        name = "metrics",
        mixinStandardHelpOptions = true,
        description = "Prints this machine's metrics as Prometheus text, without an agent running.")
public final class MetricsCommand implements Callable<Integer> {
    private static final Duration COLLECTOR_LIMIT = Duration.ofSeconds(10);
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(5);
    private static final int MAX_SAMPLES = 100_000;
    private static final int WRONG_USE = 2;

    private final InstantSource clock;
    private final OutputStream out;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--once", required = true, description = "Collect once, print and end.")
    @SuppressWarnings("UnusedVariable") // says what will happen, and leaves the command without it to mean more later
    private boolean once;

    @Option(names = "--path.procfs", paramLabel = "DIR", description = "Where the host's /proc is mounted.")
    private Path procfs = HostPaths.LOCAL.procfs();

    @Option(names = "--path.sysfs", paramLabel = "DIR", description = "Where the host's /sys is mounted.")
    private Path sysfs = HostPaths.LOCAL.sysfs();

    @Option(names = "--path.rootfs", paramLabel = "DIR", description = "Where the host's / is mounted.")
    private Path rootfs = HostPaths.LOCAL.rootfs();

    @Option(names = "--path.udev.data", paramLabel = "DIR", description = "Where udev keeps its database.")
    private Path udevData = HostPaths.LOCAL.udevData();

    @Option(
            names = "--collector.textfile.directory",
            paramLabel = "DIR",
            description = "A directory with *.prom files to print as well.")
    private Optional<Path> textfiles = Optional.empty();

    /** @param clock the machine's wall clock */
    public MetricsCommand(InstantSource clock) {
        // Not System.out: its encoding is the terminal's, that of the format is UTF-8.
        this(clock, new FileOutputStream(FileDescriptor.out));
    }

    MetricsCommand(InstantSource clock, OutputStream out) {
        this.clock = clock;
        this.out = out;
    }

    /**
     * @return 0, or 2 if a directory does not exist; what a collector could not read is in the log, and in {@code
     *     node_scrape_collector_success}
     */
    @Override
    public Integer call() throws IOException, InterruptedException {
        var directories = new LinkedHashMap<String, Path>();
        directories.put("--path.procfs", procfs);
        directories.put("--path.sysfs", sysfs);
        directories.put("--path.rootfs", rootfs);
        textfiles.ifPresent(directory -> directories.put("--collector.textfile.directory", directory));
        boolean wrong = false;
        for (var directory : directories.entrySet()) {
            if (!Files.isDirectory(directory.getValue())) {
                spec.commandLine()
                        .getErr()
                        .println(directory.getKey() + ": " + directory.getValue()
                                + " is no directory; give one that exists, or leave the option out");
                wrong = true;
            }
        }
        if (wrong) {
            return WRONG_USE;
        }
        var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        Exposition.write(collect(), writer);
        writer.flush();
        return 0;
    }

    private Samples collect() throws InterruptedException {
        var paths = new HostPaths(procfs, sysfs, rootfs, udevData);
        try (var host = new HostMetrics(
                paths,
                HostMetrics.Detail.EVERYTHING,
                clock,
                System::nanoTime,
                KernelCalls.ofThisMachine(),
                new SystemCommands(COMMAND_LIMIT))) {
            var collectors = new ArrayList<Collector>(host.collectors());
            collectors.add(new Containers(paths));
            textfiles.ifPresent(directory -> collectors.add(new TextfileDirectory(directory)));
            try (var round = new CollectionRound(collectors, COLLECTOR_LIMIT, MAX_SAMPLES, clock, System::nanoTime)) {
                return round.run();
            }
        }
    }
}
