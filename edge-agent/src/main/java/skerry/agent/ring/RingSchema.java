package skerry.agent.ring;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import skerry.platform.sqlite.Sql;

/** The texts that the tables and indexes of a ring are made by: a flipped byte there is no broken page to SQLite. */
final class RingSchema {
    private static final String OF_MAIN =
            "SELECT name || ' ' || coalesce(sql, '') FROM main.sqlite_schema ORDER BY rowid";
    private static final String OF_OLD =
            "SELECT name || ' ' || coalesce(sql, '') FROM old.sqlite_schema ORDER BY rowid";
    private static final String ROOTS = "SELECT rootpage FROM main.sqlite_schema WHERE rootpage > 0";

    private RingSchema() {}

    /** Whether a ring has the schema that this release makes. */
    static boolean isSound(Connection ring) throws SQLException {
        try (Connection made = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            RingDatabase.MIGRATIONS.apply(made);
            return texts(made, OF_MAIN).equals(texts(ring, OF_MAIN));
        }
    }

    /** Whether all that the database attached as {@code old} lists is as in {@code fresh}; an older release had less. */
    static boolean isKnown(Connection fresh) throws SQLException {
        List<String> old = texts(fresh, OF_OLD);
        return !old.isEmpty() && texts(fresh, OF_MAIN).containsAll(old);
    }

    /** The first pages of the tables and indexes. */
    static Set<Long> roots(Connection ring) throws SQLException {
        return Sql.all(ring, ROOTS, row -> row.getLong(1)).stream().collect(Collectors.toSet());
    }

    private static List<String> texts(Connection ring, String sql) throws SQLException {
        return Sql.all(ring, sql, row -> row.getString(1));
    }
}
