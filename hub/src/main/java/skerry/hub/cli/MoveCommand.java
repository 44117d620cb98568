package skerry.hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Moves a node to another site. */
@Command(
        name = "move",
        mixinStandardHelpOptions = true,
        description = "Moves a node to another site. Its history goes with it.")
public final class MoveCommand extends HubCommand {
    @Parameters(index = "0", paramLabel = "SITE/NODE", description = "The node as it is.")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Parameters(index = "1", paramLabel = "SITE", description = "Where it is now.")
    @SuppressWarnings("NullAway.Init")
    private String target;

    @Override
    void run(LocalHub hub, PrintWriter out) throws IOException {
        JsonNode agent = KnownAgents.of(hub).active(name);
        hub.send("PATCH", "/api/v1/agents/" + KnownAgents.uid(agent), Map.of("site", target));
        String now = target + "/" + agent.path("node").asText();
        out.println(KnownAgents.place(agent) + " is now " + now + ". To undo: skerry-hub move " + now + " "
                + agent.path("site").asText());
    }
}
