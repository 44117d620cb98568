package skerry.hub.store.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Answers with two numbers a row: which, and how much or when. */
final class Pairs {
    private Pairs() {}

    static Map<Integer, Long> of(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            var pairs = new HashMap<Integer, Long>();
            while (row.next()) {
                pairs.put(row.getInt(1), row.getLong(2));
            }
            return pairs;
        }
    }
}
