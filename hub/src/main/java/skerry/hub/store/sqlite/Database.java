package skerry.hub.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import skerry.hub.store.StoreException;
import skerry.platform.sqlite.Migrations;
import skerry.platform.sqlite.Snapshot;
import skerry.platform.sqlite.Sqlite;
import skerry.platform.sqlite.SqliteFailure;
import skerry.platform.sqlite.SqliteSettings;
import skerry.platform.sqlite.Transactions;

/** One SQLite file with one writer at a time and a few readers. Thread-safe. */
final class Database implements AutoCloseable {
    private static final int IDLE_READERS = 4;
    private static final int MOST_TRIES = 300;
    private static final long TRY_AGAIN_NANOS = 100_000_000;
    private static final int READER_CACHE_KIB = 2_048;

    /** Statements on a connection; must not keep it. */
    @FunctionalInterface
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** As {@link Work}, without a result. */
    @FunctionalInterface
    interface Task {
        void run(Connection connection) throws SQLException;
    }

    private final Path file;
    private final ReentrantLock writing = new ReentrantLock();
    private final Connection writer;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private boolean closed;

    private Database(Path file, Connection writer) {
        this.file = file;
        this.writer = writer;
    }

    /** @throws StoreException if the file cannot be opened or its schema not be brought up to date */
    @SuppressWarnings("try") // the connection is closed on the way out only when opening failed
    static Database open(Path file, SqliteSettings settings, Migrations migrations) {
        try {
            Connection writer = Sqlite.open(file, settings);
            try {
                migrations.apply(writer);
                return new Database(file, writer);
            } catch (SQLException e) {
                try (writer) {
                    throw e;
                }
            }
        } catch (SQLException e) {
            throw failed("opening " + file, e);
        }
    }

    /** Runs {@code work} as one transaction that is on the disk when this returns. */
    <T> T write(String doing, Work<T> work) {
        return write(doing, "PRAGMA synchronous=FULL", work);
    }

    void writeAll(String doing, Task task) {
        Boolean _ = write(doing, connection -> {
            task.run(connection);
            return true;
        });
    }

    /** Runs {@code task} as one transaction that a killed process cannot lose, but a power cut may. */
    void writeLazily(String doing, Task task) {
        Boolean _ = write(doing, "PRAGMA synchronous=NORMAL", connection -> {
            task.run(connection);
            return true;
        });
    }

    private <T> T write(String doing, String durability, Work<T> work) {
        writing.lock();
        try {
            execute(writer, durability);
            return Transactions.<T, SQLException>write(writer, () -> work.run(writer));
        } catch (SQLException e) {
            throw failed(doing, e);
        } finally {
            writing.unlock();
        }
    }

    /** Runs {@code work} on one unchanging state of the file. */
    <T> T read(String doing, Work<T> work) {
        try {
            Connection connection = reader();
            boolean sound = false;
            try {
                T result = Transactions.<T, SQLException>read(connection, () -> work.run(connection));
                sound = true;
                return result;
            } finally {
                giveBack(connection, sound);
            }
        } catch (SQLException e) {
            throw failed(doing, e);
        }
    }

    /** Runs statements that read another file, by the name {@code old}, as one transaction that is then on the disk. */
    void copyFrom(Path other, List<String> statements) {
        writing.lock();
        try {
            try (PreparedStatement attach = writer.prepareStatement("ATTACH DATABASE ? AS old")) {
                attach.setString(1, other.toString());
                attach.execute();
            }
            execute(writer, "PRAGMA synchronous=FULL");
            Transactions.<SQLException>writeAll(writer, () -> {
                for (String sql : statements) {
                    execute(writer, sql);
                }
            });
            execute(writer, "DETACH DATABASE old");
        } catch (SQLException e) {
            throw failed("copying " + other + " into " + file, e);
        } finally {
            writing.unlock();
        }
    }

    /** As {@link #write}; what is changed or deleted is overwritten in the file at once. */
    <T> T erase(String doing, Work<T> work) {
        return write(doing, connection -> {
            execute(connection, "PRAGMA secure_delete=ON");
            return work.run(connection);
        });
    }

    /**
     * Leaves nothing in the file and its write-ahead log of what was deleted before: the file is written anew, and the log emptied.
     * Others go on reading meanwhile, and wait to write.
     *
     * @throws StoreException if someone read all the time, or the disk has no room for the file a second time
     */
    void scrub() {
        writing.lock();
        try {
            execute(writer, "VACUUM");
            for (int i = 0; i < MOST_TRIES; i++) {
                if (emptyLog()) {
                    return;
                }
                LockSupport.parkNanos(TRY_AGAIN_NANOS);
            }
            throw new StoreException(
                    StoreException.Kind.BROKEN,
                    "emptying the write-ahead log of " + file + ": someone reads it all the time; ask again");
        } catch (SQLException e) {
            throw failed("writing " + file + " anew", e);
        } finally {
            writing.unlock();
        }
    }

    /** Empties the write-ahead log, unless someone reads it now. */
    boolean emptyLogIfNobodyReads() {
        writing.lock();
        try {
            return emptyLog();
        } catch (SQLException e) {
            throw failed("emptying the write-ahead log of " + file, e);
        } finally {
            writing.unlock();
        }
    }

    private boolean emptyLog() throws SQLException {
        try (Statement statement = writer.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
            return row.next() && row.getInt(1) == 0;
        }
    }

    /** Keeps writers out for a moment; for one that holds no other lock. */
    <T> T whileNobodyWrites(Supplier<T> work) {
        writing.lock();
        try {
            return work.get();
        } finally {
            writing.unlock();
        }
    }

    /** As {@link #whileNobodyWrites}, for one that holds other locks: empty if someone writes now. */
    <T> Optional<T> ifNobodyWrites(Supplier<T> work) {
        if (!writing.tryLock()) {
            return Optional.empty();
        }
        try {
            return Optional.of(work.get());
        } finally {
            writing.unlock();
        }
    }

    /** The present state, held; the caller closes it. */
    Snapshot snapshot() {
        try {
            return Snapshot.of(file);
        } catch (SQLException e) {
            throw failed("holding a state of " + file, e);
        }
    }

    private Connection reader() throws SQLException {
        synchronized (idle) {
            if (closed) {
                throw new SQLException(file + " is closed");
            }
            Connection connection = idle.poll();
            if (connection != null) {
                return connection;
            }
        }
        return Sqlite.openReadOnly(file, READER_CACHE_KIB);
    }

    private void giveBack(Connection connection, boolean sound) throws SQLException {
        synchronized (idle) {
            if (sound && !closed && idle.size() < IDLE_READERS) {
                idle.push(connection);
                return;
            }
        }
        connection.close();
    }

    Path file() {
        return file;
    }

    /** The failure as the rest of the hub knows it. */
    static StoreException failed(String doing, SQLException e) {
        return switch (SqliteFailure.of(e)) {
            case FULL ->
                new StoreException(
                        StoreException.Kind.FULL, doing + ": the disk is full; free space or lower the retention", e);
            case READ_ONLY, DAMAGED, BUSY, IO, OTHER ->
                new StoreException(StoreException.Kind.BROKEN, doing + ": " + e.getMessage(), e);
        };
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Closes all connections; the last one moves the write-ahead log into the file. Readers must have ended. */
    @Override
    public void close() {
        writing.lock();
        try {
            synchronized (idle) {
                closed = true;
                for (Connection connection : idle) {
                    connection.close();
                }
                idle.clear();
            }
            writer.close();
        } catch (SQLException e) {
            throw failed("closing " + file, e);
        } finally {
            writing.unlock();
        }
    }
}
