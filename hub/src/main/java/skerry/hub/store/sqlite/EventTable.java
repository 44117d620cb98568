package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import skerry.protocol.payload.Severity;

/** SQL of table {@code event} in a day file. */
final class EventTable {
    /** An event, its moment on the clock of {@code base}. */
    record Row(
            int agent,
            int base,
            long atMillis,
            String type,
            Severity severity,
            String text,
            Map<String, String> attributes,
            long arrivedAt) {}

    private static final String ADD = """
            INSERT INTO event (agent, base, at_ms, type, severity, text, attributes, arrived_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String BETWEEN = """
            SELECT agent, base, at_ms, type, severity, text, attributes, arrived_at
              FROM event
             WHERE agent = ? AND (base <> 0 OR at_ms BETWEEN ? AND ?)
             ORDER BY at_ms DESC
             LIMIT ?
            """;

    private EventTable() {}

    static void add(Connection connection, List<Row> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            for (Row row : rows) {
                statement.setInt(1, row.agent());
                statement.setInt(2, row.base());
                statement.setLong(3, row.atMillis());
                statement.setString(4, row.type());
                statement.setInt(5, row.severity().code());
                statement.setString(6, row.text());
                statement.setString(7, join(row.attributes()));
                statement.setLong(8, row.arrivedAt());
                statement.executeUpdate();
            }
        }
    }

    /** The newest first; those on a boot's clock whatever their moment. */
    static List<Row> between(Connection connection, int agent, long from, long to, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BETWEEN)) {
            statement.setInt(1, agent);
            statement.setLong(2, from);
            statement.setLong(3, to);
            statement.setInt(4, limit);
            try (ResultSet row = statement.executeQuery()) {
                var rows = new ArrayList<Row>();
                while (row.next()) {
                    rows.add(new Row(
                            row.getInt(1),
                            row.getInt(2),
                            row.getLong(3),
                            row.getString(4),
                            Severity.of(row.getInt(5)),
                            row.getString(6),
                            split(row.getString(7)),
                            row.getLong(8)));
                }
                return rows;
            }
        }
    }

    /** Names and values by turns, each on a line, with line breaks and backslashes escaped. */
    private static String join(Map<String, String> attributes) {
        var text = new StringBuilder();
        new TreeMap<>(attributes)
                .forEach((name, value) -> text.append(escaped(name))
                        .append('\n')
                        .append(escaped(value))
                        .append('\n'));
        return text.toString();
    }

    private static Map<String, String> split(String text) {
        var attributes = new TreeMap<String, String>();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i + 1 < lines.length; i += 2) {
            attributes.put(unescaped(lines[i]), unescaped(lines[i + 1]));
        }
        return attributes;
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static String unescaped(String text) {
        var plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char next = text.charAt(++i);
                plain.append(next == 'n' ? '\n' : next);
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
