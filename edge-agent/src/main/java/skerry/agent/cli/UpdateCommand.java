package skerry.agent.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import skerry.agent.update.UpdateReport;
import skerry.agent.update.UpgradePlace;
import skerry.platform.config.ConfigException;

/** Prints which version runs, which was before, and how far an upgrade is. */
@Command(
        name = "update",
        mixinStandardHelpOptions = true,
        description = {
            "Prints which version runs and what became of the last upgrade: its version, the one before, how far it is and why.",
            "It changes nothing. An upgrade begins by order of the hub, or by a stick: sudo skerry-stick DIR.",
            "To go back to the version before: sudo skerry-stick --rollback, or sudo /usr/lib/skerry-agent/updater --rollback"
        })
public final class UpdateCommand implements Callable<Integer> {
    private final String running;
    private final PrintStream target;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    /** @param running the version of this program */
    public UpdateCommand(String running, PrintStream target) {
        this.running = running;
        this.target = target;
    }

    @Override
    public Integer call() throws ConfigException, IOException {
        UpgradePlace place = UpgradePlace.ofThisMachine(options.load().data());
        try (var out = new QueryOutput(target)) {
            for (String line : UpdateReport.of(place, running)) {
                out.line(line);
            }
        }
        return 0;
    }
}
