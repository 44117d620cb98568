package skerry.hub.store.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import skerry.hub.access.AccessStore;
import skerry.platform.sqlite.Snapshot;
import skerry.platform.sqlite.Sqlite;

/** Looks at files that were restored, before a hub uses them. */
public final class RestoredStore {
    private static final int CACHE_KIB = 2_048;

    private RestoredStore() {}

    /** What they hold. */
    public record Content(long sites, long agents, long retired) {}

    /**
     * Checks every file.
     *
     * @throws IOException names the one that is damaged
     */
    public static Content check(Path folder, List<Path> files) throws IOException {
        try {
            for (Path file : files) {
                Snapshot.requireSound(file);
            }
            try (Connection control = Sqlite.openReadOnly(folder.resolve("control.db"), CACHE_KIB)) {
                return new Content(
                        count(control, "SELECT count(*) FROM site"),
                        count(control, "SELECT count(*) FROM agent"),
                        count(control, "SELECT count(*) FROM agent WHERE retired = 1"));
            }
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Ends all sessions, since some may have been ended after the backup, and leaves an audit line. */
    public static void note(Path folder, long now, String what) throws IOException {
        try (SqliteAccessStore access = SqliteAccessStore.open(folder.resolve("access.db"))) {
            access.expireSessions(Long.MAX_VALUE, Long.MAX_VALUE);
            access.audit(new AccessStore.AuditEntry(now, "operator", "hub.restore", what, "ok", "local"));
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
