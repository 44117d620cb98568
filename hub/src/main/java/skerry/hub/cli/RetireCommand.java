package skerry.hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shuts a node out. */
@Command(
        name = "retire",
        mixinStandardHelpOptions = true,
        description =
                "Shuts a node out on every road, at once. Its data stays; skerry-hub restore-agent lets it in again.")
public final class RetireCommand extends HubCommand {
    @Parameters(index = "0", paramLabel = "SITE/NODE", description = "The node, or its id.")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Override
    void run(LocalHub hub, PrintWriter out) throws IOException {
        JsonNode agent = KnownAgents.of(hub).active(name);
        hub.send("DELETE", "/api/v1/agents/" + KnownAgents.uid(agent), Map.of());
        out.println(KnownAgents.place(agent)
                + " is retired and can send nothing more. To undo: skerry-hub restore-agent " + KnownAgents.uid(agent));
    }
}
