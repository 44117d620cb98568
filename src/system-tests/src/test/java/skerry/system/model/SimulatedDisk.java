package skerry.system.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The agent's disk over the lives of its processes. Each life has a folder of its own, made of what the one before left, so
 * that a process can be forgotten while its file is still open.
 */
final class SimulatedDisk {
    private final Path folder;
    private final RandomGenerator random;
    private int lives;
    private Path present;
    private WalCut wal;
    private Optional<Path> image = Optional.empty();

    SimulatedDisk(Path folder, RandomGenerator random) {
        this.folder = folder;
        this.random = random;
        this.present = fresh();
        this.wal = WalCut.ofDisk(ring());
    }

    Path ring() {
        return present.resolve("ring.db");
    }

    /** Says that all that the present process wrote so far is on the disk for good. */
    void synced() {
        wal.durable();
    }

    /** What the next process finds after this one was killed; what was not on the disk may still be forgotten. */
    void killed() {
        var before = wal;
        next(present);
        wal = before.in(ring());
    }

    /** What the next process finds after the power failed. @return whether commits are forgotten */
    boolean powerFailed() {
        var before = wal;
        next(present);
        boolean forgotten = before.cut(ring().resolveSibling("ring.db-wal"), random);
        wal = WalCut.ofDisk(ring());
        return forgotten;
    }

    void wiped() {
        present = fresh();
        wal = WalCut.ofDisk(ring());
    }

    /** Keeps a copy as it is now. */
    void takeImage() {
        image.ifPresent(Folders::delete);
        Path copy = folder.resolve("image");
        Folders.copy(present, copy);
        image = Optional.of(copy);
    }

    boolean hasImage() {
        return image.isPresent();
    }

    void imageRestored() {
        next(image.orElseThrow());
    }

    private void next(Path from) {
        Path to = folder.resolve("life-" + ++lives);
        Folders.copy(from, to);
        present = to;
        wal = WalCut.ofDisk(ring());
    }

    private Path fresh() {
        try {
            return Files.createDirectories(folder.resolve("life-" + ++lives));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
