package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import skerry.hub.store.Road;

/** SQL of table {@code arrival} in a day file. */
final class ArrivalTable {
    static final long BUCKET_MILLIS = 600_000;

    /** Ten minutes of an agent's batches by one road, in time or late. */
    record Key(long bucket, int agent, Road road, boolean late) {}

    record Row(Key key, long batches, long bytes) {}

    private static final String ADD = """
            INSERT INTO arrival (bucket, agent, road, late, batches, bytes) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (bucket, agent, road, late) DO UPDATE
               SET batches = batches + excluded.batches, bytes = bytes + excluded.bytes
            """;
    private static final String BETWEEN = """
            SELECT bucket, agent, road, late, batches, bytes
              FROM arrival
             WHERE bucket BETWEEN ? AND ? AND agent = ?
             ORDER BY bucket
            """;

    private ArrivalTable() {}

    /** @param sums batches and bytes per key */
    static void add(Connection connection, Map<Key, long[]> sums) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            for (var sum : sums.entrySet()) {
                statement.setLong(1, sum.getKey().bucket());
                statement.setInt(2, sum.getKey().agent());
                statement.setInt(3, sum.getKey().road().code());
                statement.setBoolean(4, sum.getKey().late());
                statement.setLong(5, sum.getValue()[0]);
                statement.setLong(6, sum.getValue()[1]);
                statement.executeUpdate();
            }
        }
    }

    static List<Row> between(Connection connection, int agent, long first, long last) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BETWEEN)) {
            statement.setLong(1, first);
            statement.setLong(2, last);
            statement.setInt(3, agent);
            try (ResultSet row = statement.executeQuery()) {
                var rows = new ArrayList<Row>();
                while (row.next()) {
                    var key = new Key(row.getLong(1), row.getInt(2), Road.of(row.getInt(3)), row.getBoolean(4));
                    rows.add(new Row(key, row.getLong(5), row.getLong(6)));
                }
                return rows;
            }
        }
    }
}
