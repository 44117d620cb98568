package skerry.agent.sync.usb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import skerry.platform.files.Disk;
import skerry.platform.files.SafeFile;
import skerry.protocol.Limits;
import skerry.protocol.stick.StickFile;
import skerry.protocol.stick.StickManifest;

/**
 * Puts on a stick what a source has for it. First it hands over the receipt that the stick brought; then it writes file by file,
 * each followed by a manifest that names it, so that a pulled stick costs one file.
 */
public final class StickFiller {
    /** Left free, for the manifest and for what the file system itself needs. */
    private static final long RESERVE = 4L << 20;

    /** Of one source: it may replace each file once and meet as many that come to nothing. */
    private static final int MOST_STEPS = 4 * Limits.MAX_STICK_FILES;

    private final Disk disk;
    private final Path stick;

    /** @param stick the folder at which the stick is mounted */
    public StickFiller(Disk disk, Path stick) {
        this.disk = disk;
        this.stick = stick;
    }

    public Disk disk() {
        return disk;
    }

    /** At which the stick is mounted. */
    public Path folder() {
        return stick;
    }

    /**
     * Writes all that the source has.
     *
     * @param progress told of the bytes written so far
     * @throws IOException one sentence; what the stick's manifest names is whole, and filling again goes on
     */
    public Exported fill(StickSource source, LongConsumer progress) throws IOException {
        if (!Files.isDirectory(stick)) {
            throw new IOException("there is no folder " + stick + ": mount the stick and name the folder it is at");
        }
        try {
            return new Run(new StickFolder(disk, stick, source.uid()), source, progress).run();
        } catch (IOException e) {
            throw new IOException(
                    "the export to " + stick + " stopped (" + reason(e)
                            + "): what is on the stick is whole up to its last manifest, and exporting again goes on",
                    e);
        }
    }

    /** Whether a stick is to have another manifest than it has, though no file came. */
    static boolean changed(StickManifest before, StickManifest now) {
        return !before.files().equals(now.files())
                || before.oneWay() != now.oneWay()
                || before.lastHubBoot() != now.lastHubBoot()
                || before.lastLsn() != now.lastLsn();
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** One export. */
    private static final class Run {
        private final StickFolder folder;
        private final StickSource source;
        private final LongConsumer progress;
        private int kept;
        private int written;
        private long batches;
        private long bytes;

        Run(StickFolder folder, StickSource source, LongConsumer progress) {
            this.folder = folder;
            this.source = source;
            this.progress = progress;
        }

        Exported run() throws IOException {
            folder.make();
            Optional<SignedManifest> before = folder.manifest(source::read);
            SignedManifest now = source.keep(whole(source.begin(folder.newestReceipt(), before)));
            if (before.isEmpty() || changed(before.get().content(), now.content())) {
                folder.write(now);
            }
            folder.tidy(now.content());
            writeAll(now);
            return exported(source.finish());
        }

        private List<StickFile> whole(List<StickFile> needed) throws IOException {
            var whole = new ArrayList<StickFile>();
            for (StickFile file : needed) {
                if (folder.isWhole(file)) {
                    whole.add(file);
                }
            }
            kept = whole.size();
            return whole;
        }

        private void writeAll(SignedManifest kept) throws IOException {
            SignedManifest now = kept;
            for (int steps = 0; steps < MOST_STEPS; steps++) {
                switch (source.next(folder.free() - RESERVE)) {
                    case StickSource.Step.Write(StickSource.Content content) -> now = write(content, now);
                    case StickSource.Step.Shorten(SignedManifest shorter) -> {
                        now = shorter;
                        folder.write(now);
                        folder.tidy(now.content());
                    }
                    case StickSource.Step.End() -> {
                        folder.tidy(now.content());
                        return;
                    }
                }
            }
            throw new IOException("more than " + MOST_STEPS + " files were offered for it");
        }

        private SignedManifest write(StickSource.Content content, SignedManifest before) throws IOException {
            SafeFile file = folder.sealing();
            Optional<StickSource.Sealed> sealed =
                    file.write(out -> content.write(out, length -> progress.accept(bytes + length)));
            if (sealed.isEmpty()) {
                return before;
            }
            StickFile named = sealed.get().file();
            file.name(named.name(), named.sha256().toArray());
            folder.write(sealed.get().manifest());
            written++;
            batches += named.batches();
            bytes += named.length();
            return sealed.get().manifest();
        }

        private Exported exported(StickSource.Ending ending) {
            var notes = new ArrayList<>(
                    ending.notes().stream().map(StickNote::sentence).toList());
            if (ending.unreadable() > 0) {
                notes.add(ending.unreadable() + " batches could not be read from the ring and are not on the stick.");
            }
            return new Exported(written, batches, bytes, kept, ending.complete(), notes);
        }
    }
}
