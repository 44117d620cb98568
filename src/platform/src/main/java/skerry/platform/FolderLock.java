package skerry.platform;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a data folder to one process. The system gives the lock back when the process ends, however it ends, so that a
 * killed one leaves nothing to clean up.
 */
public final class FolderLock implements Closeable {
    private static final String FILE = "lock";

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the folder.
     *
     * @param program who is to say so, such as {@code hub}
     * @throws IOException one sentence naming the folder, if another process has it or it cannot be written to
     */
    public static FolderLock take(Path folder, String program) throws IOException {
        Path file = folder.resolve(FILE);
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (IOException e) {
            throw new IOException(
                    "cannot write to the data folder " + folder + " (" + e.getMessage()
                            + "): make it writable for this user or set 'data'",
                    e);
        }
        try {
            if (lock(channel) == null) {
                throw new IOException("another " + program + " uses the data folder " + folder
                        + ": stop that one first, or set 'data' to another folder");
            }
            return new FolderLock(channel);
        } catch (IOException e) {
            try (channel) {
                throw e;
            }
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very process
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
