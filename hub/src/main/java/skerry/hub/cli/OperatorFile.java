package skerry.hub.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import skerry.platform.PrivateFile;

/**
 * Where the hub of a data folder answers and the word that makes a caller its administrator, while that hub runs. Whoever
 * may read the folder owns the hub anyway.
 *
 * @param url of the hub's pages
 * @param token a bearer token that ends with the hub's process
 */
public record OperatorFile(URI url, String token) {
    private static final String NAME = "operator";

    /** Leaves it in the data folder, with mode 0600. */
    public void write(Path data) throws IOException {
        PrivateFile.write(data.resolve(NAME), (url + "\n" + token + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Takes it away when the hub ends. */
    public static void remove(Path data) {
        try {
            Files.deleteIfExists(data.resolve(NAME));
        } catch (IOException _) {
            // A stale one makes a command say that the hub does not answer, which is as true.
        }
    }

    /** @throws IOException if no hub runs there, or this user may not read it; one sentence */
    static OperatorFile read(Path data) throws IOException {
        try {
            List<String> lines = Files.readAllLines(data.resolve(NAME));
            if (lines.size() == 2) {
                return new OperatorFile(URI.create(lines.get(0)), lines.get(1));
            }
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "no hub runs with the data folder " + data + ": start it with skerry-hub run, or name its folder"
                            + " with --data",
                    e);
        }
        throw new IOException(data.resolve(NAME) + " is not what a hub writes: start the hub again");
    }
}
