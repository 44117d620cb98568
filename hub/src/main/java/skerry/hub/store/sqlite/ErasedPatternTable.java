package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import skerry.hub.store.Erasures.Erased;

/** SQL of table {@code erased_pattern}. */
final class ErasedPatternTable {
    private static final String ALL = "SELECT pattern, examples_only, erased_at, erased_by, done FROM erased_pattern";
    private static final String PUT = """
            INSERT OR REPLACE
              INTO erased_pattern (pattern, examples_only, erased_at, erased_by, done)
            VALUES (?, ?, ?, ?, 0)
            """;
    private static final String ALL_DONE = "UPDATE erased_pattern SET done = 1";

    private ErasedPatternTable() {}

    /** @param done whether nothing of it is left in the files */
    record Row(Erased erased, boolean done) {}

    static List<Row> all(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ALL);
                ResultSet row = statement.executeQuery()) {
            var rows = new ArrayList<Row>();
            while (row.next()) {
                rows.add(new Row(
                        new Erased(row.getLong(1), row.getInt(2) == 1, row.getString(4), row.getLong(3)),
                        row.getInt(5) == 1));
            }
            return rows;
        }
    }

    static void put(Connection connection, List<Erased> erased) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            for (Erased one : erased) {
                statement.setLong(1, one.pattern());
                statement.setInt(2, one.examplesOnly() ? 1 : 0);
                statement.setLong(3, one.at());
                statement.setString(4, one.by());
                statement.executeUpdate();
            }
        }
    }

    static void allDone(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ALL_DONE)) {
            statement.executeUpdate();
        }
    }
}
