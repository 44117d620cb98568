package skerry.platform.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A file that is written under another name until it is whole, and read again before anyone relies on it. Sticks have no
 * journal and may lie about what they stored.
 */
public final class SafeFile {
    private static final int BUFFER = 64 * 1024;

    private final Disk disk;
    private final Path folder;
    private final Path partial;

    /**
     * @param folder that it is in
     * @param partial its name until it is whole; one of that name from an earlier try is written over
     */
    public SafeFile(Disk disk, Path folder, String partial) {
        this.disk = disk;
        this.folder = folder;
        this.partial = folder.resolve(partial);
    }

    /** What is written. */
    @FunctionalInterface
    public interface Content<T> {
        T write(OutputStream out) throws IOException;
    }

    /** Writes the content, not yet under its name. */
    public <T> T write(Content<T> content) throws IOException {
        T result;
        try (var out = new BufferedOutputStream(disk.create(partial), BUFFER)) {
            result = content.write(out);
        }
        disk.sync(partial);
        return result;
    }

    /**
     * Gives the file its name and reads it again.
     *
     * @param sha256 of what was written
     * @throws IOException if the disk gives back something else
     */
    public void name(String name, byte[] sha256) throws IOException {
        Path file = folder.resolve(name);
        disk.rename(partial, file);
        disk.syncFolder(folder);
        if (!MessageDigest.isEqual(sha256, digest(disk, file))) {
            throw new FileSystemException(
                    file.toString(), null, "reads differently from what was written: the disk is worn out");
        }
    }

    /** Both steps, for content that is in memory. */
    public void write(String name, byte[] content) throws IOException {
        byte[] sha256 = write(out -> {
            var digesting = new DigestOutputStream(out, sha256());
            digesting.write(content);
            return digesting.getMessageDigest().digest();
        });
        name(name, sha256);
    }

    /** SHA-256 of a file. */
    public static byte[] digest(Disk disk, Path file) throws IOException {
        try (InputStream in = disk.open(file)) {
            var digesting = new DigestInputStream(in, sha256());
            byte[] buffer = new byte[BUFFER];
            while (digesting.read(buffer) >= 0) {
                // only the digest is wanted
            }
            return digesting.getMessageDigest().digest();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
