package skerry.agent.cli;

import java.io.PrintStream;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Parent of the queries: reads the ring of this node, while the agent runs or after it has ended. */
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        description =
                "Reads this node's ring: log lines, samples, series, expressions over them, batches word for word, and the account of records.")
public final class QueryCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /**
     * The command with all its queries.
     *
     * @param out where results go, bytes in UTF-8
     */
    public static CommandLine line(InstantSource wall, PrintStream out) {
        return new CommandLine(new QueryCommand())
                .addSubcommand(new QueryLogsCommand(wall, out))
                .addSubcommand(new QueryMetricsCommand(wall, out))
                .addSubcommand(new QueryPromqlCommand(wall, out))
                .addSubcommand(new QuerySeriesCommand(out))
                .addSubcommand(new QueryBatchesCommand(wall, out))
                .addSubcommand(new QueryAccountCommand(out));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Name what to query: logs, metrics, promql, series, batches or account.");
    }
}
