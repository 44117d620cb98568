package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** SQL of table {@code pattern_hour} in a day file. */
final class PatternHourTable {
    private static final String GET = "SELECT counts FROM pattern_hour WHERE hour = ? AND agent = ?";
    private static final String PUT = "INSERT OR REPLACE INTO pattern_hour (hour, agent, counts) VALUES (?, ?, ?)";
    private static final String BETWEEN = """
            SELECT hour, agent, counts FROM pattern_hour WHERE hour BETWEEN ? AND ? ORDER BY hour, agent
            """;

    private PatternHourTable() {}

    /** Takes the counts of one agent's hour. */
    interface Visitor {
        void hour(long hour, int agent, byte[] counts) throws SQLException;
    }

    static void add(Connection connection, long hour, int agent, PatternCounts more) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(GET)) {
            statement.setLong(1, hour);
            statement.setInt(2, agent);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    more.add(row.getBytes(1));
                }
            }
        }
        put(connection, hour, agent, more.encode());
    }

    static void put(Connection connection, long hour, int agent, byte[] counts) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            statement.setLong(1, hour);
            statement.setInt(2, agent);
            statement.setBytes(3, counts);
            statement.executeUpdate();
        }
    }

    /** Visits the hours from {@code first} to {@code last}, both inclusive. */
    static void visit(Connection connection, long first, long last, Visitor visitor) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BETWEEN)) {
            statement.setLong(1, first);
            statement.setLong(2, last);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    visitor.hour(row.getLong(1), row.getInt(2), row.getBytes(3));
                }
            }
        }
    }
}
