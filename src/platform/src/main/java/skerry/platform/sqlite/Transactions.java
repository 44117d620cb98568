package skerry.platform.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Runs work as one transaction of a connection that is otherwise in auto-commit mode. */
public final class Transactions {
    private Transactions() {}

    /** Statements that stand or fall together. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        T run() throws SQLException, E;
    }

    /** Statements that stand or fall together and give nothing back. */
    @FunctionalInterface
    public interface Task<E extends Exception> {
        void run() throws SQLException, E;
    }

    /**
     * Takes the write lock, runs {@code work} and commits; rolls back whatever {@code work} throws.
     *
     * @throws SQLException if a statement, or the commit, failed: then nothing was stored
     */
    public static <T, E extends Exception> T write(Connection connection, Work<T, E> work) throws SQLException, E {
        return within(connection, "BEGIN IMMEDIATE", work);
    }

    /** As {@link #write(Connection, Work)}, without a result. */
    public static <E extends Exception> void writeAll(Connection connection, Task<E> task) throws SQLException, E {
        Transactions.<Boolean, E>within(connection, "BEGIN IMMEDIATE", () -> {
            task.run();
            return true;
        });
    }

    /** Runs {@code work} on one unchanging state of the database. Keep it short: it holds the WAL from shrinking. */
    public static <T, E extends Exception> T read(Connection connection, Work<T, E> work) throws SQLException, E {
        return within(connection, "BEGIN", work);
    }

    private static <T, E extends Exception> T within(Connection connection, String begin, Work<T, E> work)
            throws SQLException, E {
        execute(connection, begin);
        boolean done = false;
        try {
            T result = work.run();
            execute(connection, "COMMIT");
            done = true;
            return result;
        } finally {
            if (!done) {
                rollBack(connection);
            }
        }
    }

    /** SQLite rolls some failures back by itself, and then has no transaction left to end: not worth hiding the cause. */
    private static void rollBack(Connection connection) {
        try {
            execute(connection, "ROLLBACK");
        } catch (SQLException _) {
            // The failure that brought us here is already on its way to the caller.
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
