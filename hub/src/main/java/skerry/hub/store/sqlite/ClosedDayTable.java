package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** SQL of table {@code closed_day}. */
final class ClosedDayTable {
    private static final String ALL = "SELECT day FROM closed_day";
    private static final String TIMES = "SELECT day, closed_at FROM closed_day";
    private static final String PUT = "INSERT OR REPLACE INTO closed_day (day, closed_at) VALUES (?, ?)";
    private static final String REMOVE = "DELETE FROM closed_day WHERE day = ?";

    private ClosedDayTable() {}

    static Set<Long> all(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ALL);
                ResultSet row = statement.executeQuery()) {
            var days = new TreeSet<Long>();
            while (row.next()) {
                days.add(row.getLong(1));
            }
            return days;
        }
    }

    /** Of each closed day, when it was closed. */
    static SortedMap<Long, Long> times(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TIMES);
                ResultSet row = statement.executeQuery()) {
            var times = new TreeMap<Long, Long>();
            while (row.next()) {
                times.put(row.getLong(1), row.getLong(2));
            }
            return times;
        }
    }

    static void put(Connection connection, long day, long closedAt) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            statement.setLong(1, day);
            statement.setLong(2, closedAt);
            statement.executeUpdate();
        }
    }

    static void remove(Connection connection, long day) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REMOVE)) {
            statement.setLong(1, day);
            statement.executeUpdate();
        }
    }
}
