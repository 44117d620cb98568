package skerry.agent.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import skerry.agent.collect.CollectionRound;
import skerry.agent.collect.Exposition;
import skerry.agent.collect.host.HostMetrics;
import skerry.agent.collect.host.KernelCalls;
import skerry.agent.collect.host.SystemCommands;
import skerry.agent.config.AgentConfig;
import skerry.agent.privacy.PolicyRedactor;
import skerry.agent.support.RingReport;
import skerry.agent.support.RunningAgent;
import skerry.agent.support.SupportFile;
import skerry.agent.support.SupportSecrets;
import skerry.agent.support.SupportText;
import skerry.platform.config.ConfigException;

/** Writes one redacted file that tells somebody far away how this agent is, whether it runs or not. */
@Command(
        name = "diagnose",
        mixinStandardHelpOptions = true,
        description = {
            "Writes one support file (zip): version, settings, machine, collectors, ring, account, link, clock and log.",
            "Secrets and personal data are taken out of every part. The agent may run or not."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the file is written", "1:it cannot be written", "2:wrong use"})
public final class DiagnoseCommand implements Callable<Integer> {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final Duration COLLECTOR_LIMIT = Duration.ofSeconds(10);
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(10);
    private static final int MAX_SAMPLES = 50_000;
    private static final String USUAL_DATA = "/var/lib/skerry-agent";
    private static final int MAX_LOG_BYTES = 2 << 20;

    private final String version;
    private final InstantSource clock;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The file to write; usually skerry-support-TIME.zip in this folder.")
    private @Nullable Path out;

    @Option(
            names = "--log",
            paramLabel = "FILE",
            description = "The agent's own log; usually what journalctl has of the unit skerry-agent.")
    private @Nullable Path log;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** @param version of this program */
    public DiagnoseCommand(String version, InstantSource clock) {
        this.version = version;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, String> settings = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        try {
            settings.putAll(options.settings());
        } catch (ConfigException e) {
            problems.add(e.getMessage());
        }
        AgentConfig config = config(settings, problems);
        var file =
                new SupportFile(new SupportText(PolicyRedactor.standard(), SupportSecrets.of(settings, config.data())));
        file.add("version.txt", this::versions);
        file.add("settings.txt", () -> settingsText(settings, config, problems));
        file.add("data-folder.txt", () -> folderText(config.data()));
        file.add("ring.txt", () -> RingReport.of(config.data().resolve("ring.db")));
        addLive(file, config);
        file.add("machine.prom", () -> machine(config));
        file.add("log.txt", this::logText);

        Path target = out == null ? Path.of("skerry-support-" + STAMP.format(clock.instant()) + ".zip") : out;
        long bytes = file.write(target);
        PrintWriter printed = spec.commandLine().getOut();
        printed.println("wrote " + target + ", " + bytes + " bytes: " + String.join(", ", file.names()));
        printed.println("Secrets and personal data are taken out; look through it before you hand it on.");
        printed.flush();
        return 0;
    }

    /** What the file says; where it is wrong, the usual settings with the folder that was named. */
    private AgentConfig config(Map<String, String> settings, List<String> problems) {
        try {
            return options.load();
        } catch (ConfigException e) {
            if (!problems.contains(e.getMessage())) {
                problems.add(e.getMessage());
            }
            return AgentConfig.usual(Path.of(settings.getOrDefault("data", USUAL_DATA)));
        }
    }

    private static void addLive(SupportFile file, AgentConfig config) throws InterruptedException {
        if (config.page().listen().isEmpty()) {
            file.add("running.txt", () -> "page.listen is off: the running agent cannot be asked\n");
            return;
        }
        var agent = new RunningAgent(
                config.page().listen().get(), config.data().resolve("tls").resolve("ca.pem"));
        file.add("running.txt", () -> agent.get("/readyz"));
        file.add("running-page.html", () -> agent.get("/"));
        file.add("running-metrics.prom", () -> agent.get("/metrics"));
    }

    private String versions() {
        return "skerry-agent " + version + "\nmade " + clock.instant() + "\njava "
                + System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version") + "\nsystem "
                + System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch") + "\nprocessors "
                + Runtime.getRuntime().availableProcessors() + "\n";
    }

    private static String settingsText(Map<String, String> settings, AgentConfig config, List<String> problems) {
        var text = new StringBuilder();
        problems.forEach(problem -> text.append("problem: ").append(problem).append('\n'));
        text.append("data folder in use: ").append(config.data()).append("\n\n");
        settings.forEach((key, value) -> text.append(key)
                .append(": ")
                .append(SupportText.isSecret(key) ? "<secret>" : value)
                .append('\n'));
        return text.append(settings.isEmpty() ? "no setting differs from the usual\n" : "")
                .toString();
    }

    /** Names, sizes, rights and times; never what is in the files. */
    private static String folderText(Path folder) throws IOException {
        var store = Files.getFileStore(folder);
        var text = new StringBuilder("disk: " + store.getUsableSpace() + " of " + store.getTotalSpace()
                + " bytes free, " + store.type() + "\n");
        try (var files = Files.walk(folder, 2)) {
            for (Path file : files.sorted().toList()) {
                var attributes = Files.readAttributes(file, PosixFileAttributes.class);
                text.append(PosixFilePermissions.toString(attributes.permissions()))
                        .append(' ')
                        .append(attributes.owner().getName())
                        .append(' ')
                        .append(attributes.size())
                        .append(' ')
                        .append(attributes.lastModifiedTime())
                        .append(' ')
                        .append(folder.relativize(file))
                        .append('\n');
            }
        } catch (NoSuchFileException e) {
            throw new IOException("there is no folder " + folder, e);
        }
        return text.toString();
    }

    /** One round of all host collectors, with whether each of them succeeded, and the clock's state among them. */
    private String machine(AgentConfig config) throws InterruptedException {
        try (var host = new HostMetrics(
                        config.collect().paths(),
                        HostMetrics.Detail.STANDARD,
                        clock,
                        System::nanoTime,
                        KernelCalls.ofThisMachine(),
                        new SystemCommands(COMMAND_LIMIT));
                var round =
                        new CollectionRound(host.collectors(), COLLECTOR_LIMIT, MAX_SAMPLES, clock, System::nanoTime)) {
            var text = new StringWriter();
            Exposition.write(round.run(), text);
            return text.toString();
        } catch (IOException e) {
            return "not available: " + e.getMessage() + "\n";
        }
    }

    private String logText() throws IOException, InterruptedException {
        Path named = log;
        if (named != null) {
            try (var in = Files.newByteChannel(named)) {
                in.position(Math.max(0, in.size() - MAX_LOG_BYTES));
                return new String(Channels.newInputStream(in).readNBytes(MAX_LOG_BYTES), StandardCharsets.UTF_8);
            } catch (NoSuchFileException e) {
                throw new IOException("there is no file " + named, e);
            }
        }
        return new SystemCommands(COMMAND_LIMIT)
                .run(List.of("journalctl", "--unit=skerry-agent", "--lines=2000", "--no-pager", "--output=short-iso"))
                .filter(text -> !text.isBlank())
                .orElse("journalctl has nothing of the unit skerry-agent: name the log with --log\n");
    }
}
