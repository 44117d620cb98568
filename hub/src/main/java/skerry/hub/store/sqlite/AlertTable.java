package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import skerry.hub.store.AlertEpisode;
import skerry.hub.store.AlertSeverity;
import skerry.hub.store.AlertWord;

/** SQL of table {@code alert}. */
final class AlertTable {
    /** An episode of an agent, by its number. */
    record Row(int agent, AlertEpisode episode) {}

    /** How many episodes of one rule and severity are over at an agent, and when they began. */
    record Cause(int agent, String rule, AlertSeverity severity, long episodes, long oldest, long newest) {}

    private static final String FIND = """
            SELECT state FROM alert WHERE agent = ? AND key = ? AND since_ms = ?
            """;
    private static final String PUT = """
            INSERT INTO alert (agent, key, since_ms, rule, severity, resolved, began_ms, heard_at, state)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (agent, key, since_ms) DO UPDATE
               SET rule = excluded.rule, severity = excluded.severity, resolved = excluded.resolved,
                   began_ms = excluded.began_ms, heard_at = excluded.heard_at, state = excluded.state
            """;
    private static final String UNRESOLVED = "SELECT agent, key, since_ms, state FROM alert WHERE resolved = 0";
    private static final String COUNT_AT = "SELECT count(*) FROM alert WHERE agent = ? AND resolved = ?";
    private static final String RESOLVED = """
            SELECT agent, rule, severity, count(*), min(began_ms), max(began_ms)
              FROM alert
             WHERE resolved = 1
             GROUP BY rule, severity, agent
            """;
    private static final String OF_CAUSE = """
            SELECT agent, key, since_ms, state
              FROM alert
             WHERE resolved = 1 AND rule = ? AND severity = ?
               AND (? = '[]' OR agent IN (SELECT value FROM json_each(?)))
             ORDER BY heard_at DESC, no DESC
             LIMIT ? OFFSET ?
            """;
    private static final String COUNTS = "SELECT severity, count(*) FROM alert WHERE resolved = 1 GROUP BY severity";
    private static final String MAKE_ROOM = """
            DELETE FROM alert
             WHERE no IN (SELECT no
                            FROM alert
                           WHERE agent = ? AND resolved = 1
                           ORDER BY heard_at DESC, no DESC
                           LIMIT -1 OFFSET ?)
            """;
    private static final String EXPIRE = "DELETE FROM alert WHERE resolved = 1 AND heard_at < ?";
    private static final String REMOVE = "DELETE FROM alert WHERE agent = ? AND key = ? AND since_ms = ?";

    private AlertTable() {}

    static Optional<AlertEpisode> find(Connection connection, int agent, AlertWord.Id id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            setId(statement, agent, id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(AlertCodec.decode(id, row.getBytes(1))) : Optional.empty();
            }
        }
    }

    /** @param began corrected */
    static void put(Connection connection, int agent, AlertEpisode episode, long began) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            setId(statement, agent, episode.id());
            statement.setString(4, episode.about().rule());
            statement.setInt(5, episode.about().severity().code());
            statement.setBoolean(6, episode.isResolved());
            statement.setLong(7, began);
            statement.setLong(8, episode.heardAt());
            statement.setBytes(9, AlertCodec.encode(episode));
            statement.executeUpdate();
        }
    }

    private static void setId(PreparedStatement statement, int agent, AlertWord.Id id) throws SQLException {
        statement.setInt(1, agent);
        statement.setLong(2, id.key());
        statement.setLong(3, id.since());
    }

    /** Gives one after another all that are not over. */
    static void unresolved(Connection connection, Consumer<Row> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UNRESOLVED);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                rows.accept(row(row));
            }
        }
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getInt(1), AlertCodec.decode(new AlertWord.Id(row.getLong(2), row.getLong(3)), row.getBytes(4)));
    }

    static int countAt(Connection connection, int agent, boolean resolved) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COUNT_AT)) {
            statement.setInt(1, agent);
            statement.setBoolean(2, resolved);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    static List<Cause> resolved(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RESOLVED);
                ResultSet row = statement.executeQuery()) {
            var causes = new ArrayList<Cause>();
            while (row.next()) {
                causes.add(new Cause(
                        row.getInt(1),
                        row.getString(2),
                        AlertSeverity.ofCode(row.getInt(3)),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6)));
            }
            return causes;
        }
    }

    /** @param agents empty for all */
    static List<Row> ofCause(
            Connection connection, String rule, AlertSeverity severity, Set<Integer> agents, long from, int limit)
            throws SQLException {
        String numbers = agents.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
        try (PreparedStatement statement = connection.prepareStatement(OF_CAUSE)) {
            statement.setString(1, rule);
            statement.setInt(2, severity.code());
            statement.setString(3, numbers);
            statement.setString(4, numbers);
            statement.setInt(5, limit);
            statement.setLong(6, from);
            try (ResultSet row = statement.executeQuery()) {
                var rows = new ArrayList<Row>();
                while (row.next()) {
                    rows.add(row(row));
                }
                return rows;
            }
        }
    }

    static Map<AlertSeverity, Long> counts(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COUNTS);
                ResultSet row = statement.executeQuery()) {
            var counts = new EnumMap<AlertSeverity, Long>(AlertSeverity.class);
            while (row.next()) {
                counts.merge(AlertSeverity.ofCode(row.getInt(1)), row.getLong(2), Long::sum);
            }
            return counts;
        }
    }

    /** Removes of an agent what is over, but for the {@code kept} heard of last. */
    static void makeRoom(Connection connection, int agent, int kept) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MAKE_ROOM)) {
            statement.setInt(1, agent);
            statement.setInt(2, kept);
            statement.executeUpdate();
        }
    }

    /** Removes what is over and was heard of last before {@code heardBefore}. */
    static void expire(Connection connection, long heardBefore) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(EXPIRE)) {
            statement.setLong(1, heardBefore);
            statement.executeUpdate();
        }
    }

    static void remove(Connection connection, int agent, AlertWord.Id id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REMOVE)) {
            setId(statement, agent, id);
            statement.executeUpdate();
        }
    }
}
