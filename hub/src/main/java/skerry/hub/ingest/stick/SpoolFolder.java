package skerry.hub.ingest.stick;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import skerry.platform.PrivateFolder;
import skerry.protocol.stick.StickFile;

/** Where one sealed file at a time waits until its digest is known to be right. Thread-safe. */
public final class SpoolFolder {
    private static final int BUFFER = 64 * 1024;

    private final Path file;

    private SpoolFolder(Path file) {
        this.file = file;
    }

    /**
     * Opens the folder; what a process that ended left there is written over.
     *
     * @param data the hub's data folder
     */
    public static SpoolFolder in(Path data) throws IOException {
        return new SpoolFolder(
                PrivateFolder.open(data.resolve("imports"), "data").resolve("spool"));
    }

    /** Reads a file that is whole. */
    @FunctionalInterface
    interface Whole {
        Desk.Taken read(InputStream in) throws IOException;
    }

    /** Copies a file, checks that it is the one that a manifest names, and has it read. */
    synchronized Desk.Taken checked(StickFile named, InputStream content, Whole whole) throws IOException {
        try {
            Optional<String> wrong = copy(named, content);
            if (wrong.isPresent()) {
                return new Desk.Taken(0, 0, 0, wrong);
            }
            try (var in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
                return whole.read(in);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Optional<String> copy(StickFile named, InputStream content) throws IOException {
        MessageDigest sha256 = sha256();
        long length = 0;
        try (OutputStream out = Files.newOutputStream(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                length += read;
                if (length > named.length()) {
                    return wrong(named, "is longer than the " + named.length() + " bytes that its manifest names");
                }
                out.write(buffer, 0, read);
                sha256.update(buffer, 0, read);
            }
        }
        if (length < named.length()) {
            return wrong(named, "was cut off after " + length + " of " + named.length() + " bytes");
        }
        return MessageDigest.isEqual(sha256.digest(), named.sha256().toArray())
                ? Optional.empty()
                : wrong(named, "was damaged: its content is not what its manifest names");
    }

    private static Optional<String> wrong(StickFile named, String what) {
        return Optional.of("The file " + named.name() + " " + what + "; export again, to a better stick if it recurs.");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
