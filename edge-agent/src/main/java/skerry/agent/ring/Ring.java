package skerry.agent.ring;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import skerry.agent.collect.logs.Checkpoint;
import skerry.agent.collect.logs.Checkpoints;
import skerry.agent.collect.logs.LogRecord;
import skerry.platform.sqlite.Transactions;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.GapTable;
import skerry.protocol.payload.LossCause;
import skerry.protocol.series.Series;

/**
 * The bounded store of a node: raw detail, the outbox, and the account of what became of every record.
 *
 * <p>Records are kept in memory until {@link #commit}, which stores them, the checkpoints of their log sources and their
 * counts as one transaction; a record counts as collected from then on. {@link #closeWindow} stores the batches that
 * cover them. When the disk takes nothing, records wait in memory up to a bound, and what does not fit is counted as
 * dropped: {@link #standing} tells.
 *
 * <p>Thread-safe; meant for one thread that brings records and commits, and one that sends.
 */
public final class Ring implements Checkpoints, UsageStore, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Ring.class.getName());

    private static final int LAST_BLOCKS = 256;
    private static final int PINNED_PART = 8;

    private final InstantSource wall;
    private final MonotonicClock mono;
    private final Bytes bootId;
    private final Path file;
    private final RingKeys keys;
    private final Intake intake;
    private final Subjects subjects;
    private final Epochs epochs;
    private final RingAccess access;
    private final RingOutbox outbox;
    private final Sealing sealing;
    private final Upkeep upkeep;
    private final LeftBook left;
    /** Dictionary chunks that the next batches may name: those that the last ones did, and those put since. */
    private final Set<Bytes> chunksInUse = new HashSet<>();

    private ClockQuality clockQuality = ClockQuality.UNKNOWN;
    private long clockErrorMillis = -1;
    private int files;
    private StoredBytes storedBytes = StoredBytes.NONE;
    private long boxesGone;

    private Ring(
            RingSettings settings,
            Uid uid,
            InstantSource wall,
            MonotonicClock mono,
            Bytes bootId,
            Predicate<Series> sent,
            RandomGenerator random) {
        this.wall = wall;
        this.mono = mono;
        this.bootId = bootId;
        this.file = settings.file();
        this.keys = settings.keys();
        this.intake = new Intake(settings, mono);
        this.subjects = new Subjects(sent);
        this.epochs = new Epochs(random);
        this.access = new RingAccess(settings, new Healing(settings, wall), this::opened, chunksInUse);
        this.outbox = new RingOutbox(access, uid, wall);
        this.sealing = new Sealing(outbox);
        this.upkeep = new Upkeep(access, subjects);
        this.left = new LeftBook(access, outbox, wall, mono, settings.leftDays());
    }

    /**
     * Opens the ring, healed or in memory alone if it must be: this does not fail, {@link #standing} tells.
     *
     * @param bootId the kernel's boot id, 16 bytes
     * @param sent the series that the send profile selects; all others are stored, but stay at the site
     */
    public static Ring open(
            RingSettings settings,
            Uid uid,
            InstantSource wall,
            MonotonicClock mono,
            Bytes bootId,
            Predicate<Series> sent) {
        return open(settings, uid, wall, mono, bootId, sent, new SecureRandom());
    }

    /** As above, with the source of epoch ids. */
    public static Ring open(
            RingSettings settings,
            Uid uid,
            InstantSource wall,
            MonotonicClock mono,
            Bytes bootId,
            Predicate<Series> sent,
            RandomGenerator random) {
        var ring = new Ring(settings, uid, wall, mono, bootId, sent, random);
        ring.access.open();
        return ring;
    }

    /** The batches that wait for the hub. */
    public Outbox outbox() {
        return outbox;
    }

    /** The ledger of what left this site. */
    public LeftBook left() {
        return left;
    }

    /**
     * A reader of this ring's file, by a connection of its own.
     *
     * @throws SQLException a sentence that names the file, the reason and what to do
     */
    public RingReader reader() throws SQLException {
        return RingReader.open(file, keys);
    }

    /** The keys under which raw detail is sealed. */
    public RingKeys keys() {
        return keys;
    }

    /** How the raw blocks lie on the disk; empty if the file cannot be read. */
    public Optional<SealedBlocks> sealing() {
        return access.read(database -> Optional.of(database.blocks.sealed(keys)), Optional.empty());
    }

    /** Whether the ring can be written, and if not, why and what to do. */
    public RingStanding standing() {
        return access.standing();
    }

    /**
     * Says that another ring counted so many starts of this agent. The hub goes by their order: without this, what an agent with
     * a new ring says would be older to it than what it said before.
     */
    public void startsAfter(long count) {
        locked(() -> {
            epochs.startsAfter(count);
            return true;
        });
    }

    /** How many starts of this agent made a batch, as far as this ring knows; 0 if it cannot be read. */
    public long starts() {
        return access.read(database -> Math.max(database.state().starts(), database.epochs.lastStart()), 0L);
    }

    /** How far the wall clock can be trusted from now on; stored with every block. */
    public void clock(ClockQuality quality, long errorMillis) {
        locked(() -> {
            clockQuality = quality;
            clockErrorMillis = errorMillis;
            left.dated(quality.code() >= ClockQuality.HUB.code());
            return true;
        });
    }

    /** The places where reading of the log sources goes on. */
    @Override
    public List<Checkpoint> load() {
        return access.read(
                database -> database.checkpoints.all().stream()
                        .map(CheckpointTable.Row::checkpoint)
                        .toList(),
                List.of());
    }

    /** So many series more than a node has are in use at once: as many more are kept at hand. */
    public void expectSeries(int more) {
        locked(() -> {
            subjects.expect(more);
            return more;
        });
    }

    /**
     * The number of a series, for {@link SampleRound#add}; the same as long as the ring holds samples of it. Ask for every
     * round: the number of a series that was gone for long may change.
     */
    public int seriesId(Series series) {
        access.lock().lock(); // thousands are asked for in each round: without an object for the question
        try {
            return subjects.idOf(series, access.database());
        } finally {
            access.lock().unlock();
        }
    }

    /** The series of a number; empty if it was never given. */
    public Optional<Series> series(int id) {
        return locked(() -> subjects.find(id, access.database()))
                .filter(Subject::isSeries)
                .map(Subject::series);
    }

    /**
     * Takes the samples of a round.
     *
     * @return false if memory was full because the disk takes nothing: then they are counted as dropped, and must not be
     *     summarised
     */
    public boolean add(SampleRound round) {
        return locked(() -> {
            int leaving = 0;
            for (int i = 0; i < round.size(); i++) {
                if (subjects.leaves(round.seriesId(i), access.database())) {
                    leaving++;
                }
            }
            return intake.add(round, leaving);
        });
    }

    /**
     * Takes a log line, already redacted.
     *
     * @return false if memory was full because the disk takes nothing: then it is counted as dropped, and must not be
     *     summarised. {@link #hasRoomForLines} tells before the first line of a turn, so that a tailer can wait and lose
     *     nothing.
     */
    public boolean add(LogRecord line) {
        // For each line of a log: written out, since a lambda costs more than the work.
        access.lock().lock();
        try {
            return intake.add(subjects.idOf(line.source(), access.database()), line);
        } finally {
            access.lock().unlock();
        }
    }

    /** Takes the place in a log source that lies behind all its lines added so far; an empty state forgets the source. */
    public void add(Checkpoint checkpoint) {
        locked(() -> {
            intake.add(checkpoint);
            return true;
        });
    }

    /** @return false if memory was full: then the event is counted as dropped, and must not be put into a batch */
    public boolean add(Event event) {
        return locked(() -> intake.add(event));
    }

    /** Remembers what is known of an alert; stored in the same transaction as all that was added since the last one. */
    public void add(AlertNote note) {
        locked(() -> {
            intake.add(note);
            return true;
        });
    }

    /**
     * Keeps a copy of what was recorded; stored in the same transaction as all that was added since the last one, and counted
     * nowhere, since the records themselves are.
     *
     * @param bounds of all boxes; the oldest give way
     */
    public void add(Box box, BoxBounds bounds) {
        locked(() -> {
            intake.add(box, bounds);
            return true;
        });
    }

    /** The boxes that are stored, oldest first, without their bodies. */
    public List<StoredBox> boxes() {
        return access.read(database -> database.boxes.all(), List.of());
    }

    /** How many boxes gave way to newer ones since the start. */
    public long boxesGone() {
        return locked(() -> boxesGone);
    }

    /**
     * Spares raw lines, or samples, from giving way while anything else that is told of elsewhere can; the bound of the ring
     * holds all the same. All pins together hold an eighth of the ring at most.
     *
     * @param reason by which {@link #unpin} finds it; a pin takes the place of one with the same
     * @return empty if the disk would not have it
     */
    public Optional<Pinned> pin(String reason, boolean lines, long fromMillis, long toMillis) {
        return access.write(true, database -> {
            database.pins.unpin(reason);
            return database.pins.pin(
                    reason,
                    lines ? BlockClass.LINES : BlockClass.SAMPLES,
                    fromMillis,
                    toMillis,
                    database.maxPages() * database.pageBytes() / PINNED_PART,
                    wall.millis());
        });
    }

    /** Lets go what a pin holds, if there is one. */
    public void unpin(String reason) {
        access.write(true, database -> {
            database.pins.unpin(reason);
            return true;
        });
    }

    /** The reasons of all pins. */
    public List<String> pins() {
        return access.read(database -> database.pins.reasons(), List.of());
    }

    /** Bytes of raw blocks that pins hold. */
    public long pinnedBytes() {
        return access.read(database -> database.pins.heldBytes(), 0L);
    }

    /** What was remembered of alerts before this start. */
    public List<StoredNote> notes() {
        return access.read(database -> database.alerts.all(), List.of());
    }

    /**
     * The moment of the newest sample in the file.
     *
     * @param thisBoot whether the machine has not been started again since
     */
    public record LastRecord(boolean thisBoot, long wallMillis, long monoMillis) {}

    /** When a sample was last stored; empty if the ring holds none of late. */
    public Optional<LastRecord> lastRecord() {
        return access.read(
                database -> {
                    long boot = database.boots.find(bootId);
                    // Not lines: they have the times of their logs.
                    return database.blocks.before(Long.MAX_VALUE, LAST_BLOCKS).stream()
                            .map(BlockTable.Row::block)
                            .filter(block -> block.is(BlockClass.SAMPLES))
                            .map(block -> new LastRecord(block.boot() == boot, block.wallLast(), block.monoLast()))
                            .findFirst();
                },
                Optional.empty());
    }

    /**
     * Hands over the samples of the wanted series from the newest back, at first those that wait in memory; some may come twice.
     * Reads the file by a connection of its own, so that nobody who writes has to wait.
     *
     * @throws SQLException if the file cannot be read; what waits in memory has been handed over then
     */
    public void recent(Moment now, RecentWish wish, RecentSink sink) throws SQLException {
        // Before the file: what is stored in between comes twice and not never.
        locked(() -> {
            Map<Integer, Optional<Series>> asked = new HashMap<>();
            intake.eachWaitingSample((id, mono, value) -> asked.computeIfAbsent(
                            id, one -> series(one).filter(series -> wish.spanMillis(series) > 0))
                    .ifPresent(series -> sink.sample(series, now.date(mono), value)));
            return true;
        });
        try (Connection connection = RingReader.connect(file)) {
            Transactions.<Boolean, RuntimeException>read(connection, () -> {
                new RecentSamples(connection, keys, bootId, now).read(wish, sink);
                return true;
            });
        }
    }

    /**
     * Counts records that are gone before they were stored, such as a log file removed before it was read.
     *
     * @param fromMillis and {@code toMillis}: the wall time they are from
     */
    public void lost(RecordCounts records, LossCause cause, long fromMillis, long toMillis) {
        locked(() -> {
            intake.lost(records, cause, fromMillis, toMillis);
            return true;
        });
    }

    /** Whether a log source may begin to add lines, up to its next checkpoint. False only while the disk takes nothing. */
    public boolean hasRoomForLines() {
        return locked(intake::hasRoomForLines);
    }

    /** Bytes in memory that the next commit will store; commit early when this passes {@link RingSettings#commitBytes}. */
    public int pendingBytes() {
        return locked(intake::waitingBytes);
    }

    /** Whether a minute batch is part of an hour that is stored. */
    public boolean isInHour(BatchKey minute) {
        return access.read(
                database -> {
                    Optional<StoredBatch> held = RingOutbox.find(database, minute);
                    return held.isPresent()
                            && database.outlines
                                    .ofMinute(held.get().start(), held.get().seq())
                                    .isPresent();
                },
                false);
    }

    /** How much log text was taken since the start, and how many bytes of blocks it became. */
    public record Written(long textBytes, long blockBytes) {}

    public Written writtenBytes() {
        return locked(() -> new Written(intake.takenBytes(), intake.handedBytes()));
    }

    @Override
    public StoredBytes storedBytes() {
        return locked(() -> storedBytes);
    }

    @Override
    public Optional<RingRoom> room() {
        return access.read(database -> Optional.of(database.room()), Optional.empty());
    }

    @Override
    public Usage usage() {
        return access.read(database -> database.usage.load(), Usage.NONE);
    }

    @Override
    public boolean store(Usage usage, long forgetBefore, boolean anew) {
        return access.write(false, database -> {
                    if (anew) {
                        database.usage.clear();
                    }
                    database.usage.store(usage);
                    database.usage.forgetBefore(forgetBefore);
                    return true;
                })
                .isPresent();
    }

    /**
     * Stores what waits in memory, checkpoints and counts included, as one transaction. A power cut may forget it, a
     * killed process does not.
     *
     * @return whether everything is stored; if not, it waits in memory for the next call
     */
    public boolean commit() {
        return locked(() -> {
            upkeep.run(mono.millis(), today());
            return (intake.isEmpty() && !left.isWaiting())
                    || write(List.of(), Coverage.NOTHING).isPresent();
        });
    }

    /**
     * Stores what waits, and the batches that cover everything added so far, as one transaction that outlives a power cut.
     *
     * <p>The samples, lines and events of streams {@code m} and {@code e} together should be what was added since the
     * last close. What they leave out is counted as dropped by a limit; batches of other streams cover no records of
     * their own.
     */
    public Closing closeWindow(List<BatchDraft> drafts) {
        return locked(() -> closing(write(drafts, Coverage.ALL)));
    }

    /** As {@link #closeWindow}, for events alone: the open minute stays open. */
    public Closing closeEvents(List<BatchDraft> drafts) {
        return locked(() -> closing(write(drafts, Coverage.EVENTS)));
    }

    /** Stores batches that cover no records of their own: of streams {@code d}, {@code s}, {@code g} and {@code r}. */
    public Closing store(List<BatchDraft> drafts) {
        return locked(() -> closing(write(drafts, Coverage.NOTHING)));
    }

    /**
     * Stores the summary of an hour or a day.
     *
     * @param minutes the batches of stream {@code m} that an hour was made of; none of a day
     */
    public Closing storeOutline(List<BatchDraft> drafts, List<BatchKey> minutes) {
        return locked(() -> closing(write(drafts, Coverage.NOTHING, minutes)));
    }

    /**
     * Hands over the records that no batch covers yet, oldest first; called once after opening, before anything is added.
     * A block that cannot be read is counted as lost.
     */
    public void unsummarised(Replay replay) {
        new Uncovered(access, subjects, wall).replay(replay);
    }

    /**
     * Keeps a dictionary chunk; stored with the next commit or close, it stays while a batch in the ring names it, or the
     * next one may.
     */
    public void putDictionary(Bytes hash, byte[] bytes) {
        if (hash.size() != DictionaryTable.HASH) {
            throw new IllegalArgumentException("a chunk's hash has 16 bytes, not " + hash.size());
        }
        locked(() -> {
            chunksInUse.add(hash);
            intake.addChunk(hash, bytes);
            return true;
        });
    }

    /** The bytes of a dictionary chunk; empty if it is not here. */
    public Optional<byte[]> dictionary(Bytes hash) {
        return locked(() -> intake.chunk(hash)
                .or(() -> access.read(database -> database.dictionaries.find(hash), Optional.empty())));
    }

    /** Keeps what was learned of the logs, and forgets what was forgotten; stored with the next commit or close. */
    public void learned(List<LearnedPattern> learned, List<Long> forgotten) {
        locked(() -> {
            intake.add(learned, forgotten);
            return true;
        });
    }

    /** What was learned of the logs before this start; what is damaged is left out, with a sentence. */
    public List<LearnedPattern> learned() {
        List<PatternTable.Row> rows = access.read(database -> database.patterns.all(), List.of());
        List<PatternTable.Row> damaged =
                rows.stream().filter(row -> !row.intact()).toList();
        if (!damaged.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "{0} of {1} learned log patterns are damaged: these are learned anew",
                    damaged.size(),
                    rows.size());
            access.write(false, database -> {
                for (PatternTable.Row row : damaged) {
                    database.patterns.deleteRow(row.id());
                }
                return true;
            });
        }
        return rows.stream()
                .filter(PatternTable.Row::intact)
                .map(PatternTable.Row::pattern)
                .toList();
    }

    /** Keeps what is known of patterns that were seen, and forgets what is listed; stored with the next commit or close. */
    public void known(List<PatternNote> notes, List<Long> forgotten) {
        locked(() -> {
            intake.addKnown(notes, forgotten);
            return true;
        });
    }

    /** What was known of patterns before this start, the longest known first; what is damaged is left out. */
    public List<PatternNote> known() {
        return access.read(database -> database.knownPatterns.all(), List.of());
    }

    /** Rises when another file takes the place of the ring's: what was kept in the old one may be missing. */
    public int files() {
        return locked(() -> files);
    }

    /** The losses and the account that the hub is to be told of. */
    public GapTable gaps() {
        return access.read(
                database -> new GapTable(database.gaps.all(), account(database).daysForHub()), new GapTable(List.of()));
    }

    /** When the oldest batch that waits for the hub began; empty if none waits. */
    public OptionalLong oldestWaitingMillis() {
        return access.read(
                database -> {
                    long oldest = Long.MAX_VALUE;
                    for (Stream stream : Stream.values()) {
                        // Of each stream the first is the oldest; reading all of them would take long after an outage.
                        for (StoredBatch batch : database.batches.waiting(stream, 0, 1)) {
                            oldest = Math.min(oldest, batch.wallFirst());
                        }
                    }
                    return oldest == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(oldest);
                },
                OptionalLong.empty());
    }

    /** Rises with every change of {@link #gaps}: when it does, a new gap table is due. */
    public long gapRevision() {
        return access.read(database -> database.state().gapRevision(), 0L);
    }

    /** Where every record is. */
    public Optional<Account> account() {
        return access.read(database -> Optional.of(account(database)), Optional.empty());
    }

    private static Account account(RingDatabase database) throws SQLException {
        return AccountReading.read(database.ledger, database.batches, database.blocks, database.state());
    }

    /** Stores what waits and closes the file; what the disk will not have is lost with the process. */
    @Override
    public void close() {
        locked(() -> {
            commit();
            left.close();
            access.close();
            intake.close();
            return true;
        });
    }

    private Closing closing(Optional<List<Outbox.Entry>> stored) {
        return stored.<Closing>map(Closing.Stored::new).orElseGet(() -> new Closing.Postponed(standing()));
    }

    private Optional<List<Outbox.Entry>> write(List<BatchDraft> drafts, Coverage coverage) {
        return write(drafts, coverage, List.of());
    }

    /** Stores what waits, and the drafts as batches, an hour's with what it was made of; all of it or nothing. */
    private Optional<List<Outbox.Entry>> write(List<BatchDraft> drafts, Coverage coverage, List<BatchKey> minutes) {
        boolean closing = coverage == Coverage.ALL;
        boolean durable = closing || coverage == Coverage.EVENTS || !drafts.isEmpty();
        Set<Bytes> named = chunksOf(drafts);
        chunksInUse.addAll(named); // else making room for these batches could take what they name
        Optional<Stored> stored;
        try {
            stored = access.write(durable, database -> {
                long boot = database.boots.idOf(bootId);
                var stamp = new NewBlock.Stamp(boot, clockQuality.code(), clockErrorMillis);
                Eviction eviction = access.eviction();
                Intake.Written written = intake.write(database, eviction, subjects, stamp, closing, today());
                List<Outbox.Entry> entries = List.of();
                if (durable) {
                    Epochs.Current epoch = epochs.current(database, boot, wall.millis());
                    var place = new Sealing.Place(database, eviction, epoch, wall.millis());
                    entries = sealing.write(place, drafts, coverage, written.uncovered());
                    sealing.writeHour(place, entries, minutes);
                }
                left.store(database);
                eviction.finish(today());
                return new Stored(written, entries, Set.copyOf(eviction.evictedBlocks()));
            });
        } catch (RuntimeException e) {
            epochs.abandon();
            throw e;
        }
        if (stored.isPresent()) {
            left.stored(durable);
            storedBytes = storedBytes.plus(stored.get().written.rawStored(), stored.get().entries);
            boxesGone += stored.get().written.boxesGone();
            intake.written(stored.get().written, closing, subjects, stored.get().evicted);
            if (!named.isEmpty()) {
                chunksInUse.retainAll(named);
            }
        } else {
            epochs.abandon();
        }
        return stored.map(Stored::entries);
    }

    /** The dictionary chunks that batches name; a batch that carries one names none. */
    private static Set<Bytes> chunksOf(List<BatchDraft> drafts) {
        return drafts.stream()
                .filter(draft -> draft.stream() != Stream.DICTIONARY)
                .flatMap(draft -> draft.dictRefs().stream())
                .collect(Collectors.toSet());
    }

    private record Stored(Intake.Written written, List<Outbox.Entry> entries, Set<Long> evicted) {}

    private void opened(RingDatabase database) throws SQLException {
        files++;
        subjects.opened(database);
        intake.fileReplaced();
        outbox.opened(database);
        left.opened(database);
        epochs.abandon();
    }

    private long today() {
        return Ledger.day(wall.millis());
    }

    private <T> T locked(Supplier<T> work) {
        access.lock().lock();
        try {
            return work.get();
        } finally {
            access.lock().unlock();
        }
    }
}
