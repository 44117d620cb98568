package skerry.hub;

import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import skerry.hub.cli.AgentsCommand;
import skerry.hub.cli.AskCommand;
import skerry.hub.cli.BackupCommand;
import skerry.hub.cli.BackupKeyCommand;
import skerry.hub.cli.EnrolCommand;
import skerry.hub.cli.EraseCommand;
import skerry.hub.cli.ImportCommand;
import skerry.hub.cli.ImportSitesCommand;
import skerry.hub.cli.MoveCommand;
import skerry.hub.cli.ReleaseCommand;
import skerry.hub.cli.RenameCommand;
import skerry.hub.cli.RestoreAgentCommand;
import skerry.hub.cli.RestoreCommand;
import skerry.hub.cli.RetireCommand;
import skerry.hub.cli.SitesCommand;
import skerry.hub.cli.StatusCommand;
import skerry.hub.cli.TicketCommand;
import skerry.hub.cli.VerifyBackupCommand;
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
        return new CommandLine(new Main())
                .addSubcommand(new RunCommand())
                .addSubcommand(new StatusCommand())
                .addSubcommand(new IdentityCommand())
                .addSubcommand(new ImportCommand())
                .addSubcommand(new EnrolCommand())
                .addSubcommand(new AgentsCommand())
                .addSubcommand(new RenameCommand())
                .addSubcommand(new MoveCommand())
                .addSubcommand(new RetireCommand())
                .addSubcommand(new RestoreAgentCommand())
                .addSubcommand(new AskCommand())
                .addSubcommand(new TicketCommand())
                .addSubcommand(new BackupKeyCommand())
                .addSubcommand(new CommandLine(new BackupCommand()).addSubcommand(new VerifyBackupCommand()))
                .addSubcommand(ReleaseCommand.commands())
                .addSubcommand(EraseCommand.commands())
                .addSubcommand(new RestoreCommand(InstantSource.system()))
                .addSubcommand(new CommandLine(new SitesCommand()).addSubcommand(new ImportSitesCommand()));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Name a command.");
    }
}
