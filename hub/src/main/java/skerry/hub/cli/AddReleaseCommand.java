package skerry.hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import skerry.protocol.Limits;
import skerry.protocol.update.ReleaseKey;
import skerry.protocol.update.ReleaseManifest;

/** Hands a release to the running hub: the papers first, then what it lacks. */
@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        description = {
            "Hands a release to the hub: a directory that ./skerry bundle made, such as one on a stick.",
            "The hub checks its signature and all that it keeps of it. The first release needs --fingerprint."
        })
final class AddReleaseCommand extends HubCommand {
    @Parameters(index = "0", paramLabel = "DIR", description = "The directory with the file manifest.")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Option(
            names = "--fingerprint",
            paramLabel = "F",
            description = "Trusts the release key with this fingerprint, which your printed page has; asked for at the"
                    + " first release alone.")
    @SuppressWarnings("NullAway.Init")
    private String fingerprint;

    @Override
    void run(LocalHub hub, PrintWriter out) throws IOException {
        JsonNode opened = hub.send("POST", "/api/v1/releases", papers());
        String version = opened.path("version").asText();
        JsonNode lacking = opened.path("lacking");
        for (JsonNode file : lacking) {
            String path = file.path("path").asText();
            out.println("handing in " + path + ", " + (file.path("bytes").asLong() + 999) / 1000 + " kB");
            out.flush();
            hub.send(
                    "POST",
                    "/api/v1/releases/" + URLEncoder.encode(version, StandardCharsets.UTF_8) + "/files/"
                            + file.path("sha256").asText(),
                    "application/octet-stream",
                    BodyPublishers.ofFile(file(path)));
        }
        out.println("The release " + version + " is here, signed by "
                + opened.path("key").asText() + ". The page Updates takes the fleet to it.");
    }

    private Map<String, Object> papers() throws IOException {
        var papers = new LinkedHashMap<String, Object>();
        papers.put("manifest", text(ReleaseManifest.NAME));
        papers.put("signatures", text(ReleaseManifest.SIGNATURES_NAME));
        papers.put("key", text(ReleaseKey.NAME));
        papers.put("rotation", rotation());
        Optional.ofNullable(fingerprint).ifPresent(said -> papers.put("fingerprint", said));
        return papers;
    }

    private List<Map<String, String>> rotation() throws IOException {
        var rotation = new ArrayList<Map<String, String>>();
        for (int number = 1; number <= Limits.MAX_RELEASE_ROTATIONS; number++) {
            String name = "rotation/" + number;
            if (!Files.exists(folder.resolve(name + ".key"))) {
                break;
            }
            rotation.add(Map.of("key", text(name + ".key"), "signature", text(name + ".sig")));
        }
        return rotation;
    }

    private String text(String name) throws IOException {
        Path file = file(name);
        if (Files.size(file) > Limits.MAX_RELEASE_TEXT_BYTES) {
            throw new IOException(file + " is longer than any release has: is " + folder + " made by ./skerry bundle?");
        }
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !Files.isReadable(file)) {
            throw new IOException("there is no readable file " + file + ": name a directory that ./skerry bundle made");
        }
        return file;
    }
}
