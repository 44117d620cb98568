package skerry.platform.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Brings the schema of a database up to date from numbered {@code .sql} resources, each in its own transaction. The
 * number of the last one applied is kept in {@code user_version}. A migration, once released, is not edited.
 */
public final class Migrations {
    private final Class<?> owner;
    private final List<String> names;

    /**
     * @param owner the class next to whose package the resources lie
     * @param names resources relative to it, in order, numbered from 1: {@code schema/0001-blocks.sql}
     * @throws IllegalArgumentException if a number is missing or out of order
     */
    public Migrations(Class<?> owner, List<String> names) {
        this.owner = owner;
        this.names = List.copyOf(names);
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            String expected = "%04d-".formatted(i + 1);
            if (!name.substring(name.lastIndexOf('/') + 1).startsWith(expected)) {
                throw new IllegalArgumentException("migration " + name + " should be number " + expected);
            }
        }
    }

    /** The version that {@link #apply} leaves. */
    public int latest() {
        return names.size();
    }

    /**
     * Applies what is missing.
     *
     * @throws SQLException if a migration failed (it is rolled back, those before it stay), or if the database was
     *     written by a later release
     */
    public void apply(Connection connection) throws SQLException {
        int version = version(connection);
        if (version > latest()) {
            throw new SQLException(
                    "the database has schema " + version + ", written by a later release; this one knows " + latest()
                            + ": install the later release, or move the file away");
        }
        for (int next = version; next < latest(); next++) {
            String name = names.get(next);
            int reached = next + 1;
            String script = read(name);
            try {
                Transactions.writeAll(connection, () -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.executeUpdate(script);
                        statement.execute("PRAGMA user_version=" + reached);
                    }
                });
            } catch (SQLException e) {
                throw new SQLException("applying " + name + ": " + e.getMessage(), null, e.getErrorCode(), e);
            }
        }
    }

    /** The number of the last migration applied, 0 for an empty database. */
    public static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private String read(String name) throws SQLException {
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new SQLException("applying " + name + ": the program was packaged without it");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new SQLException("applying " + name + ": it cannot be read", e);
        }
    }
}
