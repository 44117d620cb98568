package skerry.protocol.identity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A small file of {@code name: value} lines under a first line that says what it is. It is readable by its owner only from
 * its first byte on, appears whole or not at all, and never replaces another.
 */
final class KeyFile {
    private static final int MAX_BYTES = 16 * 1024;

    private KeyFile() {}

    static void create(Path file, String firstLine, Map<String, String> values) throws IOException {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString(), null, "an identity is never overwritten");
        }
        var text = new StringBuilder("# ").append(firstLine).append('\n');
        values.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append('\n'));
        Path partial = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(partial);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel =
                FileChannel.open(partial, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            var bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (UnsupportedOperationException e) {
            throw new IOException(
                    "The identity " + file + " cannot be kept on a file system without owners and rights: "
                            + "put the data folder on another.",
                    e);
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        try (var folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    /** @throws IOException if it cannot be read or is another kind of file; one sentence that names it */
    static Map<String, String> read(Path file, String firstLine) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("The identity " + file + " is too long to be one: restore it from a copy.");
        }
        var lines = Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals("# " + firstLine)) {
            throw new IOException("The file " + file + " does not start with \"# " + firstLine
                    + "\": it is another file or was damaged, so restore it from a copy.");
        }
        var values = new LinkedHashMap<String, String>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                values.put(line.substring(0, colon), line.substring(colon + 2));
            }
        }
        return values;
    }
}
