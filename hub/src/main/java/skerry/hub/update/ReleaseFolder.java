package skerry.hub.update;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import skerry.hub.store.OnlineCopy;
import skerry.hub.store.Release;
import skerry.platform.PrivateFolder;
import skerry.platform.files.LocalDisk;
import skerry.protocol.Bytes;

/**
 * The files of releases in the data folder, each under the digest of what it holds, so that one that two releases share is there
 * once, and one that is there is whole. Thread-safe; one file at a time is taken in.
 */
public final class ReleaseFolder implements OnlineCopy {
    /** Its name in the data folder. */
    public static final String NAME = "release";

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final int BUFFER = 64 * 1024;

    private final Path folder;

    private ReleaseFolder(Path folder) {
        this.folder = folder;
    }

    /** @param data the hub's data folder */
    public static ReleaseFolder in(Path data) throws IOException {
        return new ReleaseFolder(PrivateFolder.open(data.resolve(NAME), "data"));
    }

    public boolean has(Release.File file) {
        return Files.exists(place(file.sha256()));
    }

    /**
     * Takes a file in, if it is the one that a manifest names.
     *
     * @return why not, as what it is: such as {@code is damaged}
     * @throws IOException if it cannot be written or read
     */
    public synchronized Optional<String> take(Release.File file, InputStream content) throws IOException {
        Path part = folder.resolve("part");
        try {
            Optional<String> wrong = copy(file, content, part);
            if (wrong.isEmpty()) {
                Files.move(part, place(file.sha256()), StandardCopyOption.ATOMIC_MOVE);
                new LocalDisk().syncFolder(folder);
            }
            return wrong;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static Optional<String> copy(Release.File file, InputStream content, Path part) throws IOException {
        MessageDigest sha256 = sha256();
        long length = 0;
        try (FileChannel channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                length += read;
                if (length > file.bytes()) {
                    return Optional.of("is longer than the manifest says");
                }
                sha256.update(buffer, 0, read);
                for (var bytes = ByteBuffer.wrap(buffer, 0, read); bytes.hasRemaining(); ) {
                    int _ = channel.write(bytes);
                }
            }
            channel.force(true);
        }
        if (length < file.bytes()) {
            return Optional.of("ends after " + length + " of " + file.bytes() + " bytes");
        }
        return Bytes.of(sha256.digest()).equals(file.sha256())
                ? Optional.empty()
                : Optional.of("is damaged: its content is not what the manifest names");
    }

    /**
     * Reads a part of a file.
     *
     * @throws IOException if it is not there, or shorter
     */
    Bytes read(Bytes sha256, long offset, int length) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(place(sha256), StandardOpenOption.READ)) {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, offset + bytes.position()) < 0) {
                    throw new IOException("it ends before " + (offset + length) + " bytes");
                }
            }
        } catch (NoSuchFileException e) {
            var gone = new FileNotFoundException("it is not in " + folder);
            gone.initCause(e);
            throw gone;
        }
        return Bytes.of(bytes.array());
    }

    /** Deletes what no release names. */
    public synchronized void keepOnly(List<Release> releases) throws IOException {
        Set<String> named = releases.stream()
                .flatMap(release -> release.files().stream())
                .map(file -> file.sha256().hex())
                .collect(Collectors.toSet());
        for (String there : names()) {
            if (!named.contains(there)) {
                Files.deleteIfExists(folder.resolve(there));
            }
        }
    }

    private List<String> names() throws IOException {
        var names = new ArrayList<String>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path file : all) {
                String name = file.getFileName().toString();
                if (DIGEST.matcher(name).matches()) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    @Override
    public void copyTo(Taker taker) throws IOException {
        for (String name : names()) {
            Path file = folder.resolve(name);
            taker.take(NAME + "/" + name, name, out -> copy(file, out));
        }
    }

    /** A release may be removed while it is copied; then this backup is not made, and the next one is. */
    private static void copy(Path file, OutputStream out) throws IOException {
        Files.copy(file, out);
    }

    private Path place(Bytes sha256) {
        return folder.resolve(sha256.hex());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
