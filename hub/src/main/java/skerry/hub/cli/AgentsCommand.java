package skerry.hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the agents of the fleet. */
@Command(
        name = "agents",
        mixinStandardHelpOptions = true,
        description = "Lists the agents: node, id, role, last contact, end of certificate.")
public final class AgentsCommand extends HubCommand {
    private static final String ROW = "%-40s %-26s %-8s %-20s %-20s %s%n";

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Override
    void run(LocalHub hub, PrintWriter out) throws IOException {
        if (json) {
            out.println(hub.get("/api/v1/agents").path("agents").toPrettyString());
            return;
        }
        out.printf(ROW, "NODE", "ID", "ROLE", "LAST CONTACT", "CERTIFICATE ENDS", "");
        for (JsonNode agent : KnownAgents.of(hub).all()) {
            out.printf(
                    ROW,
                    KnownAgents.place(agent),
                    KnownAgents.uid(agent),
                    agent.path("role").asText(),
                    time(agent.path("seen"), "never"),
                    time(agent.path("certificateEndsAt"), "none"),
                    agent.path("retired").asBoolean() ? "retired" : "");
        }
    }

    private static String time(JsonNode millis, String none) {
        return millis.isNumber()
                ? Instant.ofEpochMilli(millis.asLong())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString()
                : none;
    }
}
