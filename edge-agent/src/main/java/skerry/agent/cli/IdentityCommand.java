package skerry.agent.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import skerry.agent.DataFolder;
import skerry.protocol.identity.AgentIdentity;

/** Prints the line by which a hub gets to know this agent; makes the keys if there are none. */
@Command(
        name = "identity",
        mixinStandardHelpOptions = true,
        description = "Prints this agent's line for the hub: id and public keys, nothing secret.")
public final class IdentityCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--broker-login",
            description = "Prints user:password for a broker of your own instead. The password is a secret.")
    private boolean brokerLogin;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var folder = DataFolder.open(options.load().data());
        print(folder);
        return 0;
    }

    private void print(DataFolder folder) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        AgentIdentity identity = folder.identity(new SecureRandom());
        out.println(
                brokerLogin
                        ? identity.uid() + ":" + identity.mqttPassword()
                        : identity.card().text());
        out.flush();
    }
}
