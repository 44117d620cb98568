package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.batch.Batch;

/** SQL of table {@code quarantine}: what is kept though it does not count. */
final class QuarantineTable {
    /** An agent may leave this many bytes; of what comes beyond only digests are kept, and beyond many of those none. */
    private static final long BYTES_PER_AGENT = 1 << 20;

    private static final int ROWS_PER_AGENT = 1_000;

    /** A quarantined batch. */
    record Row(int agent, long epoch, char stream, long seq, String reason, long arrivedAt) {}

    private static final String SHARE =
            "SELECT count(*), coalesce(sum(length(bytes)), 0) FROM quarantine WHERE agent = ?";
    private static final String PUT = """
            INSERT OR IGNORE
              INTO quarantine (agent, epoch, stream, seq, reason, sha256, held_sha256, bytes, arrived_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String OF_AGENT = """
            SELECT agent, epoch, stream, seq, reason, arrived_at
              FROM quarantine
             WHERE agent = ?
             ORDER BY no DESC
             LIMIT ?
            """;
    private static final String COUNT = "SELECT count(*) FROM quarantine WHERE agent = ?";

    private static final String WITH_BYTES =
            "SELECT no, bytes FROM quarantine WHERE no > ? AND bytes IS NOT NULL ORDER BY no LIMIT ?";
    private static final String KEEP_DIGEST = "UPDATE quarantine SET bytes = NULL WHERE no = ?";

    /** A quarantined batch of which the bytes are kept. */
    record Held(long no, Bytes bytes) {}

    private QuarantineTable() {}

    static List<Held> withBytes(Connection connection, long afterNo, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WITH_BYTES)) {
            statement.setLong(1, afterNo);
            statement.setInt(2, limit);
            try (ResultSet row = statement.executeQuery()) {
                var held = new ArrayList<Held>();
                while (row.next()) {
                    held.add(new Held(row.getLong(1), Bytes.of(row.getBytes(2))));
                }
                return held;
            }
        }
    }

    /** Forgets the bytes of a batch, which its digests outlive. */
    static void keepDigest(Connection connection, long no) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(KEEP_DIGEST)) {
            statement.setLong(1, no);
            statement.executeUpdate();
        }
    }

    /** @param held digest of the batch that is held under the same key, null if there is none */
    static void put(Connection connection, int agent, Batch batch, String reason, @Nullable Bytes held, long arrivedAt)
            throws SQLException {
        byte[] bytes = batch.encode();
        long rows;
        long used;
        try (PreparedStatement statement = connection.prepareStatement(SHARE)) {
            statement.setInt(1, agent);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                rows = row.getLong(1);
                used = row.getLong(2);
            }
        }
        if (rows >= ROWS_PER_AGENT) {
            return;
        }
        BatchKey key = batch.header().key();
        try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            statement.setInt(1, agent);
            statement.setLong(2, key.epoch());
            statement.setInt(3, key.stream().code());
            statement.setLong(4, key.seq());
            statement.setString(5, reason);
            statement.setBytes(6, Bytes.of(bytes).sha256().toArray());
            statement.setBytes(7, held == null ? null : held.toArray());
            statement.setBytes(8, used + bytes.length <= BYTES_PER_AGENT ? bytes : null);
            statement.setLong(9, arrivedAt);
            statement.executeUpdate();
        }
    }

    static long count(Connection connection, int agent) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COUNT)) {
            statement.setInt(1, agent);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** The newest first. */
    static List<Row> newest(Connection connection, int agent, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OF_AGENT)) {
            statement.setInt(1, agent);
            statement.setInt(2, limit);
            try (ResultSet row = statement.executeQuery()) {
                var found = new ArrayList<Row>();
                while (row.next()) {
                    found.add(new Row(
                            row.getInt(1),
                            row.getLong(2),
                            (char) row.getInt(3),
                            row.getLong(4),
                            row.getString(5),
                            row.getLong(6)));
                }
                return found;
            }
        }
    }
}
