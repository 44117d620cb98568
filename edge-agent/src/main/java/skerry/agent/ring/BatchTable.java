package skerry.agent.ring;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import skerry.platform.sqlite.Sql;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;

/** Table {@code batch}: the outbox without the batches' bytes. */
final class BatchTable {
    private static final String INSERT = """
            INSERT INTO batch (id, start, stream, seq, state, reason, road, day, samples, lines, events,
                   wall_first, wall_last, bytes, refs, crc)
            VALUES (?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String BY_KEY = """
            SELECT id, start, stream, seq, state, day, samples, lines, events, wall_first, wall_last, bytes, refs, crc
              FROM batch
             WHERE start = ? AND stream = ? AND seq BETWEEN ? AND ?
             ORDER BY seq
             LIMIT ?
            """;
    private static final String WAITING = """
            SELECT id, start, stream, seq, state, day, samples, lines, events, wall_first, wall_last, bytes, refs, crc
              FROM batch
             WHERE state = 0 AND stream = ? AND id > ?
             ORDER BY id
             LIMIT ?
            """;
    private static final String ALL = """
            SELECT id, start, stream, seq, state, day, samples, lines, events, wall_first, wall_last, bytes, refs, crc
              FROM batch
             ORDER BY id
            """;
    private static final String OLDEST_DONE = """
            SELECT id, start, stream, seq, state, day, samples, lines, events, wall_first, wall_last, bytes, refs, crc
              FROM batch INDEXED BY batch_done
             WHERE state <> 0 AND stream <> ? AND id > ?
             ORDER BY id
             LIMIT 1
            """;
    private static final String DONE_CARRIERS = """
            SELECT id, start, stream, seq, state, day, samples, lines, events, wall_first, wall_last, bytes, refs, crc
              FROM batch INDEXED BY batch_done
             WHERE state <> 0 AND stream = ?
             ORDER BY id
            """;
    private static final String NAMED_SETS = "SELECT DISTINCT refs FROM batch WHERE stream <> ?";
    private static final String CARRIER = """
            SELECT id, start, stream, seq, state, day, samples, lines, events, wall_first, wall_last, bytes, refs, crc
              FROM batch
             WHERE stream = ? AND refs = (SELECT id FROM dictionary_set WHERE hashes = ?)
             ORDER BY id DESC
             LIMIT 1
            """;
    private static final String HELD = """
            SELECT day, stream, road & 1, sum(samples), sum(lines), sum(events)
              FROM batch
             WHERE state = 0
             GROUP BY day, stream, road & 1
            """;
    private static final String QUEUED = "SELECT coalesce(sum(bytes), 0) FROM batch WHERE state = 0";
    private static final String WAITING_IN_ALL = """
            SELECT stream, count(*), coalesce(sum(bytes), 0), min(wall_first)
              FROM batch
             WHERE state = 0
             GROUP BY stream
             ORDER BY stream
            """;
    private static final String LOWEST = "SELECT min(seq) FROM batch WHERE start = ? AND stream = ?";
    private static final String STARTS = "SELECT DISTINCT start FROM batch";
    private static final String SET_STATE = "UPDATE batch SET state = ?, reason = ? WHERE id = ?";
    private static final String MARK = "UPDATE batch SET road = road | ? WHERE id BETWEEN ? AND ?";
    private static final String MARK_WAITING = "UPDATE batch SET road = road | ? WHERE id = ? AND state = 0";
    private static final String ROAD = "SELECT road FROM batch WHERE id = ?";
    private static final String OLDEST_WAITING = """
            SELECT id, start, stream, seq, state, day, samples, lines, events, wall_first, wall_last, bytes, refs, crc
              FROM batch
             WHERE state = 0 AND id > ?
             ORDER BY id
             LIMIT ?
            """;
    private static final String NEWEST_WAITING = """
            SELECT id, start, stream, seq, state, day, samples, lines, events, wall_first, wall_last, bytes, refs, crc
              FROM batch
             WHERE state = 0 AND id < ?
             ORDER BY id DESC
             LIMIT ?
            """;
    private static final String OF_SPAN = """
            SELECT id, start, stream, seq, state, day, samples, lines, events, wall_first, wall_last, bytes, refs, crc
              FROM batch
             WHERE id > ? AND wall_last >= ? AND wall_first <= ?
             ORDER BY id
             LIMIT ?
            """;
    private static final String REFUSED =
            "SELECT count(*) FROM (SELECT 1 FROM batch WHERE state = " + StoredBatch.REFUSED + " LIMIT 1)";
    private static final String DELETE = "DELETE FROM batch WHERE id = ?";
    private static final String LAST = "SELECT max(id) FROM batch";

    private static final int DICTIONARY = Stream.DICTIONARY.code();
    private static final int ONE_WAY = 1;

    private final Connection db;

    /** One row. {@code intact} says whether its checksum holds. */
    record Row(StoredBatch batch, boolean intact) {}

    /**
     * Records that wait for a receipt.
     *
     * @param day UTC day that they are booked on
     * @param oneWay whether they left by a road without receipts
     */
    record Held(long day, Stream stream, boolean oneWay, RecordCounts records) {}

    BatchTable(Connection db) {
        this.db = db;
    }

    void insert(StoredBatch batch) throws SQLException {
        Sql.update(
                db,
                INSERT,
                batch.id(),
                batch.start(),
                (int) batch.stream().code(),
                batch.seq(),
                batch.state(),
                batch.day(),
                batch.records().samples(),
                batch.records().lines(),
                batch.records().events(),
                batch.wallFirst(),
                batch.wallLast(),
                batch.bytes(),
                batch.refs(),
                crc(batch));
    }

    /** Batches of one start and stream within a range of sequence numbers, lowest first. */
    List<StoredBatch> range(long start, Stream stream, long first, long last, int limit) throws SQLException {
        return Sql.all(db, BY_KEY, row -> read(row).batch, start, (int) stream.code(), first, last, limit);
    }

    List<StoredBatch> waiting(Stream stream, long afterId, int limit) throws SQLException {
        return Sql.all(db, WAITING, row -> read(row).batch, (int) stream.code(), afterId, limit);
    }

    /** Of all streams, oldest first. */
    List<StoredBatch> oldestWaiting(long afterId, int limit) throws SQLException {
        return Sql.all(db, OLDEST_WAITING, row -> read(row).batch, afterId, limit);
    }

    /** Of all streams, newest first. */
    List<StoredBatch> newestWaiting(long beforeId, int limit) throws SQLException {
        return Sql.all(db, NEWEST_WAITING, row -> read(row).batch, beforeId, limit);
    }

    /** Whatever became of them, oldest first. */
    List<StoredBatch> ofSpan(long afterId, long fromMillis, long toMillis, int limit) throws SQLException {
        return Sql.all(db, OF_SPAN, row -> read(row).batch, afterId, fromMillis, toMillis, limit);
    }

    /** What waits for its receipt, by stream. */
    List<RingContent.Waiting> waiting() throws SQLException {
        return Sql.all(
                db,
                WAITING_IN_ALL,
                row -> new RingContent.Waiting(
                        Stream.of((char) row.getInt(1)), row.getLong(2), row.getLong(3), row.getLong(4)));
    }

    boolean hasRefused() throws SQLException {
        return Sql.number(db, REFUSED) > 0;
    }

    /** The newest batch of stream {@code d} that carries a dictionary chunk. */
    Optional<StoredBatch> carrier(byte[] chunk) throws SQLException {
        return Sql.first(db, CARRIER, row -> read(row).batch, DICTIONARY, chunk);
    }

    /** Every row, oldest first, one at a time. */
    void each(Sql.RowSink sink) throws SQLException {
        Sql.each(db, ALL, sink);
    }

    /** The oldest batch beyond {@code afterId} that waits for no receipt and carries no dictionary chunk. */
    Optional<StoredBatch> oldestDone(long afterId) throws SQLException {
        return Sql.first(db, OLDEST_DONE, row -> read(row).batch, DICTIONARY, afterId);
    }

    /** Batches that wait for no receipt and carry a dictionary chunk. */
    List<StoredBatch> doneCarriers() throws SQLException {
        return Sql.all(db, DONE_CARRIERS, row -> read(row).batch, DICTIONARY);
    }

    /** The lists of chunks that batches name without carrying them. */
    List<Long> namedSets() throws SQLException {
        return Sql.all(db, NAMED_SETS, row -> row.getLong(1), DICTIONARY);
    }

    /** Records in batches that wait for their receipt. */
    List<Held> held() throws SQLException {
        return Sql.all(
                db,
                HELD,
                row -> new Held(
                        row.getLong(1),
                        streamOf(row.getInt(2)).orElse(Stream.MINUTES),
                        row.getInt(3) == ONE_WAY,
                        Counts.read(row, 4)));
    }

    long bytesWaiting() throws SQLException {
        return Sql.number(db, QUEUED);
    }

    /** The lowest sequence number still here, 0 for none. */
    long lowest(long start, int stream) throws SQLException {
        return Sql.number(db, LOWEST, start, stream);
    }

    /** Start numbers of which a batch is here. */
    List<Long> starts() throws SQLException {
        return Sql.all(db, STARTS, row -> row.getLong(1));
    }

    void setState(long id, int state, int reason) throws SQLException {
        Sql.update(db, SET_STATE, state, reason, id);
    }

    /** Notes that it left by a road without receipts. */
    void setOneWay(long id) throws SQLException {
        mark(id, ONE_WAY);
    }

    boolean wentOneWay(long id) throws SQLException {
        return (road(id) & ONE_WAY) != 0;
    }

    /** Notes by which road it left, beside those that are noted: {@link skerry.agent.left.LeftRoad#mark}. */
    void mark(long id, int road) throws SQLException {
        mark(id, id, road);
    }

    /** The same of all from one to another. */
    void mark(long first, long last, int road) throws SQLException {
        Sql.update(db, MARK, road, first, last);
    }

    /** The same, if it still waits: of one that the hub has confirmed, that it left needs no note. */
    void markWaiting(long id, int road) throws SQLException {
        Sql.update(db, MARK_WAITING, road, id);
    }

    int road(long id) throws SQLException {
        return (int) Sql.number(db, ROAD, id);
    }

    void delete(long id) throws SQLException {
        Sql.update(db, DELETE, id);
    }

    /** The highest id, 0 without batches. */
    long last() throws SQLException {
        return Sql.number(db, LAST);
    }

    static Row read(ResultSet row) throws SQLException {
        int code = row.getInt(3);
        Optional<Stream> stream = streamOf(code);
        var batch = new StoredBatch(
                row.getLong(1),
                row.getLong(2),
                stream.orElse(Stream.MINUTES),
                row.getLong(4),
                row.getInt(5),
                row.getLong(6),
                Counts.read(row, 7),
                row.getLong(10),
                row.getLong(11),
                row.getInt(12),
                row.getLong(13));
        boolean known = batch.state() >= StoredBatch.WAITING && batch.state() <= StoredBatch.REFUSED;
        return new Row(batch, known && stream.isPresent() && batch.seq() > 0 && row.getLong(14) == crc(batch));
    }

    private static Optional<Stream> streamOf(int code) {
        try {
            return Optional.of(Stream.of((char) code));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Over all columns but {@code state} and {@code reason}, which change. */
    private static long crc(StoredBatch batch) {
        return RowCrc.of(
                batch.id(),
                batch.start(),
                batch.stream().code(),
                batch.seq(),
                batch.day(),
                batch.records().samples(),
                batch.records().lines(),
                batch.records().events(),
                batch.wallFirst(),
                batch.wallLast(),
                batch.bytes(),
                batch.refs());
    }
}
