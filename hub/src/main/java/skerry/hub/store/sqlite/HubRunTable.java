package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import skerry.hub.store.Span;

/** SQL of table {@code hub_run}. */
final class HubRunTable {
    private static final String PUT = """
            INSERT INTO hub_run (boot, started_at, alive_at) VALUES (?, ?, ?)
                ON CONFLICT (boot) DO UPDATE SET alive_at = max(alive_at, excluded.alive_at)
            """;
    private static final String SINCE = """
            SELECT started_at, alive_at FROM hub_run WHERE alive_at >= ? ORDER BY started_at
            """;
    private static final String LAST_BEFORE = """
            SELECT started_at, alive_at FROM hub_run WHERE alive_at < ? ORDER BY alive_at DESC LIMIT 1
            """;

    private HubRunTable() {}

    static void put(Connection connection, long boot, long startedAt, long aliveAt) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            statement.setLong(1, boot);
            statement.setLong(2, startedAt);
            statement.setLong(3, aliveAt);
            statement.executeUpdate();
        }
    }

    /** Runs that lasted beyond a moment, and the one before them. */
    static List<Span> since(Connection connection, long moment) throws SQLException {
        var runs = new ArrayList<Span>();
        try (PreparedStatement statement = connection.prepareStatement(LAST_BEFORE)) {
            statement.setLong(1, moment);
            runs.addAll(ContactTable.spans(statement));
        }
        try (PreparedStatement statement = connection.prepareStatement(SINCE)) {
            statement.setLong(1, moment);
            runs.addAll(ContactTable.spans(statement));
        }
        return runs;
    }
}
