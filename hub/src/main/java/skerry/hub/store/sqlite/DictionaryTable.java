package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.protocol.Bytes;

/** SQL of table {@code dictionary}: chunks as the signed batches they came in. */
final class DictionaryTable {
    private static final String GET = "SELECT chunk FROM dictionary WHERE hash = ?";
    private static final String PUT = """
            INSERT OR IGNORE INTO dictionary (hash, chunk, agent, stored_at) VALUES (?, ?, ?, ?)
            """;

    private static final String AFTER = "SELECT hash, chunk FROM dictionary WHERE hash > ? ORDER BY hash LIMIT ?";
    private static final String ERASED = "UPDATE dictionary SET chunk = ?, erased_at = ? WHERE hash = ?";

    /** A stored chunk. */
    record Row(Bytes hash, Bytes batch) {}

    private DictionaryTable() {}

    /** Chunks in the order of their names, from behind one on. */
    static List<Row> after(Connection connection, Bytes hash, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(AFTER)) {
            statement.setBytes(1, hash.toArray());
            statement.setInt(2, limit);
            try (ResultSet row = statement.executeQuery()) {
                var rows = new ArrayList<Row>();
                while (row.next()) {
                    rows.add(new Row(Bytes.of(row.getBytes(1)), Bytes.of(row.getBytes(2))));
                }
                return rows;
            }
        }
    }

    /** Puts what is left of a chunk in its place. */
    static void erased(Connection connection, Bytes hash, byte[] left, long at) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ERASED)) {
            statement.setBytes(1, left);
            statement.setLong(2, at);
            statement.setBytes(3, hash.toArray());
            statement.executeUpdate();
        }
    }

    static Optional<byte[]> get(Connection connection, Bytes hash) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(GET)) {
            statement.setBytes(1, hash.toArray());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
            }
        }
    }

    static void put(Connection connection, Bytes hash, byte[] batch, int agent, long storedAt) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            statement.setBytes(1, hash.toArray());
            statement.setBytes(2, batch);
            statement.setInt(3, agent);
            statement.setLong(4, storedAt);
            statement.executeUpdate();
        }
    }
}
