package skerry.hub.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes a release. */
@Command(
        name = "remove",
        mixinStandardHelpOptions = true,
        description =
                "Removes a release and its files. Agents that run it go on; those that fetch it end with a failure.")
final class RemoveReleaseCommand extends HubCommand {
    @Parameters(index = "0", paramLabel = "VERSION", description = "As skerry-hub release list prints it.")
    @SuppressWarnings("NullAway.Init")
    private String version;

    @Option(names = "--yes", description = "Does not ask.")
    private boolean yes;

    @Override
    void run(LocalHub hub, PrintWriter out) throws IOException {
        if (!yes) {
            out.print("Remove the release " + version + "? Type yes: ");
            out.flush();
            String answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            if (!"yes".equals(answer)) {
                throw new IOException("nothing was removed: --yes answers when nobody can");
            }
        }
        hub.send("DELETE", "/api/v1/releases/" + URLEncoder.encode(version, StandardCharsets.UTF_8), Map.of());
        out.println("The release " + version + " is removed.");
    }
}
