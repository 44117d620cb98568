package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import skerry.protocol.Bytes;

/** SQL of table {@code waiting}: which stored batches wait for which dictionary chunk. */
final class WaitingTable {
    record Row(long day, long lsn) {}

    private static final String ARRIVED = """
            SELECT DISTINCT hash FROM waiting WHERE hash IN (SELECT hash FROM dictionary)
            """;

    private static final String ADD = "INSERT OR IGNORE INTO waiting (hash, day, lsn) VALUES (?, ?, ?)";
    private static final String FOR = "SELECT day, lsn FROM waiting WHERE hash = ? ORDER BY lsn";
    private static final String DONE = "DELETE FROM waiting WHERE hash = ?";
    private static final String FORGET_DAY = "DELETE FROM waiting WHERE day = ?";

    private WaitingTable() {}

    static void add(Connection connection, List<Bytes> hashes, long day, long lsn) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            for (Bytes hash : hashes) {
                statement.setBytes(1, hash.toArray());
                statement.setLong(2, day);
                statement.setLong(3, lsn);
                statement.executeUpdate();
            }
        }
    }

    static List<Row> waitingFor(Connection connection, Bytes hash) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FOR)) {
            statement.setBytes(1, hash.toArray());
            try (ResultSet row = statement.executeQuery()) {
                var rows = new ArrayList<Row>();
                while (row.next()) {
                    rows.add(new Row(row.getLong(1), row.getLong(2)));
                }
                return rows;
            }
        }
    }

    /** Chunks that came though batches still wait for them. */
    static List<Bytes> arrived(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ARRIVED);
                ResultSet row = statement.executeQuery()) {
            var hashes = new ArrayList<Bytes>();
            while (row.next()) {
                hashes.add(Bytes.of(row.getBytes(1)));
            }
            return hashes;
        }
    }

    static void done(Connection connection, Bytes hash) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DONE)) {
            statement.setBytes(1, hash.toArray());
            statement.executeUpdate();
        }
    }

    static void forgetDay(Connection connection, long day) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FORGET_DAY)) {
            statement.setLong(1, day);
            statement.executeUpdate();
        }
    }
}
