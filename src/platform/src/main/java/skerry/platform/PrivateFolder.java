package skerry.platform;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Folders that only their owner may look into. */
public final class PrivateFolder {
    private PrivateFolder() {}

    /**
     * Makes the folder with mode 0700 if it is not there; one that is there keeps its mode.
     *
     * @return the folder
     * @throws IOException one sentence naming the folder, the reason and the setting to change
     */
    public static Path open(Path path, String setting) throws IOException {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            return path;
        } catch (AccessDeniedException e) {
            throw new IOException(
                    "no right to make the folder " + path + ": run as its owner or set '" + setting + "'", e);
        } catch (FileSystemException e) {
            throw new IOException(
                    "cannot make the folder " + path + " (" + e.getReason() + "): set '" + setting + "'", e);
        }
    }
}
