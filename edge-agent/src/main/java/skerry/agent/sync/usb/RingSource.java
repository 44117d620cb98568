package skerry.agent.sync.usb;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.OutputStream;
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
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.control.SeqRange;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubCard;
import skerry.protocol.stick.StickFile;
import skerry.protocol.stick.StickManifest;
import skerry.protocol.stick.StickReceipt;

/**
 * The outbox of a ring for one stick: what is neither confirmed nor on the stick already, the oldest first. One way, the
 * newest first, and on a full stick the newest takes the place of the oldest. It marks nothing as done: only the hub's
 * receipt does.
 */
final class RingSource implements StickSource {
    /** A file is not begun for less room than this. */
    private static final long LEAST = 1L << 20;

    private static final System.Logger LOG = System.getLogger(RingSource.class.getName());

    private final AgentIdentity agent;
    private final HubCard hub;
    private final ReceiptDrop drop;
    private final boolean oneWay;
    private final String version;
    private final InstantSource wall;
    private final OutboxReader outbox;
    private final List<StickFile> files = new ArrayList<>();
    private final EpochSpans onStick = new EpochSpans();
    private final FileSealer sealer;
    private final LeftByStick left;
    private Optional<StickManifest> found = Optional.empty();
    private final List<StickNote> notes = new ArrayList<>();
    private Optional<StickWord> word = Optional.empty();
    private HubMark mark = new HubMark(0, 0);
    private boolean complete = true;
    private boolean written;

    /** Whether the last file came out empty though nothing of its plan was unreadable: the stick has no room for it. */
    private boolean stuck;

    RingSource(
            AgentIdentity agent,
            HubCard hub,
            ReceiptDrop drop,
            boolean oneWay,
            String version,
            InstantSource wall,
            OutboxReader outbox,
            LeftByStick left) {
        this.agent = agent;
        this.hub = hub;
        this.drop = drop;
        this.oneWay = oneWay;
        this.version = version;
        this.wall = wall;
        this.outbox = outbox;
        this.left = left;
        this.sealer = new FileSealer(outbox, agent.uid(), hub, left);
    }

    @Override
    public Uid uid() {
        return agent.uid();
    }

    @Override
    public Optional<StickManifest> read(byte[] manifest) {
        try {
            return Optional.of(StickManifest.decode(manifest, agent.card().verifyKey()))
                    .filter(own -> own.uid().equals(agent.uid()));
        } catch (ProtocolException e) {
            return Optional.empty(); // Not whole, or not this agent's.
        }
    }

    @Override
    public List<StickFile> begin(Optional<Bytes> receipt, Optional<SignedManifest> manifest) throws IOException {
        try {
            mark = outbox.lastHub();
            found = manifest.map(SignedManifest::content);
            if (receipt.isPresent()) {
                takeUp(receipt.get().toArray());
            }
            var needed = new ArrayList<StickFile>();
            for (StickFile file : manifest.map(SignedManifest::content)
                    .filter(known -> known.hubKeyId().equals(hub.keyId()))
                    .map(StickManifest::files)
                    .orElse(List.of())) {
                if (isNeeded(file)) {
                    needed.add(file);
                }
            }
            return needed;
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private void takeUp(byte[] file) throws IOException {
        try {
            var receipt = StickReceipt.decode(file, hub.verifyKey());
            if (!receipt.uid().equals(agent.uid())) {
                LOG.log(WARNING, "a receipt on a stick is for agent {0} and is not used", receipt.uid());
                notes.add(StickNote.RECEIPT_NOT_USED);
                return;
            }
            drop.receipt(file);
            var said = new StickWord(receipt);
            if (said.weight(mark) == StickWord.Weight.OUTDATED) {
                notes.add(StickNote.RECEIPT_OUTDATED);
            } else {
                word = Optional.of(said);
                mark = said.markAfter(mark);
                notes.add(StickNote.RECEIPT_READ);
            }
        } catch (ProtocolException e) {
            LOG.log(WARNING, "a receipt on a stick is not used: {0}", e.getMessage());
            notes.add(StickNote.RECEIPT_NOT_USED);
        }
    }

    /** Whether a batch of a file may be unknown to the hub; one that gave way at the agent is here alone. */
    private boolean isNeeded(StickFile file) throws SQLException {
        for (StickFile.Run run : file.runs()) {
            var done = new EpochSpans();
            for (SeqRange range : outbox.done(file.epoch(), run.stream(), run.range())) {
                done.add(file.epoch(), run.stream(), range);
            }
            for (long seq = run.range().first(); seq <= run.range().last(); seq++) {
                if (!done.contains(file.epoch(), run.stream(), seq) && !isCovered(file.epoch(), run.stream(), seq)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isCovered(long epoch, Stream stream, long seq) {
        return word.isPresent() && word.get().covers(epoch, stream, seq);
    }

    @Override
    public SignedManifest keep(List<StickFile> whole) throws IOException {
        whole.forEach(this::add);
        SignedManifest now = manifest();
        if (found.isEmpty() || StickFiller.changed(found.get(), now.content())) {
            left.manifest(now.bytes().size());
        }
        return now;
    }

    private void add(StickFile file) {
        files.add(file);
        file.runs().forEach(run -> onStick.add(file.epoch(), run.stream(), run.range()));
    }

    private SignedManifest manifest() {
        var manifest = new StickManifest(
                agent.uid(), hub.keyId(), wall.millis(), oneWay, mark.hubBoot(), mark.lsn(), version, files);
        return new SignedManifest(Bytes.of(manifest.encode(agent.signingKey())), manifest);
    }

    @Override
    public Step next(long room) throws IOException {
        try {
            List<Waiting> plan = FilePlan.of(outbox, oneWay, this::isPresent);
            if (plan.isEmpty()) {
                return new Step.End();
            }
            if (stuck) {
                return stop(StickNote.NEXT_DOES_NOT_FIT);
            }
            if (files.size() == Limits.MAX_STICK_FILES) {
                return stop(StickNote.MOST_FILES);
            }
            if (room < LEAST) {
                return oneWay && makeRoomFor(plan)
                        ? new Step.Shorten(noted(manifest()))
                        : stop(oneWay ? StickNote.FULL_OF_NEWEST : StickNote.FULL);
            }
            long most = Math.min(room, Limits.MAX_STICK_FILE_BYTES);
            return new Step.Write((out, progress) -> write(out, plan, most, progress));
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private Optional<Sealed> write(OutputStream out, List<Waiting> plan, long most, LongConsumer progress)
            throws IOException {
        int unread = sealer.unreadable().size();
        Optional<StickFile> sealed = sealed(out, plan, most, progress);
        if (sealed.isEmpty()) {
            // Those that could not be read are not planned again.
            stuck = sealer.unreadable().size() == unread;
            return Optional.empty();
        }
        add(sealed.get());
        written = true;
        return Optional.of(new Sealed(sealed.get(), noted(manifest())));
    }

    /** The ledger hears of a file before it is begun and after it, also after one that was given up in the middle. */
    private Optional<StickFile> sealed(OutputStream out, List<Waiting> plan, long most, LongConsumer progress)
            throws IOException {
        var counted = new CountedOutput(out);
        left.begin(most);
        try {
            return sealer.seal(counted, plan, most, progress);
        } finally {
            left.end(counted.bytes());
        }
    }

    private SignedManifest noted(SignedManifest manifest) throws IOException {
        left.manifest(manifest.bytes().size());
        return manifest;
    }

    private Step stop(StickNote why) {
        complete = false;
        notes.add(why);
        return new Step.End();
    }

    /** The oldest file gives way to newer batches; false if it holds nothing older than they are. */
    private boolean makeRoomFor(List<Waiting> plan) {
        Optional<StickFile> oldest = files.stream().min(Comparator.comparingLong(StickFile::to));
        if (oldest.isEmpty() || oldest.get().to() >= plan.getFirst().order()) {
            return false;
        }
        return files.remove(oldest.get());
    }

    private boolean isPresent(Waiting batch) {
        return onStick.contains(batch.epoch(), batch.stream(), batch.seq())
                || isCovered(batch.epoch(), batch.stream(), batch.seq())
                || sealer.unreadable().contains(batch.order());
    }

    @Override
    public Ending finish() throws IOException {
        if (oneWay && written) {
            drop.manifest(manifest().bytes().toArray());
        }
        return new Ending(complete, notes, sealer.unreadable().size());
    }

    private static IOException unreadable(SQLException e) {
        return new IOException("the ring cannot be read: " + e.getMessage(), e);
    }
}
