package skerry.platform.sqlite;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/** Opens SQLite files. The caller closes the connection, and lets one thread at a time use it. */
public final class Sqlite {
    private static final String OWNER_ONLY = "rw-------";

    static {
        NativeLibrary.locate();
    }

    private Sqlite() {}

    /**
     * Opens {@code file} for writing in WAL mode. A new file gets mode 0600, which SQLite's companion files take over.
     *
     * @throws SQLException names the file; ask {@link SqliteFailure#of} what to do about it
     */
    public static Connection open(Path file, SqliteSettings settings) throws SQLException {
        try {
            createForOwner(file);
        } catch (IOException e) {
            throw new SQLException("creating " + file + ": " + reason(e), null, codeOf(e), e);
        }
        var config = new SQLiteConfig();
        config.setBusyTimeout(Math.toIntExact(settings.busyTimeout().toMillis()));
        Connection connection = connect(file, config);
        try (Statement statement = connection.createStatement()) {
            // Page size and vacuum mode only count before the first write, journal_mode is that write.
            statement.execute("PRAGMA page_size=" + settings.pageBytes());
            if (settings.incrementalVacuum()) {
                statement.execute("PRAGMA auto_vacuum=INCREMENTAL");
            }
            statement.execute("PRAGMA cache_size=-" + settings.cacheKiB());
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=" + (settings.durable() ? "FULL" : "NORMAL"));
            statement.execute("PRAGMA wal_autocheckpoint=" + settings.checkpointPages());
            statement.execute("PRAGMA journal_size_limit=" + settings.journalBytes());
            statement.execute("PRAGMA foreign_keys=ON");
            statement.execute("PRAGMA temp_store=MEMORY");
            return connection;
        } catch (SQLException e) {
            throw closing(connection, failed("opening", file, e));
        }
    }

    /**
     * Opens {@code file} for reading while another process may be writing it.
     *
     * @param cacheKiB native memory that the page cache may take
     * @throws SQLException names the file
     */
    public static Connection openReadOnly(Path file, int cacheKiB) throws SQLException {
        if (!Files.isRegularFile(file)) {
            throw new SQLException("opening " + file + ": there is no such file");
        }
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setBusyTimeout(5_000);
        Connection connection = connect(file, config);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA cache_size=-" + cacheKiB);
            statement.execute("PRAGMA query_only=ON");
            return connection;
        } catch (SQLException e) {
            throw closing(connection, failed("opening", file, e));
        }
    }

    private static Connection connect(Path file, SQLiteConfig config) throws SQLException {
        // Nobody asks for them, and the driver would after every insert.
        config.setGetGeneratedKeys(false);
        try {
            String path = file.toAbsolutePath().toString();
            return new KeepingConnection(JDBC.PREFIX + path, path, config.toProperties());
        } catch (SQLException e) {
            throw failed("opening", file, e);
        }
    }

    private static void createForOwner(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
        } catch (FileAlreadyExistsException _) {
            // An existing file keeps its mode.
        }
    }

    /** SQLite's own code for a file that could not be made. */
    private static int codeOf(IOException e) {
        return switch (reason(e)) {
            case "No space left on device", "Disk quota exceeded" -> SQLiteErrorCode.SQLITE_FULL.code;
            case "Read-only file system" -> SQLiteErrorCode.SQLITE_READONLY.code;
            default -> SQLiteErrorCode.SQLITE_CANTOPEN.code;
        };
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "its folder does not exist";
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    private static SQLException failed(String doing, Path file, SQLException cause) {
        return new SQLException(doing + " " + file + ": " + cause.getMessage(), null, cause.getErrorCode(), cause);
    }

    private static SQLException closing(Connection connection, SQLException failure) {
        try {
            connection.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }
}
