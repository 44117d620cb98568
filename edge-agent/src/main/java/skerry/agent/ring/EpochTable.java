package skerry.agent.ring;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import skerry.platform.sqlite.Sql;

/** Table {@code epoch}: one row per agent start that made a batch. */
final class EpochTable {
    private static final String INSERT = "INSERT INTO epoch (id, epoch, boot, made, crc) VALUES (?, ?, ?, ?, ?)";
    private static final String ALL = "SELECT id, epoch, boot, made, crc FROM epoch ORDER BY id";
    private static final String BY_EPOCH = "SELECT id, epoch, boot, made, crc FROM epoch WHERE epoch = ?";
    private static final String BY_START = "SELECT id, epoch, boot, made, crc FROM epoch WHERE id = ?";
    private static final String LAST = "SELECT max(id) FROM epoch";
    private static final String DELETE = "DELETE FROM epoch WHERE id = ?";

    private final Connection db;

    /**
     * One row.
     *
     * @param start the start number, from 1
     * @param epoch its random id
     * @param boot row of table {@code boot}
     * @param made UTC epoch milliseconds
     */
    record Row(long start, long epoch, long boot, long made, boolean intact) {}

    EpochTable(Connection db) {
        this.db = db;
    }

    void insert(long start, long epoch, long boot, long made) throws SQLException {
        Sql.update(db, INSERT, start, epoch, boot, made, RowCrc.of(start, epoch, boot, made));
    }

    /** Oldest first. */
    List<Row> all() throws SQLException {
        return Sql.all(db, ALL, EpochTable::read);
    }

    Optional<Row> byStart(long start) throws SQLException {
        return Sql.first(db, BY_START, EpochTable::read, start);
    }

    Optional<Row> byEpoch(long epoch) throws SQLException {
        return Sql.first(db, BY_EPOCH, EpochTable::read, epoch);
    }

    long lastStart() throws SQLException {
        return Sql.number(db, LAST);
    }

    void delete(long start) throws SQLException {
        Sql.update(db, DELETE, start);
    }

    private static Row read(ResultSet row) throws SQLException {
        boolean intact = row.getLong(5) == RowCrc.of(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
        return new Row(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), intact);
    }
}
