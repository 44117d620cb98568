package skerry.hub.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What can be taken out of the hub's store for good. */
@Command(
        name = "erase",
        mixinStandardHelpOptions = true,
        description = "Takes texts out of all that the hub stores. There is no way back.")
public final class EraseCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** With its commands. */
    public static CommandLine commands() {
        return new CommandLine(new EraseCommand()).addSubcommand(new ErasePatternCommand());
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Name what to erase: pattern ID.");
    }
}
