package skerry.agent.sync.usb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import skerry.agent.ring.Outbox.HubMark;
import skerry.agent.ring.OutboxReader;
import skerry.agent.ring.OutboxReader.Waiting;
import skerry.agent.sync.EpochSpans;
import skerry.agent.sync.StickWord;
import skerry.platform.files.Disk;
import skerry.platform.files.SafeFile;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.Stream;
import skerry.protocol.control.SeqRange;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubCard;
import skerry.protocol.stick.StickFile;
import skerry.protocol.stick.StickManifest;
import skerry.protocol.stick.StickReceipt;

/**
 * Puts what waits for a receipt on a stick. First it reads the receipt that the stick brought; then it writes what is neither
 * confirmed nor on the stick already, file by file, each followed by a manifest that names it, so that a pulled stick costs
 * one file. It marks nothing as done: only the hub's receipt does. One way, it writes the newest first, and on a full stick
 * the newest takes the place of the oldest.
 */
public final class StickExport {
    /** Left free, for the manifest and for what the file system itself needs. */
    private static final long RESERVE = 4L << 20;

    /** A file is not begun for less room than this. */
    private static final long LEAST = 1L << 20;

    private final Disk disk;
    private final AgentIdentity agent;
    private final HubCard hub;
    private final ReceiptDrop drop;
    private final boolean oneWay;
    private final String version;
    private final InstantSource wall;

    /**
     * @param drop where receipts found on the stick go
     * @param oneWay whether no receipt will ever come back
     * @param version of this program
     * @param wall only to tell people when it was
     */
    public StickExport(
            Disk disk,
            AgentIdentity agent,
            HubCard hub,
            ReceiptDrop drop,
            boolean oneWay,
            String version,
            InstantSource wall) {
        this.disk = disk;
        this.agent = agent;
        this.hub = hub;
        this.drop = drop;
        this.oneWay = oneWay;
        this.version = version;
        this.wall = wall;
    }

    /**
     * Exports.
     *
     * @param stick the folder at which the stick is mounted
     * @param progress told of the bytes of batches sealed so far
     * @throws IOException one sentence; what the stick's manifest names is whole, and exporting again goes on
     */
    public Exported run(Path stick, OutboxReader outbox, LongConsumer progress) throws IOException {
        if (!Files.isDirectory(stick)) {
            throw new IOException("there is no folder " + stick + ": mount the stick and name the folder it is at");
        }
        try {
            return new Run(new StickFolder(disk, stick, agent.uid()), outbox, progress).run();
        } catch (SQLException e) {
            throw new IOException("the ring cannot be read: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IOException(
                    "the export to " + stick + " stopped (" + reason(e)
                            + "): what is on the stick is whole up to its last manifest, and exporting again goes on",
                    e);
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** One export. */
    private final class Run {
        private final StickFolder folder;
        private final OutboxReader outbox;
        private final LongConsumer progress;
        private final List<StickFile> files = new ArrayList<>();
        private final EpochSpans onStick = new EpochSpans();
        private final FileSealer sealer;
        private final List<String> notes = new ArrayList<>();
        private Optional<StickWord> word = Optional.empty();
        private HubMark mark = new HubMark(0, 0);
        private boolean complete = true;
        private int kept;
        private int written;
        private long batches;
        private long bytes;

        Run(StickFolder folder, OutboxReader outbox, LongConsumer progress) {
            this.folder = folder;
            this.outbox = outbox;
            this.progress = progress;
            this.sealer = new FileSealer(outbox, agent.uid(), hub);
        }

        Exported run() throws IOException, SQLException {
            folder.make();
            readReceipt();
            Optional<StickManifest> before = folder.manifest(agent.card().verifyKey())
                    .filter(known -> known.hubKeyId().equals(hub.keyId()));
            keepWhatIsWhole(before);
            StickManifest now = manifest();
            if (before.isEmpty() || changed(before.get(), now)) {
                write(now);
            }
            folder.tidy(now);
            while (writeNext()) {
                now = manifest();
                write(now);
            }
            folder.tidy(now);
            if (oneWay && written > 0) {
                drop.manifest(now.encode(agent.signingKey()));
            }
            if (!sealer.unreadable().isEmpty()) {
                notes.add(sealer.unreadable().size()
                        + " batches could not be read from the ring and are not on the stick.");
            }
            return new Exported(written, batches, bytes, kept, complete, notes);
        }

        private void readReceipt() throws IOException, SQLException {
            mark = outbox.lastHub();
            Optional<byte[]> found = folder.newestReceipt();
            if (found.isEmpty()) {
                return;
            }
            try {
                var receipt = StickReceipt.decode(found.get(), hub.verifyKey());
                if (!receipt.uid().equals(agent.uid())) {
                    notes.add("The receipt on the stick is for agent " + receipt.uid() + " and was not used.");
                    return;
                }
                drop.receipt(found.get());
                var said = new StickWord(receipt);
                if (said.weight(mark) == StickWord.Weight.OUTDATED) {
                    notes.add("The receipt on the stick is older than what the hub said since and changed nothing.");
                } else {
                    word = Optional.of(said);
                    mark = said.markAfter(mark);
                    notes.add("The hub's receipt on the stick was read.");
                }
            } catch (ProtocolException e) {
                notes.add("The receipt on the stick was not used: " + e.getMessage());
            }
        }

        private void keepWhatIsWhole(Optional<StickManifest> before) throws IOException, SQLException {
            for (StickFile file : before.map(StickManifest::files).orElse(List.of())) {
                if (isNeeded(file) && folder.isWhole(file)) {
                    keep(file);
                    kept++;
                }
            }
        }

        private void keep(StickFile file) {
            files.add(file);
            file.runs().forEach(run -> onStick.add(file.epoch(), run.stream(), run.range()));
        }

        /** Whether a batch of a file may be unknown to the hub; one that gave way at the agent is here alone. */
        private boolean isNeeded(StickFile file) throws SQLException {
            for (StickFile.Run run : file.runs()) {
                var done = new EpochSpans();
                for (SeqRange range : outbox.done(file.epoch(), run.stream(), run.range())) {
                    done.add(file.epoch(), run.stream(), range);
                }
                for (long seq = run.range().first(); seq <= run.range().last(); seq++) {
                    if (!done.contains(file.epoch(), run.stream(), seq)
                            && !isCovered(file.epoch(), run.stream(), seq)) {
                        return true;
                    }
                }
            }
            return false;
        }

        private boolean isCovered(long epoch, Stream stream, long seq) {
            return word.isPresent() && word.get().covers(epoch, stream, seq);
        }

        private static boolean changed(StickManifest before, StickManifest now) {
            return !before.files().equals(now.files())
                    || before.oneWay() != now.oneWay()
                    || before.lastHubBoot() != now.lastHubBoot()
                    || before.lastLsn() != now.lastLsn();
        }

        private StickManifest manifest() {
            return new StickManifest(
                    agent.uid(), hub.keyId(), wall.millis(), oneWay, mark.hubBoot(), mark.lsn(), version, files);
        }

        private void write(StickManifest manifest) throws IOException {
            folder.write(manifest.encode(agent.signingKey()));
        }

        /** Writes one more file; false if there is nothing more to write or no room for it. */
        private boolean writeNext() throws IOException, SQLException {
            List<Waiting> plan = FilePlan.of(outbox, oneWay, this::isPresent);
            if (plan.isEmpty()) {
                return false;
            }
            if (files.size() == Limits.MAX_STICK_FILES) {
                return stop("The stick holds " + files.size() + " files of this agent, the most it may: have the hub"
                        + " import it, then export again.");
            }
            long room = room();
            while (oneWay && room < LEAST && makeRoomFor(plan)) {
                room = room();
            }
            if (room < LEAST) {
                return stop(
                        oneWay
                                ? "The stick is full: the newest data is on it."
                                : "The stick is full: not everything is on it; have the hub import it, then export"
                                        + " again.");
            }
            long most = Math.min(room, Limits.MAX_STICK_FILE_BYTES);
            int unread = sealer.unreadable().size();
            SafeFile file = folder.sealing();
            Optional<StickFile> sealed =
                    file.write(out -> sealer.seal(out, plan, most, length -> progress.accept(bytes + length)));
            if (sealed.isEmpty()) {
                // Those that could not be read are not planned again.
                return sealer.unreadable().size() > unread
                        || stop("The stick is full: the next batch does not fit; have the hub import it, then export"
                                + " again.");
            }
            file.name(sealed.get().name(), sealed.get().sha256().toArray());
            keep(sealed.get());
            written++;
            batches += sealed.get().batches();
            bytes += sealed.get().length();
            return true;
        }

        private boolean stop(String why) {
            complete = false;
            notes.add(why);
            return false;
        }

        private long room() throws IOException {
            return folder.free() - RESERVE;
        }

        /** The oldest file gives way to newer batches; false if it holds nothing older than they are. */
        private boolean makeRoomFor(List<Waiting> plan) throws IOException {
            Optional<StickFile> oldest = files.stream().min(Comparator.comparingLong(StickFile::to));
            if (oldest.isEmpty() || oldest.get().to() >= plan.getFirst().order()) {
                return false;
            }
            files.remove(oldest.get());
            StickManifest now = manifest();
            write(now);
            folder.tidy(now);
            return true;
        }

        private boolean isPresent(Waiting batch) {
            return onStick.contains(batch.epoch(), batch.stream(), batch.seq())
                    || isCovered(batch.epoch(), batch.stream(), batch.seq())
                    || sealer.unreadable().contains(batch.order());
        }
    }
}
