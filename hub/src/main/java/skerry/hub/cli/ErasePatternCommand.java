package skerry.hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Erases the text and the examples of a log pattern. */
@Command(
        name = "pattern",
        mixinStandardHelpOptions = true,
        description = {
            "Erases the text and the examples of a log pattern, and of those that became it, from all that the hub stores, and keeps"
                    + " them out when agents send them again. Its id and its counts stay. There is no way back.",
            "Answers of tickets that hold lines of it, or may hold some, are emptied. Batches that were refused or wait for a dictionary"
                    + " lose what may be its text.",
            "Writes the files anew in which it was found, so they need room a second time meanwhile. Backups keep what they have, and"
                    + " are named; so do the site's own files."
        })
final class ErasePatternCommand extends HubCommand {
    @Parameters(
            index = "0",
            paramLabel = "ID",
            description = "16 hexadecimal digits, as the page of the pattern shows.")
    @SuppressWarnings("NullAway.Init")
    private String id;

    @Option(names = "--examples-only", description = "Leaves the text and erases the examples.")
    private boolean examplesOnly;

    @Option(names = "--yes", description = "Does not ask.")
    private boolean yes;

    @Override
    void run(LocalHub hub, PrintWriter out) throws IOException {
        if (!id.matches("[0-9a-f]{16}")) {
            throw new IOException("a pattern's id has 16 hexadecimal digits, was '" + id + "'");
        }
        String what = examplesOnly ? "examples" : "text and the examples";
        if (!yes) {
            out.print("Erase the " + what + " of pattern " + id + " for good? Nothing brings them back. Type yes: ");
            out.flush();
            String answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            if (!"yes".equals(answer)) {
                throw new IOException("nothing was erased: --yes answers when nobody can");
            }
        }
        JsonNode gone = hub.send("POST", "/api/v1/patterns/" + id + "/erase", Map.of("examplesOnly", examplesOnly));
        out.println("The " + what + " of pattern " + id + " are erased: "
                + gone.path("examples").asInt() + " examples, and parts of "
                + gone.path("batches").asInt() + " stored batches.");
        JsonNode backups = gone.path("backups");
        if (backups.isEmpty()) {
            out.println("This hub knows of no backup that still holds them.");
        } else {
            out.println("Backups that were made before may still hold them:");
            backups.forEach(backup -> out.println("  " + backup.asText()));
        }
    }
}
