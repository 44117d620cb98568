package skerry.agent.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.agent.collect.logs.LogRecord;
import skerry.platform.sqlite.Sql;
import skerry.platform.sqlite.Sqlite;
import skerry.protocol.Bytes;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.control.Ack;
import skerry.protocol.control.SeqRange;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Gap;
import skerry.protocol.payload.GapTable;
import skerry.protocol.payload.LossCause;

/** A ring that is much too small for what comes: it keeps its bound, its order of giving way, and its account. */
class RingBoundTest {
    private static final long MAX_BYTES = RingSettings.MIN_BYTES;
    private static final int STEPS = 260;
    private static final List<Stream> LAST_TO_GO =
            List.of(Stream.MINUTES, Stream.SUMMARIES, Stream.RESULTS, Stream.EVENTS);

    @TempDir
    private Path folder;

    private Path file = Path.of("ring.db");
    private Snapshot before = Snapshot.EMPTY;
    /** Records of batches that gave way while they waited, and of windows that were open at a kill. */
    private RecordCounts lost = RecordCounts.NONE;

    private long evictedBatches;
    private int killed;

    /** A batch as its row tells. */
    private record Row(long id, int stream, int state, RecordCounts records, long refs, List<Bytes> chunks) {}

    /**
     * What lies in the ring between two steps.
     *
     * @param blocks numbers and checksums of raw blocks: when all have given way, numbers are given again
     * @param open records of the open window whose raw blocks are gone
     */
    private record Snapshot(Map<Long, Row> batches, Set<Bytes> chunks, Set<String> blocks, RecordCounts open) {
        static final Snapshot EMPTY = new Snapshot(Map.of(), Set.of(), Set.of(), RecordCounts.NONE);

        /** Whether the hub may lack a chunk that the batch names. */
        boolean isUnfinished(Row batch) {
            return batches.values().stream()
                    .anyMatch(row -> row.stream == Stream.DICTIONARY.code()
                            && row.state == StoredBatch.WAITING
                            && row.chunks.stream().anyMatch(batch.chunks::contains));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 4})
    void whateverComesTheBoundTheOrderAndTheAccountHold(long seed) throws Exception {
        file = folder.resolve("ring.db");
        var history = new RingHistory(seed);
        var random = new Random(seed);
        Ring ring = history.open(file, MAX_BYTES);
        Deque<Bytes> chunks = new ArrayDeque<>();
        try {
            for (int step = 0; step < STEPS; step++) {
                int what = random.nextInt(40);
                boolean confirming = false;
                if (what < 14) {
                    addRecords(history, ring, random);
                    ring.commit();
                } else if (what < 26) {
                    if (random.nextInt(3) == 0) {
                        chunks.addFirst(history.putChunk(ring));
                        ring.store(List.of(
                                history.draft(Stream.DICTIONARY, RecordCounts.NONE, 2000, List.of(chunks.getFirst()))));
                    }
                    history.closeWindow(
                            ring,
                            3000 + random.nextInt(30_000),
                            chunks.stream().limit(2).toList());
                } else if (what < 31) {
                    store(history, ring, random);
                } else if (what < 34) {
                    confirm(ring, random);
                    confirming = true;
                } else if (what < 36) {
                    refuse(ring, random);
                    confirming = true;
                } else if (what < 37) {
                    ring = reopenAsAfterKill(history, ring, chunks);
                    lost = lost.plus(before.open); // Only the summary held them, in memory.
                } else {
                    history.pass(60_000);
                }
                check(ring, step, confirming);
            }
            assertThat(evictedBatches).as("batches that gave way unconfirmed").isGreaterThan(10);
            assertThat(killed).isPositive();
        } finally {
            ring.close();
        }
    }

    private static void addRecords(RingHistory history, Ring ring, Random random) {
        for (int i = random.nextInt(40); i > 0; i--) {
            history.addLine(ring);
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            history.addRound(ring);
            history.pass(5000);
        }
        if (random.nextBoolean()) {
            history.addEvent(ring);
        }
    }

    private static void store(RingHistory history, Ring ring, Random random) {
        Stream stream = List.of(Stream.SUMMARIES, Stream.RESULTS, Stream.GAPS).get(random.nextInt(3));
        ring.store(List.of(history.draft(stream, RecordCounts.NONE, 500 + random.nextInt(5000), List.of())));
    }

    private static void confirm(Ring ring, Random random) {
        Stream stream = List.of(Stream.values()).get(random.nextInt(Stream.values().length));
        for (Outbox.Entry entry : ring.outbox().pending(stream, 0, 3)) {
            long seq = entry.key().seq();
            ring.outbox().confirmed(entry.key().epoch(), stream, List.of(new SeqRange(seq, seq)));
        }
    }

    private static void refuse(Ring ring, Random random) {
        Stream stream = random.nextBoolean() ? Stream.MINUTES : Stream.EVENTS;
        for (Outbox.Entry entry : ring.outbox().pending(stream, 0, 1)) {
            ring.outbox().refused(entry.key(), Ack.Reason.SCHEMA);
        }
    }

    /** The files as they lie there, in another folder: the process that had them open is no more. */
    private Ring reopenAsAfterKill(RingHistory history, Ring ring, Deque<Bytes> chunks) throws IOException {
        Path next = Files.createDirectory(folder.resolve("start-" + ++killed)).resolve("ring.db");
        Files.copy(file, next);
        Files.copy(file.resolveSibling("ring.db-wal"), next.resolveSibling("ring.db-wal"));
        ring.close();
        file = next;
        chunks.clear();
        Ring again = history.open(file, MAX_BYTES);
        var replayed = new Recount(again);
        again.unsummarised(replayed);
        history.open = replayed.counts;
        return again;
    }

    /** Counts the records of an open window, as the summary does. */
    private static final class Recount implements Replay {
        private final Ring ring;
        private RecordCounts counts = RecordCounts.NONE;

        Recount(Ring ring) {
            this.ring = ring;
        }

        @Override
        public void samples(SampleRound round) {
            for (int i = 0; i < round.size(); i++) {
                if (RingHistory.isSent(ring.series(round.seriesId(i)).orElseThrow())) {
                    counts = counts.plus(new RecordCounts(1, 0, 0));
                }
            }
        }

        @Override
        public void line(LogRecord line) {
            counts = counts.plus(new RecordCounts(0, 1, 0));
        }

        @Override
        public void event(Event event) {
            counts = counts.plus(new RecordCounts(0, 0, 1));
        }
    }

    private void check(Ring ring, int step, boolean confirming) throws Exception {
        long bytes = Files.size(file) + Files.size(file.resolveSibling("ring.db-wal"));
        assertThat(bytes).as("bytes on disk after step %d", step).isLessThanOrEqualTo(MAX_BYTES);
        assertThat(ring.standing()).isEqualTo(RingStanding.WELL);
        Account account = ring.account().orElseThrow();
        assertThat(account.balances()).as("step %d: %s balances", step, account).isTrue();
        Snapshot after = snapshot();
        checkOrder(after, step, confirming);
        List<Gap> gaps = ring.gaps().gaps();
        assertThat(gaps).hasSizeLessThanOrEqualTo(GapTable.MAX_GAPS);
        List<Gap> full =
                gaps.stream().filter(gap -> gap.cause() == LossCause.RING_FULL).toList();
        assertThat(full.stream().mapToLong(Gap::batches).sum())
                .as("step %d: batches told as gone", step)
                .isEqualTo(evictedBatches);
        assertThat(full.stream().map(Gap::records).reduce(RecordCounts.NONE, RecordCounts::plus))
                .as("step %d: records told as gone", step)
                .isEqualTo(lost);
        before = after;
    }

    private void checkOrder(Snapshot after, int step, boolean confirming) {
        boolean lostOne = false;
        for (Row row : before.batches.values()) {
            if (row.state == StoredBatch.WAITING && !after.batches.containsKey(row.id)) {
                lost = lost.plus(row.records);
                evictedBatches++;
                if (row.stream != Stream.GAPS.code()) {
                    lostOne = true;
                    for (Row other : before.batches.values()) {
                        boolean earlier = row.stream == Stream.DICTIONARY.code()
                                ? other.stream != Stream.DICTIONARY.code() && other.stream != Stream.GAPS.code()
                                : goesEarlier(other.stream, row.stream)
                                        || (other.stream == row.stream && other.id < row.id);
                        assertThat(earlier && other.state == StoredBatch.WAITING && after.batches.containsKey(other.id))
                                .as("step %d: %s is gone although %s is there", step, row, other)
                                .isFalse();
                    }
                }
            }
        }
        if (lostOne) {
            assertThat(confirming).as("step %d only changes states", step).isFalse();
            assertThat(after.blocks)
                    .as("step %d: raw blocks older than the step", step)
                    .noneMatch(before.blocks::contains);
            assertThat(after.batches.values())
                    .as("step %d: done batches", step)
                    .noneMatch(row -> isDone(row) && before.batches.containsKey(row.id) && !before.isUnfinished(row));
        }
        for (Row row : before.batches.values()) {
            if (isDone(row) && before.isUnfinished(row) && !after.batches.containsKey(row.id)) {
                assertThat(after.batches.values())
                        .as("step %d: %s went before the hub had its chunks", step, row)
                        .noneMatch(other -> other.state == StoredBatch.WAITING
                                && before.batches.containsKey(other.id)
                                && other.stream != Stream.GAPS.code());
            }
        }
        if (!confirming) {
            newest(before, Stream.GAPS)
                    .ifPresent(id -> assertThat(newest(after, Stream.GAPS).orElse(0L))
                            .as("step %d: the newest gap table", step)
                            .isGreaterThanOrEqualTo(id));
        }
        for (Row row : after.batches.values()) {
            if (row.state == StoredBatch.WAITING && row.stream != Stream.DICTIONARY.code()) {
                assertThat(after.chunks).as("step %d: chunks of %s", step, row).containsAll(row.chunks);
            }
        }
    }

    private static boolean isDone(Row row) {
        return row.state != StoredBatch.WAITING && row.stream != Stream.DICTIONARY.code();
    }

    private static boolean goesEarlier(int stream, int than) {
        int at = LAST_TO_GO.stream().map(s -> (int) s.code()).toList().indexOf(stream);
        int of = LAST_TO_GO.stream().map(s -> (int) s.code()).toList().indexOf(than);
        return at >= 0 && of >= 0 && at < of;
    }

    private static Optional<Long> newest(Snapshot snapshot, Stream stream) {
        return snapshot.batches.values().stream()
                .filter(row -> row.stream == stream.code() && row.state == StoredBatch.WAITING)
                .map(Row::id)
                .max(Long::compare);
    }

    private Snapshot snapshot() throws SQLException {
        try (Connection db = Sqlite.openReadOnly(file, 256)) {
            Map<Long, List<Bytes>> sets = new HashMap<>();
            for (var set : new DictionaryTable(db).sets()) {
                sets.put(set.id(), set.hashes());
            }
            var rows = new TreeMap<Long, Row>();
            Sql.each(db, "SELECT id, stream, state, samples, lines, events, refs FROM batch ORDER BY id", row -> {
                var counts = new RecordCounts(row.getLong(4), row.getLong(5), row.getLong(6));
                long refs = row.getLong(7);
                rows.put(
                        row.getLong(1),
                        new Row(
                                row.getLong(1),
                                row.getInt(2),
                                row.getInt(3),
                                counts,
                                refs,
                                refs == 0 ? List.of() : sets.getOrDefault(refs, List.of())));
                return true;
            });
            StateRow state = StateRow.load(db);
            var blocks = new HashSet<>(Sql.all(db, "SELECT id || ' ' || crc FROM block", row -> row.getString(1)));
            return new Snapshot(rows, new HashSet<>(new DictionaryTable(db).hashes()), blocks, state.open());
        }
    }
}
