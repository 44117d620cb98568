package skerry.agent.ring;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import skerry.platform.sqlite.Sql;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;

/** Table {@code outline}: which minute batches the summary of an hour was made of, and what of them gave way. */
final class OutlineTable {
    private static final String INSERT = """
            INSERT INTO outline (start, from_seq, to_seq, day, own_start, own_from, own_to, waiting, samples, lines, crc)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String OF_MINUTE = """
            SELECT id, start, from_seq, to_seq, day, own_start, own_from, own_to, waiting, samples, lines, crc
              FROM outline
             WHERE start = ? AND from_seq <= ?
             ORDER BY from_seq DESC
             LIMIT 1
            """;
    private static final String OF_PART = """
            SELECT id, start, from_seq, to_seq, day, own_start, own_from, own_to, waiting, samples, lines, crc
              FROM outline
             WHERE own_start = ?
               AND own_from = (SELECT max(own_from) FROM outline WHERE own_start = ? AND own_from <= ?)
               AND own_to >= ?
            """;
    private static final String ALL = """
            SELECT id, start, from_seq, to_seq, day, own_start, own_from, own_to, waiting, samples, lines, crc
              FROM outline
             ORDER BY id
            """;
    private static final String UPDATE = """
            UPDATE outline
               SET waiting = ?, samples = ?, lines = ?, crc = ?
             WHERE id = ?
            """;
    private static final String DELETE = "DELETE FROM outline WHERE id = ?";
    private static final String DELETE_GONE = """
            DELETE FROM outline
             WHERE NOT EXISTS (SELECT 1 FROM batch
                                WHERE batch.start = outline.start AND stream = ? AND seq BETWEEN from_seq AND to_seq)
               AND NOT EXISTS (SELECT 1 FROM batch
                                WHERE batch.start = own_start AND stream = ? AND seq BETWEEN own_from AND own_to)
            """;

    private final Connection db;

    /** Consecutive batches of one start and stream. */
    record Run(long start, long first, long last) {
        int size() {
            return (int) Math.clamp(last - first + 1, 1L, Integer.MAX_VALUE);
        }
    }

    /**
     * What an hour has of one day.
     *
     * @param minutes batches that it was made of
     * @param day UTC day that they are booked on
     * @param hour batches that it is
     * @param waiting how many of those the hub has not confirmed
     * @param lost records of minute batches that gave way unconfirmed
     */
    record Outline(Run minutes, long day, Run hour, int waiting, RecordCounts lost) {
        boolean isConfirmed() {
            return waiting == 0;
        }

        Outline withWaiting(int count) {
            return new Outline(minutes, day, hour, count, lost);
        }

        Outline withMoreLost(RecordCounts more) {
            return new Outline(minutes, day, hour, waiting, lost.plus(more));
        }
    }

    /** One row. {@code intact} says whether its checksum holds. */
    record Row(long id, Outline outline, boolean intact) {}

    OutlineTable(Connection db) {
        this.db = db;
    }

    void insert(Outline outline) throws SQLException {
        Sql.update(
                db,
                INSERT,
                outline.minutes().start(),
                outline.minutes().first(),
                outline.minutes().last(),
                outline.day(),
                outline.hour().start(),
                outline.hour().first(),
                outline.hour().last(),
                outline.waiting(),
                outline.lost().samples(),
                outline.lost().lines(),
                crc(outline));
    }

    /** Changes what changes: how many batches wait, and what was lost. */
    void update(long id, Outline outline) throws SQLException {
        Sql.update(
                db,
                UPDATE,
                outline.waiting(),
                outline.lost().samples(),
                outline.lost().lines(),
                crc(outline),
                id);
    }

    /** The hour that a minute batch is part of. */
    Optional<Row> ofMinute(long start, long seq) throws SQLException {
        return Sql.first(db, OF_MINUTE, OutlineTable::read, start, seq)
                .filter(row -> row.outline().minutes().last() >= seq);
    }

    /** Of all days, the hour that a batch of stream {@code s} is, or is a part of. */
    List<Row> ofPart(long start, long seq) throws SQLException {
        return Sql.all(db, OF_PART, OutlineTable::read, start, start, seq, seq);
    }

    List<Row> all() throws SQLException {
        return Sql.all(db, ALL, OutlineTable::read);
    }

    void delete(long id) throws SQLException {
        Sql.update(db, DELETE, id);
    }

    /** Removes hours of which the ring holds neither themselves nor a minute. */
    void deleteGone() throws SQLException {
        Sql.update(db, DELETE_GONE, (int) Stream.MINUTES.code(), (int) Stream.SUMMARIES.code());
    }

    private static Row read(ResultSet row) throws SQLException {
        var outline = new Outline(
                new Run(row.getLong(2), row.getLong(3), row.getLong(4)),
                row.getLong(5),
                new Run(row.getLong(6), row.getLong(7), row.getLong(8)),
                row.getInt(9),
                new RecordCounts(Math.max(0, row.getLong(10)), Math.max(0, row.getLong(11)), 0));
        return new Row(row.getLong(1), outline, row.getLong(12) == crc(outline));
    }

    private static long crc(Outline outline) {
        return RowCrc.of(
                outline.minutes().start(),
                outline.minutes().first(),
                outline.minutes().last(),
                outline.day(),
                outline.hour().start(),
                outline.hour().first(),
                outline.hour().last(),
                outline.waiting(),
                outline.lost().samples(),
                outline.lost().lines());
    }
}
