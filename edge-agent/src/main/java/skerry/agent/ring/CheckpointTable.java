package skerry.agent.ring;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import skerry.agent.collect.logs.Checkpoint;
import skerry.platform.sqlite.Sql;

/** Table {@code checkpoint}: where reading of each log source goes on. */
final class CheckpointTable {
    private static final String UPDATE = "UPDATE checkpoint SET state = ?, crc = ? WHERE source = ?";
    private static final String INSERT = "INSERT INTO checkpoint (source, state, crc) VALUES (?, ?, ?)";
    private static final String DELETE = "DELETE FROM checkpoint WHERE source = ?";
    private static final String DELETE_ROW = "DELETE FROM checkpoint WHERE id = ?";
    private static final String ALL = "SELECT id, source, state, crc FROM checkpoint ORDER BY id";

    private final Connection db;

    /** One row. {@code intact} says whether its checksum holds. */
    record Row(long id, Checkpoint checkpoint, boolean intact) {}

    CheckpointTable(Connection db) {
        this.db = db;
    }

    /** Stores the place; an empty state forgets the source. */
    void put(Checkpoint checkpoint) throws SQLException {
        if (checkpoint.state().isEmpty()) {
            Sql.update(db, DELETE, checkpoint.sourceKey());
        } else if (Sql.update(db, UPDATE, checkpoint.state(), crc(checkpoint), checkpoint.sourceKey()) == 0) {
            Sql.update(db, INSERT, checkpoint.sourceKey(), checkpoint.state(), crc(checkpoint));
        }
    }

    List<Row> all() throws SQLException {
        return Sql.all(db, ALL, row -> {
            var checkpoint = new Checkpoint(row.getString(2), row.getString(3));
            return new Row(row.getLong(1), checkpoint, row.getLong(4) == crc(checkpoint));
        });
    }

    void delete(long id) throws SQLException {
        Sql.update(db, DELETE_ROW, id);
    }

    private static long crc(Checkpoint checkpoint) {
        return new RowCrc().add(checkpoint.sourceKey()).add(checkpoint.state()).value();
    }
}
