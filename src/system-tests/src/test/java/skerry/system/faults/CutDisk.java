package skerry.system.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import skerry.system.model.Folders;
import skerry.system.process.SmallDisk;
import skerry.system.process.WalFile;

/**
 * The disk of a node whose process was killed, and whose power may have failed at that moment: it has what the file system
 * was made to keep, and of the ring's write-ahead log any frame beyond that.
 */
final class CutDisk implements AutoCloseable {
    private static final int MEGABYTES = 48;

    private final Path folder;
    private final Path image;
    private final Random random = new Random(7);
    private final SmallDisk disk;
    private int cuts;

    /** Looks at a data folder as a power cut left it. */
    @FunctionalInterface
    interface Look {
        /** @param what is left, for whoever reads a failure */
        void at(Path data, String what) throws Exception;
    }

    /** Skips the test with the reason where nobody may mount a disk. */
    CutDisk(Path folder) throws Exception {
        this.folder = folder;
        this.image = folder.resolve("image");
        this.disk = SmallDisk.mountFile(image, folder.resolve("disk"), MEGABYTES);
    }

    /** The node's data folder. */
    Path data() {
        return disk.path().resolve("data");
    }

    /** States looked at so far, but for those that the file system had. */
    int cuts() {
        return cuts;
    }

    /** Has all of the disk written. */
    void sync() throws IOException, InterruptedException {
        disk.sync();
    }

    /** Shows all that a power cut may leave of a node that was killed, and leaves one of these to it. */
    void cut(Look look) throws Exception {
        Path chosen = cutAtEveryFrame(keptFrames(look), look);
        Folders.delete(data());
        Folders.copy(chosen, data());
        Folders.delete(folder.resolve("cuts"));
        disk.sync();
    }

    /** Frames of the log that a copy of the disk has. */
    private long keptFrames(Look look) throws Exception {
        Path copy = folder.resolve("copy");
        Files.copy(image, copy);
        try (var after = SmallDisk.mountFile(copy, folder.resolve("after"), MEGABYTES)) {
            Path there = after.path().resolve("data");
            var log = WalFile.of(there.resolve("ring.db"));
            long kept = log.salt() == WalFile.of(data().resolve("ring.db")).salt() ? log.frames() : 0;
            Path state = folder.resolve("state");
            Folders.copy(there, state);
            look.at(state, "what the file system had");
            Folders.delete(state);
            return kept;
        } finally {
            Files.delete(copy);
        }
    }

    private Path cutAtEveryFrame(long kept, Look look) throws Exception {
        WalFile log = WalFile.of(data().resolve("ring.db"));
        if (log.frames() < kept) {
            throw new AssertionError("the log has " + log.frames() + " frames, and the disk had " + kept);
        }
        long goesOn = kept + random.nextLong(log.frames() - kept + 1);
        Path chosen = folder.resolve("cuts/chosen");
        for (long left = kept; left <= log.frames(); left++) {
            Path cut = folder.resolve("cuts/" + left);
            copyCut(cut, log, left);
            if (left == goesOn) {
                copyCut(chosen, log, left);
            }
            look.at(cut, left + " of " + log.frames() + " frames, of which " + kept + " are on the disk");
            Folders.delete(cut);
            cuts++;
        }
        return chosen;
    }

    private void copyCut(Path to, WalFile log, long left) throws IOException {
        Folders.copy(data(), to);
        if (log.frames() > 0) {
            log.cut(to.resolve("ring.db"), left);
        }
    }

    @Override
    public void close() throws IOException {
        disk.close();
    }
}
