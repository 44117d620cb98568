package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** SQL of table {@code decoding} in a day file. */
final class DecodingTable {
    /** A batch that was being decoded when an earlier run ended, as it was in {@code runs} of them. */
    record Suspect(long lsn, int runs) {}

    private static final String SUSPECTS = "SELECT lsn, runs FROM decoding WHERE run <> ? ORDER BY lsn";
    private static final String BEGIN = """
            INSERT INTO decoding (lsn, runs, run) VALUES (?, 1, ?)
                ON CONFLICT (lsn) DO UPDATE SET runs = runs + (run <> excluded.run), run = excluded.run
            """;
    private static final String END = "DELETE FROM decoding WHERE lsn = ?";

    private DecodingTable() {}

    /** What earlier runs left behind. */
    static List<Suspect> suspects(Connection connection, long run) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SUSPECTS)) {
            statement.setLong(1, run);
            try (ResultSet row = statement.executeQuery()) {
                var suspects = new ArrayList<Suspect>();
                while (row.next()) {
                    suspects.add(new Suspect(row.getLong(1), row.getInt(2)));
                }
                return suspects;
            }
        }
    }

    static void begin(Connection connection, List<Long> lsns, long run) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
            for (long lsn : lsns) {
                statement.setLong(1, lsn);
                statement.setLong(2, run);
                statement.executeUpdate();
            }
        }
    }

    static void end(Connection connection, List<Long> lsns) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(END)) {
            for (long lsn : lsns) {
                statement.setLong(1, lsn);
                statement.executeUpdate();
            }
        }
    }
}
