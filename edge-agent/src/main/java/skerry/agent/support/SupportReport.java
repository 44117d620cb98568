package skerry.agent.support;

import java.io.IOException;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.agent.collect.CollectionRound;
import skerry.agent.collect.Exposition;
import skerry.agent.collect.host.HostMetrics;
import skerry.agent.collect.host.KernelCalls;
import skerry.agent.collect.host.SystemCommands;
import skerry.agent.config.AgentConfig;
import skerry.agent.privacy.PolicyRedactor;

/** Finds out how this machine's agent is, whether it runs or not, for a support file. Stateless and thread-safe. */
public final class SupportReport {
    private static final Duration COLLECTOR_LIMIT = Duration.ofSeconds(10);
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(10);
    private static final int MAX_SAMPLES = 50_000;
    private static final int MAX_KEPT_BYTES = 64 << 10;
    private static final int MAX_LOG_BYTES = 2 << 20;

    private final String version;
    private final InstantSource clock;

    /** @param version of this program */
    public SupportReport(String version, InstantSource clock) {
        this.version = version;
        this.clock = clock;
    }

    /**
     * Puts together all parts, redacted.
     *
     * @param settings what was set, by key
     * @param problems of the settings, one sentence each
     * @param log the agent's own; what journalctl has otherwise
     */
    public SupportFile make(Map<String, String> settings, List<String> problems, AgentConfig config, Optional<Path> log)
            throws InterruptedException {
        var file =
                new SupportFile(new SupportText(PolicyRedactor.standard(), SupportSecrets.of(settings, config.data())));
        file.add("version.txt", this::versions);
        file.add("settings.txt", () -> settingsText(settings, config, problems));
        file.add("data-folder.txt", () -> folderText(config.data()));
        file.add("ring.txt", () -> RingReport.of(config.data().resolve("ring.db")));
        file.add("boots.txt", () -> keptText(config.data(), "boots"));
        file.add("wear.txt", () -> keptText(config.data(), "wear"));
        addLive(file, config);
        file.add("machine.prom", () -> machine(config));
        file.add("log.txt", () -> logText(log));
        return file;
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

    /** What the agent remembers of the machine; small files without secrets. */
    private static String keptText(Path folder, String name) throws IOException {
        try (var in = Files.newInputStream(folder.resolve(name))) {
            return new String(in.readNBytes(MAX_KEPT_BYTES), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "nothing is remembered yet\n";
        }
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

    private static String logText(Optional<Path> log) throws IOException, InterruptedException {
        if (log.isPresent()) {
            Path named = log.get();
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
