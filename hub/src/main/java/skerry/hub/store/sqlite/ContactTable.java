package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import skerry.hub.store.Span;

/** SQL of table {@code contact}. */
final class ContactTable {
    /** An unbroken contact of an agent. */
    record Row(int agent, long from, long to) {}

    private static final String PUT = """
        INSERT INTO contact (agent, from_ms, to_ms) VALUES (?, ?, ?)
            ON CONFLICT (agent, from_ms) DO UPDATE SET to_ms = max(to_ms, excluded.to_ms)
        """;
    private static final String BETWEEN = """
        SELECT from_ms, to_ms FROM contact WHERE agent = ? AND to_ms >= ? AND from_ms <= ? ORDER BY from_ms
        """;
    private static final String NEWEST = """
        SELECT agent, max(from_ms), max(to_ms) FROM contact GROUP BY agent
        """;
    private static final String FORGET = "DELETE FROM contact WHERE to_ms < ?";

    private ContactTable() {}

    static void put(Connection connection, Collection<Row> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            for (Row row : rows) {
                statement.setInt(1, row.agent());
                statement.setLong(2, row.from());
                statement.setLong(3, row.to());
                statement.executeUpdate();
            }
        }
    }

    /** The last contact of each agent. */
    static List<Row> newest(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NEWEST);
                ResultSet row = statement.executeQuery()) {
            var newest = new ArrayList<Row>();
            while (row.next()) {
                newest.add(new Row(row.getInt(1), row.getLong(2), row.getLong(3)));
            }
            return newest;
        }
    }

    static List<Span> between(Connection connection, int agent, long from, long to) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BETWEEN)) {
            statement.setInt(1, agent);
            statement.setLong(2, from);
            statement.setLong(3, to);
            return spans(statement);
        }
    }

    static List<Span> spans(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            var spans = new ArrayList<Span>();
            while (row.next()) {
                spans.add(new Span(row.getLong(1), row.getLong(2)));
            }
            return spans;
        }
    }

    static void forget(Connection connection, long before) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
            statement.setLong(1, before);
            statement.executeUpdate();
        }
    }
}
