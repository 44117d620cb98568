package skerry.hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the releases. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the releases, the newest first.")
final class ListReleasesCommand extends HubCommand {
    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Override
    void run(LocalHub hub, PrintWriter out) throws IOException {
        JsonNode releases = hub.get("/api/v1/releases").path("releases");
        if (json) {
            out.println(releases.toPrettyString());
            return;
        }
        out.printf("%-24s %-22s %-20s %8s  %s%n", "VERSION", "ADDED", "BY", "MB", "RELEASE KEY");
        for (JsonNode release : releases) {
            out.printf(
                    "%-24s %-22s %-20s %8d  %s%s%n",
                    release.path("version").asText(),
                    Instant.ofEpochMilli(release.path("addedAt").asLong()).truncatedTo(ChronoUnit.SECONDS),
                    release.path("by").asText(),
                    release.path("bytes").asLong() / 1_000_000,
                    release.path("key").asText(),
                    release.path("whole").asBoolean() ? "" : "  files are missing: add it again");
        }
    }
}
