package skerry.hub.backup;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import skerry.hub.backup.BackedFile.Piece;
import skerry.hub.store.OnlineCopy;
import skerry.protocol.Bytes;

/** Makes one backup: takes the hub's files in pieces, writes those that are new, and the manifest last. Used once. */
final class BackupRun implements OnlineCopy.Taker {
    private final BackupFolder folder;
    private final BackupKey key;
    private final Consumer<Progress> progress;
    private final Map<Bytes, Piece> known = new HashMap<>();
    private final Map<String, BackedFile> before = new HashMap<>();
    private final List<BackedFile> files = new ArrayList<>();
    private long lsn;
    private long bytes;
    private long written;

    /**
     * How far it is.
     *
     * @param file being taken
     * @param bytes taken so far
     * @param written of these, since no earlier backup has them
     */
    record Progress(String file, long bytes, long written) {}

    /** What came of it. */
    record Made(String name, long lsn, long bytes, long written) {}

    BackupRun(BackupFolder folder, BackupKey key, Consumer<Progress> progress) {
        this.folder = folder;
        this.key = key;
        this.progress = progress;
    }

    Made run(List<OnlineCopy> sources, long madeAt, String version, int keep) throws IOException {
        List<String> earlier = folder.backups();
        for (String name : earlier) {
            learn(name);
        }
        for (OnlineCopy source : sources) {
            source.copyTo(this);
        }
        String name = folder.write(new Manifest(madeAt, lsn, version, files));
        prune(keep);
        return new Made(name, lsn, bytes, written);
    }

    /** A manifest that cannot be read serves nobody; {@code verify} tells of it. */
    private void learn(String name) {
        try {
            for (BackedFile file : folder.read(name).files()) {
                before.putIfAbsent(file.name(), file);
                file.pieces().forEach(piece -> known.putIfAbsent(piece.name(), piece));
            }
        } catch (IOException _) {
            // What it names is written again.
        }
    }

    @Override
    public void upTo(long commit) {
        lsn = commit;
    }

    @Override
    public void take(String name, String mark, OnlineCopy.Content content) throws IOException {
        progress.accept(new Progress(name, bytes, written));
        BackedFile same = before.get(name);
        if (same != null && !mark.isEmpty() && same.mark().equals(mark) && isWhole(same)) {
            files.add(same);
            bytes += same.bytes();
            return;
        }
        var cutter = new Cutter(name);
        content.writeTo(cutter);
        cutter.close();
        files.add(new BackedFile(name, cutter.length, mark, cutter.pieces));
    }

    private boolean isWhole(BackedFile file) throws IOException {
        for (int i = 0; i < file.pieces().size(); i++) {
            if (!folder.has(file.pieces().get(i), file.bytesOf(i))) {
                return false;
            }
        }
        return true;
    }

    private void prune(int keep) throws IOException {
        List<String> all = folder.backups();
        List<String> kept = all.subList(0, Math.min(keep, all.size()));
        var named = new HashSet<Bytes>();
        for (String name : kept) {
            // One that cannot be read keeps its pieces from being told apart: then nothing is deleted.
            folder.read(name).files().forEach(file -> file.pieces().forEach(piece -> named.add(piece.name())));
        }
        for (String name : all.subList(kept.size(), all.size())) {
            folder.delete(name);
        }
        folder.keepOnly(named);
    }

    /** Cuts a file into pieces. */
    private final class Cutter extends OutputStream {
        private final String file;
        private final List<Piece> pieces = new ArrayList<>();
        private final byte[] piece = new byte[Piece.SIZE];
        private int filled;
        private long length;

        Cutter(String file) {
            this.file = file;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int count) throws IOException {
            int at = offset;
            while (at < offset + count) {
                int some = Math.min(piece.length - filled, offset + count - at);
                System.arraycopy(from, at, piece, filled, some);
                filled += some;
                at += some;
                if (filled == piece.length) {
                    end();
                }
            }
        }

        @Override
        public void close() throws IOException {
            if (filled > 0) {
                end();
            }
        }

        private void end() throws IOException {
            if (Thread.interrupted()) {
                throw new InterruptedIOException("the hub ends: back up again, it goes on where it was");
            }
            byte[] content = java.util.Arrays.copyOf(piece, filled);
            pieces.add(keep(content));
            length += filled;
            bytes += filled;
            filled = 0;
            progress.accept(new Progress(file, bytes, written));
        }

        private Piece keep(byte[] content) throws IOException {
            Bytes name = key.nameOf(content);
            Piece same = known.get(name);
            if (same != null && folder.has(same, content.length)) {
                return same;
            }
            Optional<Piece> left = same == null ? folder.left(name, content.length) : Optional.empty();
            Piece kept = left.isPresent() ? left.get() : folder.write(name, content);
            if (left.isEmpty()) {
                written += content.length;
            }
            known.put(name, kept);
            return kept;
        }
    }
}
