package skerry.agent.sync.usb;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import skerry.platform.files.Disk;
import skerry.platform.files.LocalDisk;

/** A stick that is pulled out at a given step, and then shows what of the steps before it had kept. */
final class PulledDisk implements Disk {
    /** What becomes of what no sync had waited for. */
    enum Kept {
        /** All of it was written in time. */
        ALL,
        /** None of it: files are cut, names are the old ones, deleted files are there again. */
        NONE,
        /** Files have their length, and zeros in them. */
        ZEROS
    }

    private final Disk disk = new LocalDisk();
    private final Set<Path> unsynced = new HashSet<>();
    /** How to take back what was done to names since the last sync of a folder, the last first. */
    private final Deque<Undo> undos = new ArrayDeque<>();

    private int stepsLeft;
    private boolean pulled;

    private interface Undo {
        void run() throws IOException;
    }

    /** @param steps that succeed before the stick is pulled */
    PulledDisk(int steps) {
        this.stepsLeft = steps;
    }

    boolean wasPulled() {
        return pulled;
    }

    private void step() throws IOException {
        if (stepsLeft == 0) {
            pulled = true;
        }
        if (pulled) {
            throw new IOException("the stick was pulled out");
        }
        stepsLeft--;
    }

    /** What is found when the stick is put in again. */
    void putInAgain(Kept kept) throws IOException {
        if (kept == Kept.ALL) {
            return;
        }
        for (Path file : unsynced) {
            if (Files.exists(file)) {
                byte[] written = Files.readAllBytes(file);
                Files.write(
                        file,
                        kept == Kept.NONE ? Arrays.copyOf(written, written.length / 3) : new byte[written.length]);
            }
        }
        if (kept == Kept.NONE) {
            while (!undos.isEmpty()) {
                undos.pop().run();
            }
        }
    }

    @Override
    public List<String> names(Path folder, int max) throws IOException {
        return disk.names(folder, max);
    }

    @Override
    public void makeFolder(Path folder) throws IOException {
        step();
        boolean isNew = !Files.exists(folder);
        disk.makeFolder(folder);
        if (isNew) {
            undos.push(() -> Files.deleteIfExists(folder));
        }
    }

    @Override
    public OutputStream create(Path file) throws IOException {
        step();
        unsynced.add(file);
        return new FilterOutputStream(disk.create(file)) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                try {
                    step();
                } catch (IOException e) {
                    out.write(bytes, from, length / 2);
                    throw e;
                }
                out.write(bytes, from, length);
            }
        };
    }

    @Override
    public void sync(Path file) throws IOException {
        step();
        disk.sync(file);
        unsynced.remove(file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        step();
        byte[] before = Files.exists(to) ? Files.readAllBytes(to) : null;
        disk.rename(from, to);
        undos.push(() -> {
            Files.move(to, from);
            if (before != null) {
                Files.write(to, before);
            }
        });
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        step();
        disk.syncFolder(folder);
        undos.clear(); // at most one folder has changes here, so the whole of them is on the disk
    }

    @Override
    public InputStream open(Path file) throws IOException {
        if (pulled) {
            throw new IOException("the stick was pulled out");
        }
        return disk.open(file);
    }

    @Override
    public void delete(Path file) throws IOException {
        step();
        if (Files.exists(file)) {
            byte[] before = Files.readAllBytes(file);
            undos.push(() -> {
                try {
                    Files.write(file, before);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        disk.delete(file);
    }

    @Override
    public long free(Path folder) throws IOException {
        return disk.free(folder);
    }
}
