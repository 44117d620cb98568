package skerry.hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets a retired node in again. */
@Command(name = "restore-agent", mixinStandardHelpOptions = true, description = "Lets a retired node in again.")
public final class RestoreAgentCommand extends HubCommand {
    @Parameters(index = "0", paramLabel = "SITE/NODE", description = "The node, or its id.")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Override
    void run(LocalHub hub, PrintWriter out) throws IOException {
        JsonNode agent = KnownAgents.of(hub).retired(name);
        hub.send("POST", "/api/v1/agents/" + KnownAgents.uid(agent) + "/restore", Map.of());
        out.println(KnownAgents.place(agent) + " may send again");
    }
}
