package skerry.agent.cli;

import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Parent of the commands that show what was recorded before crashes. */
@Command(
        name = "blackbox",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what was recorded before a container crashed or a pod was evicted: log lines, events, main metrics.",
            "Reads the ring, while the agent runs or after it has ended."
        })
public final class BlackboxCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** @param out where results go, bytes in UTF-8 */
    public static CommandLine line(PrintStream out) {
        return new CommandLine(new BlackboxCommand())
                .addSubcommand(new BlackboxListCommand(out))
                .addSubcommand(new BlackboxShowCommand(out));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Name what to do: list or show.");
    }
}
