package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;

/** SQL of table {@code boot}. */
final class BootTable {
    /**
     * A boot of an agent's node.
     *
     * @param offset wall time less monotonic time, milliseconds
     * @param quality of the offset; {@code UNKNOWN} while it is estimated from arrivals
     */
    record Boot(int no, int agent, Bytes bootId, long offset, ClockQuality quality, long errorMillis) {}

    private static final String COLUMNS = "SELECT no, agent, boot_id, offset_ms, quality, error_ms FROM boot ";
    private static final String BY_ID = COLUMNS + "WHERE agent = ? AND boot_id = ?";
    private static final String BY_NUMBER = COLUMNS + "WHERE no = ?";
    private static final String LAST = "SELECT coalesce(max(no), 0) FROM boot";
    private static final String PUT = """
            INSERT OR REPLACE INTO boot (no, agent, boot_id, offset_ms, quality, error_ms) VALUES (?, ?, ?, ?, ?, ?)
            """;

    private BootTable() {}

    static Optional<Boot> find(Connection connection, int agent, Bytes bootId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BY_ID)) {
            statement.setInt(1, agent);
            statement.setBytes(2, bootId.toArray());
            return read(statement);
        }
    }

    static Optional<Boot> find(Connection connection, int no) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BY_NUMBER)) {
            statement.setInt(1, no);
            return read(statement);
        }
    }

    private static Optional<Boot> read(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next()
                    ? Optional.of(new Boot(
                            row.getInt(1),
                            row.getInt(2),
                            Bytes.of(row.getBytes(3)),
                            row.getLong(4),
                            ClockQuality.of(row.getInt(5)),
                            row.getLong(6)))
                    : Optional.empty();
        }
    }

    static int last(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LAST);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    static void put(Connection connection, Collection<Boot> boots) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            for (Boot boot : boots) {
                statement.setInt(1, boot.no());
                statement.setInt(2, boot.agent());
                statement.setBytes(3, boot.bootId().toArray());
                statement.setLong(4, boot.offset());
                statement.setInt(5, boot.quality().code());
                statement.setLong(6, boot.errorMillis());
                statement.executeUpdate();
            }
        }
    }
}
