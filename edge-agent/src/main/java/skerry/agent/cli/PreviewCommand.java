package skerry.agent.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Parent of the previews: what the agent would make of a file, without running it. */
@Command(
        name = "preview",
        mixinStandardHelpOptions = true,
        description =
                "Shows what the agent makes of a file: its records, samples, redactions, patterns, objects or rules.")
public final class PreviewCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Name what to preview: logs, scrape, objects, redact, patterns or rules.");
    }
}
