package skerry.agent.ring;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import skerry.platform.sqlite.Sql;
import skerry.protocol.Stream;

/** Table {@code head}: the highest sequence number given per start and stream. */
final class HeadTable {
    private static final String FIND = "SELECT seq FROM head WHERE start = ? AND stream = ?";
    private static final String UPDATE = "UPDATE head SET seq = ?, crc = ? WHERE start = ? AND stream = ?";
    private static final String INSERT = "INSERT INTO head (start, stream, seq, crc) VALUES (?, ?, ?, ?)";
    private static final String ALL = "SELECT id, start, stream, seq, crc FROM head ORDER BY start, stream";
    private static final String DELETE = "DELETE FROM head WHERE id = ?";
    private static final String DELETE_START = "DELETE FROM head WHERE start = ?";

    private final Connection db;

    /** One row; {@code stream} is the letter's code, which only an intact row is sure to know. */
    record Row(long id, long start, int stream, long seq, boolean intact) {}

    HeadTable(Connection db) {
        this.db = db;
    }

    /** The next sequence number, which is thereby taken. */
    long take(long start, Stream stream) throws SQLException {
        long seq = find(start, stream) + 1;
        put(start, stream, seq);
        return seq;
    }

    /** The highest number given, 0 for none. */
    long find(long start, Stream stream) throws SQLException {
        return Sql.number(db, FIND, start, (int) stream.code());
    }

    void put(long start, Stream stream, long seq) throws SQLException {
        int code = stream.code();
        if (Sql.update(db, UPDATE, seq, crc(start, code, seq), start, code) == 0) {
            Sql.update(db, INSERT, start, code, seq, crc(start, code, seq));
        }
    }

    /** Oldest start first. */
    List<Row> all() throws SQLException {
        return Sql.all(db, ALL, row -> {
            boolean intact = row.getLong(5) == crc(row.getLong(2), row.getInt(3), row.getLong(4));
            return new Row(row.getLong(1), row.getLong(2), row.getInt(3), row.getLong(4), intact);
        });
    }

    void delete(long id) throws SQLException {
        Sql.update(db, DELETE, id);
    }

    void deleteStart(long start) throws SQLException {
        Sql.update(db, DELETE_START, start);
    }

    private static long crc(long start, int stream, long seq) {
        return RowCrc.of(start, stream, seq);
    }
}
