package skerry.platform.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Properties;
import org.sqlite.core.DB;
import org.sqlite.jdbc4.JDBC4Connection;
import org.sqlite.jdbc4.JDBC4PreparedStatement;

/**
 * A connection whose closed statements are kept compiled, so that a statement that is run again and again is parsed once: for
 * SQLite that is most of the work of a short one. Nobody may touch a statement that he has closed. For one thread at a time, as
 * the connection.
 */
final class KeepingConnection extends JDBC4Connection {
    /** Some 4 KiB of native memory each. */
    private static final int MOST_KEPT = 48;

    private final LinkedHashMap<String, KeptStatement> kept = new LinkedHashMap<>();

    KeepingConnection(String url, String file, Properties properties) throws SQLException {
        super(url, file, properties);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        checkOpen();
        checkCursor(type, concurrency, holdability);
        KeptStatement known = kept.remove(sql);
        return known == null ? new KeptStatement(this, sql) : known;
    }

    /** Takes back what was closed, unless there is another of it; the one that waits longest makes room. */
    private boolean keep(KeptStatement statement, String sql) throws SQLException {
        KeptStatement other = kept.get(sql);
        if (other != null) {
            return other == statement;
        }
        statement.reset();
        kept.put(sql, statement);
        if (kept.size() > MOST_KEPT) {
            kept.pollFirstEntry().getValue().end();
        }
        return true;
    }

    private static final class KeptStatement extends JDBC4PreparedStatement {
        private final KeepingConnection home;

        KeptStatement(KeepingConnection home, String sql) throws SQLException {
            super(home, sql);
            this.home = home;
        }

        @Override
        public void close() throws SQLException {
            if (pointer.isClosed() || !home.keep(this, sql)) {
                end();
            }
        }

        void end() throws SQLException {
            super.close();
        }

        /** Lets locks and arguments go. */
        void reset() throws SQLException {
            rs.close();
            pointer.safeRunInt(DB::reset);
            clearParameters();
            clearBatch();
        }
    }
}
