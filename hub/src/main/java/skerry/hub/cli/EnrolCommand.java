package skerry.hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import skerry.platform.PrivateFile;

/** Makes a code by which nodes join a site, or one machine takes the place of another. */
@Command(
        name = "enrol",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a join code: whoever has it may add nodes to the site until it ends. On each node run skerry-agent enrol"
                    + " with it.",
            "With --replace new hardware continues an old node, which is retired."
        })
public final class EnrolCommand extends HubCommand {
    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    private Target target;

    @Option(names = "--uses", paramLabel = "N", description = "How many nodes may join by it; 1 if not given.")
    private int uses = 1;

    @Option(names = "--hours", paramLabel = "N", description = "How long it counts; 24 if not given.")
    private int hours = 24;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "Writes the code to a file, such as one on a stick, instead of printing it.")
    private @Nullable Path to;

    static final class Target {
        @Option(names = "--site", paramLabel = "SITE", required = true, description = "The site that nodes join.")
        private @Nullable String site;

        @Option(
                names = "--replace",
                paramLabel = "SITE/NODE",
                required = true,
                description = "The node that the new machine continues.")
        private @Nullable String replace;
    }

    @Override
    void run(LocalHub hub, PrintWriter out) throws IOException {
        var body = new LinkedHashMap<String, Object>();
        if (target.replace != null) {
            JsonNode old = KnownAgents.of(hub).active(target.replace);
            body.put("site", old.path("site").asText());
            body.put("replaces", KnownAgents.uid(old));
        } else {
            body.put("site", String.valueOf(target.site));
        }
        body.put("uses", uses);
        body.put("hours", hours);
        JsonNode made = hub.send("POST", "/api/v1/join-codes", body);
        String code = made.path("code").asText();
        String limits = "serves " + uses + (uses == 1 ? " node" : " nodes") + " until "
                + Instant.ofEpochMilli(made.path("endsAt").asLong()).truncatedTo(ChronoUnit.MINUTES);
        if (to == null) {
            out.println(code);
            out.println("The code " + limits + ". On the node: skerry-agent enrol CODE");
        } else {
            PrivateFile.write(to, (code + "\n").getBytes(StandardCharsets.UTF_8));
            out.println("The code in " + to + " " + limits + ". On the node: skerry-agent enrol --from FILE");
        }
    }
}
