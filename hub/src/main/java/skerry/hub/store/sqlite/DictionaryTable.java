package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import skerry.protocol.Bytes;

/** SQL of table {@code dictionary}: chunks as the signed batches they came in. */
final class DictionaryTable {
    private static final String GET = "SELECT chunk FROM dictionary WHERE hash = ?";
    private static final String PUT = """
            INSERT OR IGNORE INTO dictionary (hash, chunk, agent, stored_at) VALUES (?, ?, ?, ?)
            """;

    private DictionaryTable() {}

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
