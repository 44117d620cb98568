package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import skerry.hub.store.Span;

/** SQL of table {@code agent_day}: which span of data of an agent a closed day file holds. */
final class AgentDayTable {
    private static final String PUT = """
            INSERT OR REPLACE INTO agent_day (agent, day, first_ms, last_ms) VALUES (?, ?, ?, ?)
            """;
    private static final String TOUCHING = """
            SELECT day FROM agent_day WHERE agent = ? AND last_ms >= ? AND first_ms <= ?
            """;
    private static final String FIRSTS = "SELECT day, first_ms FROM agent_day WHERE agent = ?";
    private static final String FORGET = "DELETE FROM agent_day WHERE day = ?";

    /** Stands for the begin of data that is on no known clock. */
    static final long UNKNOWN = Long.MIN_VALUE;

    private AgentDayTable() {}

    static void put(Connection connection, long day, Map<Integer, Span> spans) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            for (var entry : spans.entrySet()) {
                statement.setInt(1, entry.getKey());
                statement.setLong(2, day);
                statement.setLong(3, entry.getValue().from());
                statement.setLong(4, entry.getValue().to());
                statement.executeUpdate();
            }
        }
    }

    static Set<Long> touching(Connection connection, int agent, long from, long to) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TOUCHING)) {
            statement.setInt(1, agent);
            statement.setLong(2, from);
            statement.setLong(3, to);
            try (ResultSet row = statement.executeQuery()) {
                var days = new TreeSet<Long>();
                while (row.next()) {
                    days.add(row.getLong(1));
                }
                return days;
            }
        }
    }

    /** By day, the begin of what it holds of an agent. */
    static Map<Integer, Long> firsts(Connection connection, int agent) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIRSTS)) {
            statement.setInt(1, agent);
            return Pairs.of(statement);
        }
    }

    static void forget(Connection connection, long day) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
            statement.setLong(1, day);
            statement.executeUpdate();
        }
    }
}
