package skerry.agent.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import skerry.agent.config.AgentConfig;
import skerry.agent.support.RunningAgent;
import skerry.platform.config.ConfigException;

/** Prints how this node is, as its page says it. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Prints how this node is: what needs a look, its link, the next contact, how long it can stay dark.",
            "Asks the agent that runs here, at page.listen of its configuration."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all is well", "1:no agent answers", "2:wrong use", "3:something needs a look"})
public final class StatusCommand implements Callable<Integer> {
    private static final int LOOK = 3;

    private final PrintStream target;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    public StatusCommand(PrintStream target) {
        this.target = target;
    }

    @Override
    public Integer call() throws ConfigException, IOException {
        AgentConfig config = options.load();
        InetSocketAddress page = config.page()
                .listen()
                .orElseThrow(() -> new IOException("page.listen is off, so the agent cannot be asked: set it to"
                        + " 127.0.0.1:9140 and restart the agent"));
        String text = new RunningAgent(page, config.data().resolve("tls").resolve("ca.pem")).get("/status");
        try (var out = new QueryOutput(target)) {
            out.line(text.stripTrailing());
        }
        return text.startsWith("All well") ? 0 : LOOK;
    }
}
