package skerry.agent;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import skerry.agent.cli.AlertsCommand;
import skerry.agent.cli.BlackboxCommand;
import skerry.agent.cli.BudgetCommand;
import skerry.agent.cli.CheckCommand;
import skerry.agent.cli.DiagnoseCommand;
import skerry.agent.cli.EnrolCommand;
import skerry.agent.cli.ExportCommand;
import skerry.agent.cli.IdentityCommand;
import skerry.agent.cli.LedgerCommand;
import skerry.agent.cli.MetricsCommand;
import skerry.agent.cli.PolicyCommand;
import skerry.agent.cli.PreviewCommand;
import skerry.agent.cli.PreviewLogsCommand;
import skerry.agent.cli.PreviewObjectsCommand;
import skerry.agent.cli.PreviewPatternsCommand;
import skerry.agent.cli.PreviewRedactCommand;
import skerry.agent.cli.PreviewRulesCommand;
import skerry.agent.cli.PreviewScrapeCommand;
import skerry.agent.cli.QueryCommand;
import skerry.agent.cli.RevealCommand;
import skerry.agent.cli.StatusCommand;
import skerry.agent.cli.TicketsCommand;
import skerry.agent.cli.UpdateCommand;
import skerry.agent.cluster.ClusterPlace;
import skerry.agent.privacy.PolicyRedactor;
import skerry.agent.summary.MinerLimits;
import skerry.agent.summary.TemplateMiner;

/** {@code skerry-agent}: one class per command. */
@Command(
        name = "skerry-agent",
        mixinStandardHelpOptions = true,
        description =
                "Collects this node's logs and metrics, keeps them in a bounded ring and syncs summaries to a hub.")
final class Commands implements Runnable {
    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    static CommandLine line() {
        // Not System.out: its encoding is the terminal's, that of the previews is UTF-8.
        var out = new FileOutputStream(FileDescriptor.out);
        var results = new PrintStream(out, false, StandardCharsets.UTF_8);
        var preview = new CommandLine(new PreviewCommand())
                .addSubcommand(new PreviewLogsCommand(System.in, out, InstantSource.system()))
                .addSubcommand(new PreviewScrapeCommand(System.in, out))
                .addSubcommand(new PreviewObjectsCommand(System.in, out, InstantSource.system()))
                .addSubcommand(new PreviewRulesCommand(results))
                .addSubcommand(new PreviewRedactCommand(PolicyRedactor::standard, System.in, out))
                .addSubcommand(new PreviewPatternsCommand(
                        PolicyRedactor::standard, () -> new TemplateMiner(MinerLimits.STANDARD, 0), System.in, out));
        var line = new CommandLine(new Commands())
                .addSubcommand(new RunCommand())
                .addSubcommand(new IdentityCommand())
                .addSubcommand(new EnrolCommand(Version.TEXT, InstantSource.system()))
                .addSubcommand(new ExportCommand(Version.TEXT, InstantSource.system()))
                .addSubcommand(new StatusCommand(results))
                .addSubcommand(new TicketsCommand(results))
                .addSubcommand(new UpdateCommand(Version.TEXT, results))
                .addSubcommand(new CheckCommand(Version.TEXT, ClusterPlace.here(), results))
                .addSubcommand(new AlertsCommand(InstantSource.system(), results))
                .addSubcommand(BlackboxCommand.line(results))
                .addSubcommand(new BudgetCommand(new PrintStream(out, false, StandardCharsets.UTF_8)))
                .addSubcommand(new MetricsCommand(InstantSource.system()))
                .addSubcommand(new DiagnoseCommand(Version.TEXT, InstantSource.system()))
                .addSubcommand(new PolicyCommand(results))
                .addSubcommand(new RevealCommand(InstantSource.system(), results))
                .addSubcommand(new LedgerCommand(InstantSource.system(), results))
                .addSubcommand(QueryCommand.line(InstantSource.system(), results))
                .addSubcommand(preview);
        line.getCommandSpec().version("skerry-agent " + Version.TEXT);
        return line;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Name a command.");
    }
}
