package skerry.hub.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import skerry.hub.store.sqlite.RestoredStore;
import skerry.platform.FolderLock;
import skerry.platform.PrivateFolder;
import skerry.platform.files.LocalDisk;

/**
 * Makes a data folder from a backup: everything is written aside and checked before any of it takes its place. A folder in
 * which that did not end is no data folder, and restoring again begins anew.
 */
public final class Restore {
    /** In a data folder: what is being restored to it. */
    public static final String ASIDE = ".restoring";

    /** What a new disk, or an earlier try, may have left. */
    private static final Set<String> NOTHING = Set.of("lock", "lost+found", ASIDE);

    private static final Set<String> NEEDED = Set.of("control.db", "access.db", "identity", "ca.p12", "ca.pem");

    private final RecoveryKey recovery;
    private final Consumer<String> say;

    /** What was restored. */
    public record Restored(String name, long madeAt, long lsn, long bytes, RestoredStore.Content content) {}

    /** @param say told in sentences how far it is */
    public Restore(RecoveryKey recovery, Consumer<String> say) {
        this.recovery = recovery;
        this.say = say;
    }

    /**
     * Restores one backup.
     *
     * @param backup its name; empty for the newest
     * @param now noted in the audit trail
     * @throws IOException one sentence; the folder is then as unusable as before
     */
    public Restored run(Path from, Optional<String> backup, Path data, long now) throws IOException {
        var folder = BackupFolder.toRead(from, recovery.backupKey());
        String name = choose(folder, backup);
        Manifest manifest = folder.read(name);
        requireAll(manifest, name);
        PrivateFolder.open(data, "data");
        try (FolderLock _ = FolderLock.take(data, "hub")) {
            requireEmpty(data);
            Path aside = data.resolve(ASIDE);
            deleteAll(aside);
            requireRoom(data, manifest);
            makeFolder(aside);
            makeFolder(aside.resolve("day"));
            makeFolder(aside.resolve("proof"));
            makeFolder(aside.resolve("release"));
            long done = 0;
            for (BackedFile file : manifest.files()) {
                write(folder, file, aside.resolve(file.name()));
                done += file.bytes();
                say.accept("read " + file.name() + ", " + (done >> 20) + " of " + (manifest.bytes() >> 20) + " MiB");
            }
            say.accept("checking what was read");
            RestoredStore.Content content = RestoredStore.check(
                    aside,
                    manifest.files().stream()
                            .filter(BackedFile::isDatabase)
                            .map(file -> aside.resolve(file.name()))
                            .toList());
            RestoredStore.note(aside, now, name + ", commit " + manifest.lsn());
            putInPlace(aside, data);
            return new Restored(name, manifest.madeAt(), manifest.lsn(), manifest.bytes(), content);
        }
    }

    private static String choose(BackupFolder folder, Optional<String> backup) throws IOException {
        List<String> names = folder.backups();
        if (backup.isPresent() && !(BackupFolder.isName(backup.get()) && names.contains(backup.get()))) {
            throw new IOException("there is no backup " + backup.get() + " in " + folder.path()
                    + ": skerry-hub backup verify lists those that are there");
        }
        return backup.or(() -> names.stream().findFirst())
                .orElseThrow(() -> new IOException("there is no finished backup in " + folder.path()));
    }

    private static void requireAll(Manifest manifest, String name) throws IOException {
        var missing = new ArrayList<>(NEEDED);
        missing.removeAll(manifest.files().stream().map(BackedFile::name).toList());
        if (!missing.isEmpty()) {
            throw new IOException("the backup " + name + " lacks " + missing.getFirst() + ": restore another");
        }
    }

    private static void requireEmpty(Path data) throws IOException {
        try (DirectoryStream<Path> there = Files.newDirectoryStream(data)) {
            for (Path file : there) {
                if (!NOTHING.contains(file.getFileName().toString()) && !Files.exists(data.resolve(ASIDE))) {
                    throw new IOException("the data folder " + data + " is not empty (" + file.getFileName()
                            + "): name a new folder with --data");
                }
            }
        }
    }

    private static void requireRoom(Path data, Manifest manifest) throws IOException {
        long free = Files.getFileStore(data).getUsableSpace();
        if (free < manifest.bytes()) {
            throw new IOException("the backup needs " + (manifest.bytes() >> 20) + " MiB, and on the disk of " + data
                    + " " + (free >> 20) + " MiB are free");
        }
    }

    private void write(BackupFolder folder, BackedFile file, Path target) throws IOException {
        try (OutputStream out = create(target)) {
            for (int i = 0; i < file.pieces().size(); i++) {
                out.write(folder.open(file.pieces().get(i), file.bytesOf(i), recovery));
            }
        }
    }

    private static OutputStream create(Path file) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.newOutputStream(file, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
    }

    private static void makeFolder(Path folder) throws IOException {
        Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** While the folder written aside is there, no hub starts. */
    private static void putInPlace(Path aside, Path data) throws IOException {
        try (DirectoryStream<Path> made = Files.newDirectoryStream(aside)) {
            for (Path file : made) {
                Files.move(file, data.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Files.delete(aside);
        new LocalDisk().syncFolder(data);
    }

    private static void deleteAll(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        // What an earlier try had put in place already came from here as well.
        for (String name : List.of("control.db", "access.db", "identity", "ca.p12", "ca.pem", "backup.key")) {
            Files.deleteIfExists(folder.resolveSibling(name));
        }
        for (String name : List.of("day", "proof", "release")) {
            deleteTree(folder.resolveSibling(name));
        }
        deleteTree(folder);
    }

    private static void deleteTree(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (var all = Files.walk(folder)) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
