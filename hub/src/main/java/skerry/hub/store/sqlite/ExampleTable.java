package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** SQL of table {@code example} in a day file. */
final class ExampleTable {
    /** A redacted line of a pattern. */
    record Row(long pattern, long hour, int agent, long atMillis, String text) {}

    private static final String PUT = """
            INSERT INTO example (pattern, hour, agent, at_ms, text) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (pattern, hour, agent) DO UPDATE
               SET at_ms = excluded.at_ms, text = excluded.text
             WHERE excluded.at_ms > at_ms OR (excluded.at_ms = at_ms AND excluded.text > text)
            """;
    private static final String OF_PATTERN = """
            SELECT pattern, hour, agent, at_ms, text
              FROM example
             WHERE pattern = ? AND hour BETWEEN ? AND ?
             ORDER BY hour DESC, at_ms DESC
             LIMIT ?
            """;

    private static final String DELETE = "DELETE FROM example WHERE pattern = ?";

    private ExampleTable() {}

    /** Deletes the examples of these patterns; how many that were. */
    static int delete(Connection connection, Collection<Long> patterns) throws SQLException {
        int deleted = 0;
        try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
            for (long pattern : patterns) {
                statement.setLong(1, pattern);
                deleted += statement.executeUpdate();
            }
        }
        return deleted;
    }

    /** Keeps the latest of each pattern, hour and agent. */
    static void put(Connection connection, List<Row> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            for (Row row : rows) {
                statement.setLong(1, row.pattern());
                statement.setLong(2, row.hour());
                statement.setInt(3, row.agent());
                statement.setLong(4, row.atMillis());
                statement.setString(5, row.text());
                statement.executeUpdate();
            }
        }
    }

    /** The newest first. */
    static List<Row> of(Connection connection, long pattern, long firstHour, long lastHour, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OF_PATTERN)) {
            statement.setLong(1, pattern);
            statement.setLong(2, firstHour);
            statement.setLong(3, lastHour);
            statement.setInt(4, limit);
            try (ResultSet row = statement.executeQuery()) {
                var rows = new ArrayList<Row>();
                while (row.next()) {
                    rows.add(new Row(row.getLong(1), row.getLong(2), row.getInt(3), row.getLong(4), row.getString(5)));
                }
                return rows;
            }
        }
    }
}
