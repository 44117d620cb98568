package skerry.hub.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import skerry.hub.backup.RecoveryKey;
import skerry.hub.backup.Restore;

/** Makes a data folder from a backup. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a data folder from a backup. All of it is read and checked before any takes its place; a folder that is not"
                    + " empty is refused.",
            "Never run the restored hub beside the old one: agents know both by the same keys."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the data folder is ready",
            "1:nothing was restored; one sentence on standard error says why",
            "2:wrong use, or a wrong configuration"
        })
public final class RestoreCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(names = "--from", paramLabel = "DIR", required = true, description = "The folder that was backed up to.")
    @SuppressWarnings("NullAway.Init")
    private Path from;

    @Option(names = "--key", paramLabel = "FILE", required = true, description = "File with the recovery key.")
    @SuppressWarnings("NullAway.Init")
    private Path key;

    @Option(
            names = "--backup",
            paramLabel = "NAME",
            description = "An older one, as skerry-hub backup verify names it; the newest if not given.")
    private @Nullable String backup;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private final InstantSource clock;

    /** @param clock tells the audit trail when it was */
    public RestoreCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Path data = options.load().data();
        Restore.Restored restored = new Restore(RecoveryKey.read(key), sentence -> {
                    out.println(sentence);
                    out.flush();
                })
                .run(from, Optional.ofNullable(backup), data, clock.millis());
        var content = restored.content();
        out.println("Restored " + restored.name() + " to " + data + ": made "
                + Instant.ofEpochMilli(restored.madeAt()) + ", commit " + restored.lsn() + ", " + content.sites()
                + " sites, " + content.agents() + " agents (" + content.retired() + " retired), "
                + (restored.bytes() >> 20) + " MiB.");
        out.println("What the hub did after that moment is not in it:");
        out.println("- Agents send again what their rings still hold, by themselves.");
        out.println("- Nodes that joined later are not known: let each join again with a new code; it keeps its data.");
        out.println("- Nodes retired, tokens and join codes ended later count again: end them once more, before agents"
                + " can reach the hub if it matters.");
        out.println(
                "Next: make sure that the old hub does not run, then start this one: skerry-hub run --data " + data);
        out.flush();
        return 0;
    }
}
