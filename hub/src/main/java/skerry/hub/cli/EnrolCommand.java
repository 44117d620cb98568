package skerry.hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import skerry.platform.PrivateFile;
import skerry.platform.files.LocalDisk;
import skerry.platform.files.SafeFile;
import skerry.protocol.identity.HubCard;
import skerry.protocol.identity.JoinCode;
import skerry.protocol.stick.Invitation;
import skerry.protocol.stick.StickLayout;

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
    private static final int HOURS = 24;
    private static final int HOURS_BY_STICK = 720;

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    private Target target;

    @Option(names = "--uses", paramLabel = "N", description = "How many nodes may join by it; 1 if not given.")
    private int uses = 1;

    @Option(
            names = "--hours",
            paramLabel = "N",
            description = "How long it counts; if not given 24, or with --stick 720: it must last until the import.")
    private @Nullable Integer hours;

    @ArgGroup
    private Way way = new Way();

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

    /** How the code goes to the nodes, unless it is printed. */
    static final class Way {
        @Option(
                names = "--to",
                paramLabel = "FILE",
                description = "Writes the code to a file, such as one on a stick, instead of printing it.")
        private @Nullable Path file;

        @Option(
                names = "--stick",
                paramLabel = "DIR",
                description = {
                    "Writes an invitation to the stick that is mounted at this folder: nodes join by the stick alone,"
                            + " without a network."
                })
        private @Nullable Path stick;
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
        body.put("hours", hours != null ? hours : way.stick == null ? HOURS : HOURS_BY_STICK);
        JsonNode made = hub.send("POST", "/api/v1/join-codes", body);
        String code = made.path("code").asText();
        String limits = "serves " + uses + (uses == 1 ? " node" : " nodes") + " until "
                + Instant.ofEpochMilli(made.path("endsAt").asLong()).truncatedTo(ChronoUnit.MINUTES);
        if (way.stick != null) {
            Path file = invite(
                    way.stick,
                    new Invitation(
                            JoinCode.parse(code), HubCard.parse(made.path("hub").asText())));
            out.println("The invitation " + file + " " + limits
                    + ". On each node: skerry-agent enrol --stick DIR; then bring the stick back and run skerry-hub import"
                    + " DIR.");
        } else if (way.file != null) {
            PrivateFile.write(way.file, (code + "\n").getBytes(StandardCharsets.UTF_8));
            out.println("The code in " + way.file + " " + limits + ". On the node: skerry-agent enrol --from FILE");
        } else {
            out.println(code);
            out.println("The code " + limits + ". On the node: skerry-agent enrol CODE");
        }
    }

    private static Path invite(Path stick, Invitation invitation) throws IOException {
        if (!Files.isDirectory(stick)) {
            throw new IOException("there is no folder " + stick + ": mount the stick and name the folder it is at");
        }
        var disk = new LocalDisk();
        Path root = stick.resolve(StickLayout.ROOT);
        disk.makeFolder(root);
        disk.syncFolder(stick);
        new SafeFile(disk, root, StickLayout.INVITATION + StickLayout.PARTIAL)
                .write(StickLayout.INVITATION, invitation.file());
        return root.resolve(StickLayout.INVITATION);
    }
}
