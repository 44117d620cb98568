package skerry.hub;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import skerry.hub.cli.ConfigOptions;

/** Prints the line by which agents know this hub; makes the keys if there are none. */
@Command(
        name = "identity",
        mixinStandardHelpOptions = true,
        description = "Prints this hub's line for agents: its public keys, nothing secret.")
final class IdentityCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        out.println(DataFolder.open(options.load().data())
                .identity(new SecureRandom())
                .card()
                .text());
        out.flush();
        return 0;
    }
}
