package skerry.hub.backup;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import skerry.hub.backup.BackedFile.Piece;
import skerry.platform.files.Disk;
import skerry.platform.files.LocalDisk;
import skerry.platform.files.SafeFile;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.seal.Opener;
import skerry.protocol.seal.Sealer;

/** The backups under one key in a folder, which may be a disk, a share or a stick, and whose content is not trusted. */
final class BackupFolder {
    private static final Pattern MANIFEST = Pattern.compile("backup-\\d{8}T\\d{9}Z\\.skm");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern PIECE = Pattern.compile("[0-9a-f]{64}\\.skp");
    private static final byte[] START = "SKERRYp\1".getBytes(StandardCharsets.ISO_8859_1);
    private static final int CLEAR = 8 + 8 + 32 + 4;
    private static final int MAX_NAMES = 1_000_000;
    private static final String PARTIAL = "writing.tmp";

    private final Disk disk = new LocalDisk();
    private final BackupKey key;
    private final Path folder;

    private BackupFolder(BackupKey key, Path folder) {
        this.key = key;
        this.folder = folder;
    }

    /** @throws IOException if the folder is not there, as when its disk is not mounted */
    static BackupFolder toWrite(Path to, BackupKey key) throws IOException {
        if (!Files.isDirectory(to)) {
            throw new IOException("there is no folder " + to + " to back up to: mount its disk, or make it");
        }
        var opened = new BackupFolder(key, to.resolve(key.id().hex()));
        opened.disk.makeFolder(opened.folder);
        opened.disk.makeFolder(opened.folder.resolve("pieces"));
        return opened;
    }

    /** @throws IOException if there are no backups under the key */
    static BackupFolder toRead(Path from, BackupKey key) throws IOException {
        Path folder = from.resolve(key.id().hex());
        if (!Files.isDirectory(folder)) {
            throw new IOException("in " + from + " there are no backups that this recovery key opens: they would be in "
                    + folder.getFileName());
        }
        return new BackupFolder(key, folder);
    }

    Path path() {
        return folder;
    }

    /** Names of the manifests, the newest first. */
    List<String> backups() throws IOException {
        return disk.names(folder, MAX_NAMES).stream()
                .filter(name -> MANIFEST.matcher(name).matches())
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    static boolean isName(String name) {
        return MANIFEST.matcher(name).matches();
    }

    Manifest read(String name) throws IOException {
        try (InputStream in = disk.open(folder.resolve(name))) {
            return Manifest.decode(in.readNBytes(Manifest.MAX_BYTES + 1), key);
        } catch (ProtocolException e) {
            throw new IOException("the backup " + name + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Writes a manifest; gives its name. */
    String write(Manifest manifest) throws IOException {
        String name = "backup-" + TIME.format(Instant.ofEpochMilli(manifest.madeAt())) + ".skm";
        byte[] bytes = manifest.encode(key);
        if (bytes.length > Manifest.MAX_BYTES) {
            throw new IOException("this hub keeps more than one backup can name: lower its retention");
        }
        new SafeFile(disk, folder, PARTIAL).write(name, bytes);
        return name;
    }

    void delete(String manifest) throws IOException {
        disk.delete(folder.resolve(manifest));
        disk.syncFolder(folder);
    }

    /** Deletes the pieces that are not in {@code named}; how many. */
    int keepOnly(Set<Bytes> named) throws IOException {
        int deleted = 0;
        for (String group : disk.names(folder.resolve("pieces"), MAX_NAMES)) {
            if (!group.matches("[0-9a-f]{2}")) {
                continue;
            }
            Path below = folder.resolve("pieces").resolve(group);
            for (String name : disk.names(below, MAX_NAMES)) {
                if (PIECE.matcher(name).matches() && !named.contains(Bytes.ofHex(name.substring(0, 64)))) {
                    disk.delete(below.resolve(name));
                    deleted++;
                }
            }
        }
        return deleted;
    }

    boolean has(Piece piece, int bytes) throws IOException {
        Path file = file(piece.name());
        return Files.isRegularFile(file) && Files.size(file) == Sealer.length(CLEAR, bytes);
    }

    /** A whole piece that an interrupted backup left. */
    Optional<Piece> left(Bytes name, int bytes) throws IOException {
        var piece = new Piece(name, name);
        return has(piece, bytes)
                ? Optional.of(new Piece(name, Bytes.of(SafeFile.digest(disk, file(name)))))
                : Optional.empty();
    }

    Piece write(Bytes name, byte[] content) throws IOException {
        var sealed = new ByteArrayOutputStream((int) Sealer.length(CLEAR, content.length));
        var sealer = new Sealer(sealed, clear(name, content.length), key.seal());
        sealer.add(content);
        sealer.finish();
        Bytes sha256 = sealer.digest();
        Path group = group(name);
        disk.makeFolder(group);
        var file = new SafeFile(disk, group, PARTIAL);
        Boolean _ = file.write(out -> {
            sealed.writeTo(out);
            return true;
        });
        file.name(name.hex() + ".skp", sha256.toArray());
        return new Piece(name, sha256);
    }

    /**
     * Opens a piece and checks all that can be known of it.
     *
     * @throws IOException if it is missing or damaged; one sentence that names it
     */
    byte[] open(Piece piece, int bytes, RecoveryKey recovery) throws IOException {
        Path file = file(piece.name());
        long length = Sealer.length(CLEAR, bytes);
        if (!Files.isRegularFile(file)) {
            throw new IOException("the piece " + file + " is missing");
        }
        byte[] sealed;
        try (InputStream in = disk.open(file)) {
            sealed = in.readNBytes(Math.toIntExact(length) + 1);
        }
        if (sealed.length != length || !Bytes.of(sealed).sha256().equals(piece.sha256())) {
            throw new FileSystemException(file.toString(), null, "is damaged: it is not what was written");
        }
        try {
            byte[] clear = clear(piece.name(), bytes);
            if (!Bytes.of(sealed, 0, CLEAR).equals(Bytes.of(clear))) {
                throw new FileSystemException(file.toString(), null, "is the piece of another backup");
            }
            var opener = new Opener(
                    new ByteArrayInputStream(sealed, CLEAR, sealed.length - CLEAR),
                    clear,
                    recovery.opening(),
                    "The piece " + file);
            byte[] content = opener.take(bytes);
            if (!opener.atEnd() || !key.nameOf(content).equals(piece.name())) {
                throw new FileSystemException(file.toString(), null, "holds another content than its name says");
            }
            return content;
        } catch (ProtocolException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private byte[] clear(Bytes name, int bytes) {
        return ByteBuffer.allocate(CLEAR)
                .put(START)
                .put(key.id().asBuffer())
                .put(name.asBuffer())
                .putInt(bytes)
                .array();
    }

    private Path group(Bytes name) {
        return folder.resolve("pieces").resolve(name.first(1).hex());
    }

    private Path file(Bytes name) {
        return group(name).resolve(name.hex() + ".skp");
    }
}
