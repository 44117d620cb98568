package skerry.agent.alert;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import skerry.platform.PrivateFile;
import skerry.platform.PrivateFolder;

/**
 * Where people at the site leave word about alerts for the agent that runs, or will: small files in a folder within its data
 * folder, so that who may write there may acknowledge. The agent reads each and removes it. Owned by one thread at a time.
 */
public final class AckFolder {
    private static final System.Logger LOG = System.getLogger(AckFolder.class.getName());
    private static final int MAX_BYTES = 16 << 10;
    private static final int AT_ONCE = 200;
    private static final String ENDING = ".ack";
    /** Of a word that an agent was about to do, and does after its next start if it was ended. */
    private static final String TAKEN = ".taken";

    private final Path folder;
    /** Files that cannot be removed, so that each is complained of once. */
    private final Set<Path> stuck = new HashSet<>();

    public AckFolder(Path folder) {
        this.folder = folder;
    }

    /** Leaves word that somebody knows of an alert, or no longer. */
    public void leave(String key, Optional<Acknowledgement> by) throws IOException {
        String word = FlatJson.write(out -> {
            out.writeStringField("key", key);
            if (by.isPresent()) {
                by.get().write(out);
            }
        });
        Path file = PrivateFolder.open(folder, "data").resolve(key + ENDING);
        PrivateFile.write(file, word.getBytes(StandardCharsets.UTF_8));
    }

    /** Does what was left, in any order: there is one word for each alert, the last. */
    public void take(AlertEngine engine) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        for (Path file : files()) {
            try {
                // Under another name, so that a word that is left meanwhile is not removed unread.
                Path taken = file.resolveSibling(file.getFileName().toString().replace(ENDING, TAKEN));
                Files.move(file, taken, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                take(Files.isRegularFile(taken, LinkOption.NOFOLLOW_LINKS) ? read(taken) : Map.of(), engine);
                Files.delete(taken);
            } catch (IOException e) {
                LOG.log(
                        stuck.add(file) ? Level.WARNING : Level.DEBUG,
                        "{0} cannot be taken ({1}): acknowledge as the user that the agent runs as",
                        file,
                        e.getMessage());
            }
        }
    }

    private static void take(Map<String, String> word, AlertEngine engine) {
        String key = word.getOrDefault("key", "");
        boolean known = Acknowledgement.read(word, "")
                .map(by -> engine.acknowledge(key, by))
                .orElseGet(() -> engine.unacknowledge(key));
        if (!known) {
            LOG.log(Level.INFO, "an acknowledgement names no alert that fires now, and is left out");
        }
    }

    /** Of what is no word of ours, nothing: it is removed, and named in the log. */
    private static Map<String, String> read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return FlatJson.read(new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8))
                    .orElse(Map.of());
        }
    }

    private List<Path> files() {
        var files = new ArrayList<Path>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*{" + ENDING + "," + TAKEN + "}")) {
            for (Path file : all) {
                if (files.size() < AT_ONCE) {
                    files.add(file);
                }
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "{0} cannot be listed: {1}", folder, e.getMessage());
        }
        return files;
    }
}
