package skerry.agent.ring;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import skerry.agent.collect.logs.Checkpoint;
import skerry.agent.collect.logs.LogRecord;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.Bytes;
import skerry.protocol.RecordCounts;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Gap;
import skerry.protocol.payload.LossCause;

/**
 * Records in memory on their way into the file, and how they become blocks. Nothing here changes before the transaction
 * that stores it has succeeded, so a failed one is simply tried again. Owned by the ring's lock.
 */
final class Intake implements AutoCloseable {
    /** Most that a log source hands over between two checkpoints; it waits only before the first of them. */
    private static final int TURN_BYTES = 4 << 20;

    private static final int MAX_EVENTS = 4096;
    private static final int EVENT_BYTES = 256;

    private final RingSettings settings;
    private final MonotonicClock mono;
    private final BlockPacker packer;
    private final ByteColumn scratch = new ByteColumn(16 << 10);
    private final OpenLines lines;
    private final OpenSamples samples;
    private final List<Event> events = new ArrayList<>();
    private final Map<String, Checkpoint> checkpoints = new LinkedHashMap<>();
    private final Map<String, AlertNote> notes = new LinkedHashMap<>();
    private final Map<String, Box> boxes = new LinkedHashMap<>();
    private BoxBounds boxBounds = new BoxBounds(1, 0);
    private final Losses losses = new Losses();
    private final Map<Bytes, byte[]> chunks = new LinkedHashMap<>();
    private final LearnedIntake learned;
    private long takenBytes;
    private long handedBytes;

    /**
     * What a transaction stored; applied to memory once it has succeeded.
     *
     * @param rawStored as {@link StoredBytes#raw}; less than nothing if parts were put together
     * @param uncovered records that no batch covers, those just stored included. It cannot be read from the blocks
     *     afterwards, because one that was put together also holds records of windows that are closed
     * @param boxesGone boxes that gave way to newer ones
     */
    record Written(
            List<Long> lineBlocks,
            List<Long> sampleBlocks,
            BitSet subjects,
            long lastBlock,
            long bytes,
            long rawStored,
            RecordCounts uncovered,
            int boxesGone) {}

    Intake(RingSettings settings, MonotonicClock mono) {
        this.settings = settings;
        this.mono = mono;
        this.learned = new LearnedIntake(settings);
        this.packer = new BlockPacker(settings.deflateLevel());
        this.lines = new OpenLines(Math.min(settings.blockBytes(), settings.memoryBytes()), packer, scratch);
        this.samples = new OpenSamples(packer, scratch);
    }

    /** Bytes of text and values that wait for the next commit. */
    int waitingBytes() {
        return lines.waitingBytes() + Double.BYTES * samples.waitingSamples() + EVENT_BYTES * events.size();
    }

    boolean isEmpty() {
        return !lines.isWaiting()
                && !samples.isWaiting()
                && events.isEmpty()
                && checkpoints.isEmpty()
                && notes.isEmpty()
                && boxes.isEmpty()
                && learned.isEmpty()
                && chunks.isEmpty()
                && losses.isEmpty();
    }

    boolean hasRoomForLines() {
        return lines.waitingBytes() < settings.memoryBytes();
    }

    /** Bytes of log text taken so far. */
    long takenBytes() {
        return takenBytes;
    }

    /** Bytes of block bodies handed to SQLite so far. */
    long handedBytes() {
        return handedBytes;
    }

    /** @return whether there was room; a line without room is counted as lost to the full disk */
    boolean add(int source, LogRecord line) {
        if (lines.waitingBytes() >= settings.memoryBytes() + TURN_BYTES) {
            losses.add(new RecordCounts(0, 1, 0), LossCause.DISK_FULL, line.timeMillis(), line.timeMillis());
            return false;
        }
        int before = lines.waitingBytes();
        lines.add(source, withinLimit(line), mono.millis());
        takenBytes += lines.waitingBytes() - before - LineColumns.LINE_BYTES;
        return true;
    }

    /** @param leaving how many of its samples the send profile selects */
    boolean add(SampleRound round, int leaving) {
        if (samples.isWaiting() && samples.waitingSamples() + round.size() > settings.memorySamples()) {
            losses.add(new RecordCounts(leaving, 0, 0), LossCause.DISK_FULL, round.wallMillis(), round.wallMillis());
            return false;
        }
        samples.add(round, leaving);
        return true;
    }

    boolean add(Event event) {
        if (events.size() >= MAX_EVENTS) {
            losses.add(new RecordCounts(0, 0, 1), LossCause.DISK_FULL, event.wallMillis(), event.wallMillis());
            return false;
        }
        events.add(event);
        return true;
    }

    void add(Checkpoint checkpoint) {
        checkpoints.remove(checkpoint.sourceKey());
        checkpoints.put(checkpoint.sourceKey(), checkpoint);
    }

    void add(AlertNote note) {
        notes.put(note.key(), note);
    }

    void add(Box box, BoxBounds bounds) {
        boxes.put(box.key(), box);
        boxBounds = bounds;
    }

    /** Hands over the samples that wait for the next commit. */
    void eachWaitingSample(SampleColumns.EachSink sink) {
        samples.eachWaiting(sink);
    }

    void addChunk(Bytes hash, byte[] bytes) {
        chunks.put(hash, bytes);
    }

    void add(List<LearnedPattern> patterns, List<Long> forgotten) {
        learned.add(patterns, forgotten);
    }

    void addKnown(List<PatternNote> notes, List<Long> forgotten) {
        learned.addKnown(notes, forgotten);
    }

    Optional<byte[]> chunk(Bytes hash) {
        return Optional.ofNullable(chunks.get(hash));
    }

    void lost(RecordCounts records, LossCause cause, long fromMillis, long toMillis) {
        losses.add(records, cause, fromMillis, toMillis);
    }

    /**
     * Stores what waits; part of a transaction.
     *
     * @param closing whether the transaction also closes the window, so that parts may become one block
     * @param today UTC day that records of a new window are booked on
     */
    Written write(
            RingDatabase database,
            Eviction eviction,
            Subjects subjects,
            NewBlock.Stamp stamp,
            boolean closing,
            long today)
            throws SQLException {
        RecordCounts uncovered = uncovered(database);
        book(database, today);
        long replaced = closing ? stored(database, lines) + stored(database, samples) : 0;
        List<NewBlock> lineBlocks = pack(database, lines, stamp, closing);
        List<NewBlock> sampleBlocks = pack(database, samples, stamp, closing);
        List<NewBlock> eventBlocks = packEvents(stamp);
        var all = Stream.of(lineBlocks, sampleBlocks, eventBlocks)
                .flatMap(List::stream)
                .toList();
        long pages = database.pagesFor(subjects.unstoredBytes() + 100L * checkpoints.size() + learned.bytes());
        for (AlertNote note : notes.values()) {
            pages += database.pagesFor(note.state().length());
        }
        for (Box box : boxes.values()) {
            pages += database.pagesFor(box.about().length() + box.body().size());
        }
        for (byte[] chunk : chunks.values()) {
            pages += database.pagesFor(chunk.length);
        }
        long bytes = 0;
        for (NewBlock block : all) {
            pages += database.pagesFor(block.body().length);
            bytes += block.body().length;
        }
        eviction.makeRoom(pages);
        StateRow state = database.state();
        long next = Math.max(database.blocks.last(), Math.max(state.windowUpto(), state.eventsUpto())) + 1;
        List<Long> lineIds = insert(database, lineBlocks, next, lines, closing);
        List<Long> sampleIds = insert(database, sampleBlocks, next + lineIds.size(), samples, closing);
        long last = next + lineIds.size() + sampleIds.size();
        for (NewBlock block : eventBlocks) {
            insert(database, block.row(last++, 0), block.body());
        }
        var used = new BitSet();
        if (lines.isWaiting()) {
            lines.subjects(used);
        }
        if (samples.isWaiting()) {
            samples.subjects(used);
        }
        subjects.store(database, used, last);
        for (Checkpoint checkpoint : checkpoints.values()) {
            database.checkpoints.put(checkpoint);
        }
        for (AlertNote note : notes.values()) {
            database.alerts.put(note);
        }
        for (Box box : boxes.values()) {
            database.boxes.put(box);
        }
        int boxesGone = boxes.isEmpty() ? 0 : database.boxes.bound(boxBounds);
        learned.write(database);
        for (var chunk : chunks.entrySet()) {
            database.dictionaries.put(chunk.getKey(), chunk.getValue());
        }
        long rawStored = StoredBytes.of(all.size(), bytes) - replaced;
        return new Written(lineIds, sampleIds, used, last, bytes, rawStored, uncovered, boxesGone);
    }

    /** What the parts of a block take that are about to become one. */
    private static long stored(RingDatabase database, OpenBlock open) throws SQLException {
        long stored = 0;
        if (open.isRipe()) {
            for (long part : open.parts()) {
                OptionalLong body = database.blocks.bodyBytes(part);
                stored += body.isPresent() ? StoredBytes.of(1, body.getAsLong()) : 0;
            }
        }
        return stored;
    }

    /**
     * After the transaction has succeeded.
     *
     * @param evicted blocks that gave way in it
     */
    void written(Written written, boolean closing, Subjects subjects, Set<Long> evicted) {
        settle(lines, written.lineBlocks, closing, evicted);
        settle(samples, written.sampleBlocks, closing, evicted);
        subjects.stored(written.subjects, written.lastBlock);
        events.clear();
        checkpoints.clear();
        notes.clear();
        boxes.clear();
        learned.written();
        chunks.clear();
        losses.clear();
        handedBytes += written.bytes;
    }

    /** After the file was replaced by another one. */
    void fileReplaced() {
        lines.fileReplaced();
        samples.fileReplaced();
    }

    @Override
    public void close() {
        packer.close();
    }

    private RecordCounts uncovered(RingDatabase database) throws SQLException {
        StateRow state = database.state();
        return database.blocks.uncovered(state).plus(state.open()).plus(waiting());
    }

    private RecordCounts waiting() {
        return lines.waiting().plus(samples.waiting()).plus(new RecordCounts(0, 0, events.size()));
    }

    private void book(RingDatabase database, long today) throws SQLException {
        RecordCounts records = waiting();
        var siteOnly = new RecordCounts(samples.waitingSiteOnly(), 0, 0);
        var ledger = new Ledger(database);
        StateRow state = database.state();
        boolean window = Counts.samplesAndLines(records).plus(siteOnly).total() > 0;
        long windowDay = window && state.windowDay() == StateRow.NO_DAY ? today : state.windowDay();
        long eventsDay = !events.isEmpty() && state.eventsDay() == StateRow.NO_DAY ? today : state.eventsDay();
        if (windowDay != state.windowDay() || eventsDay != state.eventsDay()) {
            database.state(state.withDays(windowDay, eventsDay));
        }
        ledger.book(windowDay, LedgerTable.COLLECTED, Counts.samplesAndLines(records));
        ledger.book(windowDay, LedgerTable.SITE_ONLY, siteOnly);
        ledger.book(eventsDay, LedgerTable.COLLECTED, Counts.events(records));
        for (Gap gap : losses.all()) {
            ledger.book(today, LedgerTable.COLLECTED, gap.records());
            ledger.lose(today, gap);
        }
    }

    /** What is to be inserted for an open block; parts that it replaces are removed at once, since that frees pages. */
    private static List<NewBlock> pack(RingDatabase database, OpenBlock open, NewBlock.Stamp stamp, boolean closing)
            throws SQLException {
        if (!closing || !open.isRipe()) {
            return open.packWaiting(stamp);
        }
        for (long part : open.parts()) {
            database.blocks.delete(part);
            database.blockBodies.delete(part);
        }
        return List.of(open.packAll(stamp));
    }

    private List<NewBlock> packEvents(NewBlock.Stamp stamp) {
        if (events.isEmpty()) {
            return List.of();
        }
        var wall = events.stream().mapToLong(Event::wallMillis).summaryStatistics();
        var span = new NewBlock.Span(
                events.getFirst().monoMillis(), events.getLast().monoMillis(), wall.getMin(), wall.getMax());
        var records = new RecordCounts(0, 0, events.size());
        byte[] body = EventBlock.pack(events, scratch, packer);
        return List.of(new NewBlock(BlockClass.EVENTS, stamp, span, records, 0, scratch.size(), body));
    }

    private static List<Long> insert(
            RingDatabase database, List<NewBlock> blocks, long first, OpenBlock open, boolean closing)
            throws SQLException {
        boolean merged = closing && open.isRipe();
        var ids = new ArrayList<Long>();
        for (NewBlock block : blocks) {
            long id = first + ids.size();
            insert(database, block.row(id, merged ? open.parts().getFirst() : 0), block.body());
            if (merged) {
                database.pins.replaced(open.parts().getFirst(), id);
            }
            ids.add(id);
        }
        return ids;
    }

    private static void insert(RingDatabase database, Block row, byte[] body) throws SQLException {
        database.blocks.insert(row);
        database.blockBodies.insert(row, body);
    }

    private static void settle(OpenBlock open, List<Long> ids, boolean closing, Set<Long> evicted) {
        if (closing && open.isRipe()) {
            open.clear();
        } else {
            open.written(ids, evicted);
        }
    }

    private LogRecord withinLimit(LogRecord line) {
        if (line.text().length() <= settings.lineBytes() / 3) {
            return line;
        }
        byte[] utf8 = line.text().getBytes(StandardCharsets.UTF_8);
        if (utf8.length <= settings.lineBytes()) {
            return line;
        }
        int end = settings.lineBytes();
        while (end > 0 && (utf8[end] & 0xc0) == 0x80) {
            end--;
        }
        String start = new String(utf8, 0, end, StandardCharsets.UTF_8);
        return new LogRecord(
                line.source(), line.timeMillis(), line.stream(), line.severity(), start, line.lines(), true);
    }
}
