package skerry.hub;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import skerry.platform.cli.Program;

/** {@code skerry-hub}: one class per command. */
@Command(
        name = "skerry-hub",
        mixinStandardHelpOptions = true,
        version = Version.TEXT,
        description = "Takes what agents send, keeps it, and shows the fleet.")
public final class Main implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(Program.run(commands(), arguments));
    }

    static CommandLine commands() {
        return new CommandLine(new Main()).addSubcommand(new RunCommand()).addSubcommand(new IdentityCommand());
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Name a command.");
    }
}
