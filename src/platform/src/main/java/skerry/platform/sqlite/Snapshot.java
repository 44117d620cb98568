package skerry.platform.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConnection;

/**
 * One unchanging state of a file in WAL mode, held by a connection of its own while others write on. Not thread-safe, and not
 * to be kept long: the WAL cannot shrink meanwhile.
 */
public final class Snapshot implements AutoCloseable {
    private static final int CACHE_KIB = 2_048;
    /** Left free beside a copy, so that writers go on. */
    private static final long RESERVE_BYTES = 32L << 20;

    private final Path file;
    private final Connection connection;

    private Snapshot(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /** Holds the present state, in a moment. */
    @SuppressWarnings("try") // the connection is closed on the way out only when holding failed
    public static Snapshot of(Path file) throws SQLException {
        Connection connection = Sqlite.openReadOnly(file, CACHE_KIB);
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
            // The state is that of the first statement that reads.
            try (ResultSet row = statement.executeQuery("SELECT count(*) FROM sqlite_schema")) {
                row.next();
            }
            return new Snapshot(file, connection);
        } catch (SQLException e) {
            try (connection) {
                throw e;
            }
        }
    }

    /**
     * Copies the state, page by page, so that what did not change stays at its place.
     *
     * @throws IOException in one sentence, if there is no room
     */
    public void copyTo(Path target) throws IOException, SQLException {
        long size = Files.size(file);
        long free = Files.getFileStore(target.toAbsolutePath().getParent()).getUsableSpace();
        if (free < size + RESERVE_BYTES) {
            throw new IOException("copying " + file + " needs " + (size >> 20) + " MiB beside it for a while, and "
                    + (free >> 20) + " MiB are free: free space");
        }
        int code = connection
                .unwrap(SQLiteConnection.class)
                .getDatabase()
                .backup("main", target.toString(), null, 0, 0, -1);
        if (code != 0) {
            throw new SQLException(
                    "copying " + file + " to " + target + " ended with SQLite's code " + code, null, code);
        }
    }

    /**
     * Reads a whole file to see whether it is sound.
     *
     * @throws SQLException names the file and what is wrong with it
     */
    public static void requireSound(Path file) throws SQLException {
        try (Connection connection = Sqlite.openReadOnly(file, CACHE_KIB);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
            String found = row.next() ? row.getString(1) : "nothing";
            if (!found.equals("ok")) {
                throw new SQLException(file + " is damaged: " + found);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
