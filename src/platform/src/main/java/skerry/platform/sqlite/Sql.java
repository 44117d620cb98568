package skerry.platform.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs one statement with its arguments and closes it. Arguments are {@code Long}, {@code Integer}, {@code String} or
 * {@code byte[]}, in the order of the question marks.
 */
public final class Sql {
    private Sql() {}

    /** Makes a value of the row that the result stands on. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Takes the row that the result stands on; says whether it wants the next one. */
    @FunctionalInterface
    public interface RowSink {
        boolean take(ResultSet row) throws SQLException;
    }

    /** Runs a change and says how many rows it changed. */
    public static int update(Connection connection, String sql, Object... arguments) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, arguments)) {
            return statement.executeUpdate();
        }
    }

    /** The first column of the first row, or 0 without a row or a value. */
    public static long number(Connection connection, String sql, Object... arguments) throws SQLException {
        return first(connection, sql, row -> row.getLong(1), arguments).orElse(0L);
    }

    public static <T> Optional<T> first(Connection connection, String sql, RowReader<T> reader, Object... arguments)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, arguments);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
        }
    }

    /** All rows, in memory: for what is known to be few. */
    public static <T> List<T> all(Connection connection, String sql, RowReader<T> reader, Object... arguments)
            throws SQLException {
        var all = new ArrayList<T>();
        each(connection, sql, row -> all.add(reader.read(row)), arguments);
        return all;
    }

    /** Hands rows over one by one, until there are none left or the sink has enough. */
    public static void each(Connection connection, String sql, RowSink sink, Object... arguments) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, arguments);
                ResultSet rows = statement.executeQuery()) {
            boolean more = true;
            while (more && rows.next()) {
                more = sink.take(rows);
            }
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... arguments)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < arguments.length; i++) {
                switch (arguments[i]) {
                    case Long number -> statement.setLong(i + 1, number);
                    case Integer number -> statement.setInt(i + 1, number);
                    case String text -> statement.setString(i + 1, text);
                    case byte[] bytes -> statement.setBytes(i + 1, bytes);
                    default ->
                        throw new IllegalArgumentException("argument " + (i + 1) + " is a "
                                + arguments[i].getClass().getSimpleName());
                }
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }
}
