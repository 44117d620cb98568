package skerry.agent.sync.usb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import skerry.platform.files.Disk;
import skerry.platform.files.SafeFile;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.Uid;
import skerry.protocol.stick.StickFile;
import skerry.protocol.stick.StickLayout;
import skerry.protocol.stick.StickManifest;

/** One agent's part of a stick. */
final class StickFolder {
    /** Names looked at in a folder of the stick, whoever filled it. */
    private static final int LISTED = 10_000;

    private final Disk disk;
    private final Path stick;
    private final Path root;
    private final Path own;
    private final Uid uid;

    StickFolder(Disk disk, Path stick, Uid uid) {
        this.disk = disk;
        this.stick = stick;
        this.root = stick.resolve(StickLayout.ROOT);
        this.own = root.resolve(uid.value());
        this.uid = uid;
    }

    /** Makes the folders that are not there. */
    void make() throws IOException {
        disk.makeFolder(root);
        disk.makeFolder(own);
        disk.syncFolder(stick);
        disk.syncFolder(root);
    }

    /** The newest receipt for this agent, as its name says. */
    Optional<Bytes> newestReceipt() throws IOException {
        Path receipts = root.resolve(StickLayout.RECEIPTS);
        List<String> names =
                StickLayout.newestFirst(disk.names(receipts, LISTED), name -> StickLayout.receiptNumber(name, uid));
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(Bytes.of(read(receipts.resolve(names.getFirst()), Limits.MAX_STICK_RECEIPT_BYTES)));
    }

    /** The newest file of commands for this agent, as its name says. */
    Optional<byte[]> newestCommands() throws IOException {
        Path receipts = root.resolve(StickLayout.RECEIPTS);
        List<String> names =
                StickLayout.newestFirst(disk.names(receipts, LISTED), name -> StickLayout.commandsNumber(name, uid));
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(read(receipts.resolve(names.getFirst()), Limits.MAX_STICK_COMMANDS_BYTES));
    }

    /**
     * The newest manifest that is whole; a pulled stick may hold a damaged one behind it.
     *
     * @param reader believes the agent's own alone
     */
    Optional<SignedManifest> manifest(Function<byte[], Optional<StickManifest>> reader) throws IOException {
        for (String name : manifests()) {
            byte[] bytes = read(own.resolve(name), Limits.MAX_MANIFEST_BYTES);
            Optional<StickManifest> manifest = reader.apply(bytes);
            if (manifest.isPresent()) {
                return Optional.of(new SignedManifest(Bytes.of(bytes), manifest.get()));
            }
        }
        return Optional.empty();
    }

    /** Whether a file is there with the bytes that the manifest names. */
    boolean isWhole(StickFile file) throws IOException {
        try {
            return MessageDigest.isEqual(file.sha256().toArray(), SafeFile.digest(disk, own.resolve(file.name())));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** A sealed file to be written. */
    SafeFile sealing() {
        return new SafeFile(disk, own, partial("sealing"));
    }

    /** Writes a manifest, which counts from then on in place of all older ones. */
    void write(SignedManifest manifest) throws IOException {
        List<String> known = manifests();
        long number = known.isEmpty()
                ? 1
                : StickLayout.manifestNumber(known.getFirst()).orElseThrow() + 1;
        new SafeFile(disk, own, partial("manifest"))
                .write(StickLayout.manifest(number), manifest.bytes().toArray());
    }

    /** Deletes what the newest manifest, which is given, makes useless: older ones, files it does not name, half a file. */
    void tidy(StickManifest newest) throws IOException {
        List<String> known = manifests();
        for (String older : known.subList(Math.min(1, known.size()), known.size())) {
            disk.delete(own.resolve(older));
        }
        Set<String> named = newest.files().stream().map(StickFile::name).collect(Collectors.toSet());
        for (String name : disk.names(own, LISTED)) {
            boolean unnamed = StickLayout.isSealed(name) && !named.contains(name);
            if (unnamed || name.endsWith(StickLayout.PARTIAL)) {
                disk.delete(own.resolve(name));
            }
        }
        disk.syncFolder(own);
    }

    long free() throws IOException {
        return disk.free(own);
    }

    /** Of this process alone: two exports at once must not write into one file. */
    private static String partial(String name) {
        return name + "-" + ProcessHandle.current().pid() + StickLayout.PARTIAL;
    }

    private List<String> manifests() throws IOException {
        return StickLayout.newestFirst(disk.names(own, LISTED), StickLayout::manifestNumber);
    }

    /** At most one byte more than allowed, which its reader then refuses. */
    private byte[] read(Path file, int most) throws IOException {
        try (InputStream in = disk.open(file)) {
            return in.readNBytes(most + 1);
        }
    }
}
