package skerry.hub.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Versions of the agent that this hub hands out; its commands do the work. */
@Command(
        name = "release",
        mixinStandardHelpOptions = true,
        description = {
            "Versions of the agent that the hub hands to agents over their link.",
            "The page Updates takes the fleet to one of them, wave by wave."
        })
public final class ReleaseCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** With its commands. */
    public static CommandLine commands() {
        return new CommandLine(new ReleaseCommand())
                .addSubcommand(new AddReleaseCommand())
                .addSubcommand(new ListReleasesCommand())
                .addSubcommand(new RemoveReleaseCommand());
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Name what to do: add, list or remove.");
    }
}
