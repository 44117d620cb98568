package skerry.agent.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import skerry.agent.config.AgentConfig;
import skerry.agent.support.SupportFile;
import skerry.agent.support.SupportReport;
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
    private static final String USUAL_DATA = "/var/lib/skerry-agent";

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
            settings.putAll(options.source().settings());
        } catch (ConfigException e) {
            problems.add(e.getMessage());
        }
        AgentConfig config = config(settings, problems);
        SupportFile file = new SupportReport(version, clock).make(settings, problems, config, Optional.ofNullable(log));

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
}
