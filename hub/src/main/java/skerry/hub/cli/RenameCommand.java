package skerry.hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Gives a node another name. */
@Command(
        name = "rename",
        mixinStandardHelpOptions = true,
        description = "Gives a node another name. Its history stays with it.")
public final class RenameCommand extends HubCommand {
    @Parameters(index = "0", paramLabel = "SITE/NODE", description = "The node as it is.")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Parameters(index = "1", paramLabel = "NAME", description = "Its new name.")
    @SuppressWarnings("NullAway.Init")
    private String target;

    @Override
    void run(LocalHub hub, PrintWriter out) throws IOException {
        JsonNode agent = KnownAgents.of(hub).active(name);
        hub.send("PATCH", "/api/v1/agents/" + KnownAgents.uid(agent), Map.of("node", target));
        out.println(KnownAgents.place(agent) + " is now "
                + agent.path("site").asText() + "/" + target + ". To undo: skerry-hub rename "
                + agent.path("site").asText() + "/" + target + " "
                + agent.path("node").asText());
    }
}
