package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import skerry.hub.store.PatternInfo;
import skerry.protocol.payload.Severity;

/** SQL of table {@code pattern}. */
final class PatternTable {
    private static final String ALL = "SELECT id, template, alias_of, severity, first_ms, last_ms FROM pattern";
    private static final String PUT = """
            INSERT OR REPLACE INTO pattern (id, template, alias_of, severity, first_ms, last_ms) VALUES (?, ?, ?, ?, ?, ?)
            """;

    private PatternTable() {}

    static List<PatternInfo> all(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ALL);
                ResultSet row = statement.executeQuery()) {
            var patterns = new ArrayList<PatternInfo>();
            while (row.next()) {
                patterns.add(new PatternInfo(
                        row.getLong(1),
                        row.getString(2),
                        row.getLong(3),
                        Severity.of(row.getInt(4)),
                        row.getLong(5),
                        row.getLong(6)));
            }
            return patterns;
        }
    }

    static void put(Connection connection, Collection<PatternInfo> patterns) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            for (PatternInfo pattern : patterns) {
                statement.setLong(1, pattern.id());
                statement.setString(2, pattern.template());
                statement.setLong(3, pattern.aliasOf());
                statement.setInt(4, pattern.severity().code());
                statement.setLong(5, pattern.firstMillis());
                statement.setLong(6, pattern.lastMillis());
                statement.executeUpdate();
            }
        }
    }
}
