package skerry.hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the sites. */
@Command(
        name = "sites",
        mixinStandardHelpOptions = true,
        description = "Lists the sites; skerry-hub sites import adds and changes them from a file.")
public final class SitesCommand extends HubCommand {
    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Override
    void run(LocalHub hub, PrintWriter out) throws IOException {
        JsonNode sites = hub.get("/api/v1/sites").path("sites");
        if (json) {
            out.println(sites.toPrettyString());
            return;
        }
        out.printf("%-32s %-32s %-20s %s%n", "SITE", "NAME", "REGION", "CONTRACT");
        for (JsonNode site : sites) {
            out.printf(
                    "%-32s %-32s %-20s %s%n",
                    site.path("id").asText(),
                    site.path("name").asText(),
                    site.path("region").asText(),
                    site.path("contract").path("kind").asText());
        }
        for (JsonNode site : hub.get("/api/v1/policy").path("sites")) {
            out.println(site.path("id").asText() + ": " + site.path("notice").asText() + ".");
        }
    }
}
