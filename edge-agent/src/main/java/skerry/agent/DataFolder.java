package skerry.agent;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import skerry.protocol.identity.AgentIdentity;

/**
 * The one folder an agent writes to.
 *
 * @param path made for its owner only (mode 0700) if it was not there
 */
public record DataFolder(Path path) {
    /** @throws IOException one sentence naming the folder, if it cannot be made or written to */
    public static DataFolder open(Path path) throws IOException {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (AccessDeniedException e) {
            throw new IOException("no right to make the data folder " + path + ": run as its owner or set 'data'", e);
        } catch (FileSystemException e) {
            throw new IOException("cannot make the data folder " + path + " (" + e.getReason() + "): set 'data'", e);
        }
        return new DataFolder(path);
    }

    public Path ring() {
        return path.resolve("ring.db");
    }

    public Path sitePin() {
        return path.resolve("site-pin");
    }

    /** Where the certificate of the technician's page is kept. */
    public Path tls() throws IOException {
        return Files.createDirectories(path.resolve("tls"));
    }

    /** This agent's identity, made at first use. */
    public AgentIdentity identity(SecureRandom random) throws IOException {
        Path file = path.resolve("identity");
        if (!Files.exists(file)) {
            AgentIdentity.generate(random).create(file);
        }
        return AgentIdentity.load(file);
    }
}
