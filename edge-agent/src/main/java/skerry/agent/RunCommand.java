package skerry.agent;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import skerry.agent.cli.ConfigOptions;
import skerry.agent.cli.RunArguments;

/** Runs the agent until it is asked to end; a plain call of it does without ({@link RunArguments}). */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs the agent until it is asked to end (SIGTERM, Ctrl-C).")
final class RunCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return Service.run(options.source(), spec.commandLine().getOut());
    }
}
