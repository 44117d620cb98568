package skerry.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import skerry.hub.backup.Restore;
import skerry.platform.PrivateFolder;
import skerry.protocol.identity.HubIdentity;

/**
 * The one folder a hub writes to.
 *
 * @param path made for its owner only (mode 0700) if it was not there
 */
public record DataFolder(Path path) {
    /** @throws IOException one sentence naming the folder, if it cannot be made or written to */
    public static DataFolder open(Path path) throws IOException {
        if (Files.exists(path.resolve(Restore.ASIDE))) {
            throw new IOException("the restoring of a backup to the data folder " + path
                    + " did not end: run skerry-hub restore again");
        }
        return new DataFolder(PrivateFolder.open(path, "data"));
    }

    public Path access() {
        return path.resolve("access.db");
    }

    /** The hub's own certificate authority, {@code ca.pem} for those who trust it. */
    public Path tls() {
        return path;
    }

    /** The hub's keys, made at first use. */
    public HubIdentity identity(SecureRandom random) throws IOException {
        Path file = path.resolve("identity");
        if (!Files.exists(file)) {
            HubIdentity.generate(random).create(file);
        }
        return HubIdentity.load(file);
    }
}
