package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** SQL of table {@code meta}: single numbers of the store. */
final class MetaTable {
    /** The holdings of {@code control.db} count all batches up to this commit. */
    static final String SYNCED_LSN = "synced_lsn";
    /** The present states of {@code control.db} hold all batches that were decoded up to this commit. */
    static final String PRESENT_LSN = "present_lsn";

    /** No batch of any day is refused for a policy of this version or a later one. */
    static final String REFUSED_BELOW = "refused_below_policy";

    private static final String GET = "SELECT value FROM meta WHERE name = ?";
    private static final String PUT = "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)";

    private MetaTable() {}

    /** 0 if it was never put. */
    static long get(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(GET)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    static void put(Connection connection, String name, long value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            statement.setString(1, name);
            statement.setLong(2, value);
            statement.executeUpdate();
        }
    }
}
