package skerry.agent.ring;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import skerry.platform.sqlite.Sql;

/** Table {@code pattern}: what the agent has learned of its logs. */
final class PatternTable {
    private static final String PUT = """
            INSERT INTO pattern (pattern, grown, source, template, crc)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (pattern) DO UPDATE
               SET grown = excluded.grown, source = excluded.source, template = excluded.template, crc = excluded.crc
            """;
    private static final String DELETE = "DELETE FROM pattern WHERE pattern = ?";
    private static final String DELETE_ROW = "DELETE FROM pattern WHERE id = ?";
    private static final String ALL = "SELECT pattern, grown, source, template, crc, id FROM pattern ORDER BY id";
    private static final String BYTES =
            "SELECT coalesce(sum(48 + 2 * (length(source) + length(template))), 0) FROM pattern";

    private final Connection db;

    PatternTable(Connection db) {
        this.db = db;
    }

    void put(LearnedPattern pattern) throws SQLException {
        Sql.update(db, PUT, pattern.id(), pattern.grown(), pattern.source(), pattern.template(), crc(pattern));
    }

    void delete(long pattern) throws SQLException {
        Sql.update(db, DELETE, pattern);
    }

    /** One row. {@code intact} says whether its checksum holds. */
    record Row(long id, LearnedPattern pattern, boolean intact) {}

    /** In the order of learning. */
    List<Row> all() throws SQLException {
        return Sql.all(db, ALL, row -> {
            var pattern = new LearnedPattern(row.getLong(1), row.getLong(2), text(row, 3), text(row, 4));
            return new Row(row.getLong(6), pattern, row.getLong(5) == crc(pattern));
        });
    }

    /** Damage may have left nothing where there must be a text. */
    private static String text(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        return text == null ? "" : text;
    }

    void deleteRow(long id) throws SQLException {
        Sql.update(db, DELETE_ROW, id);
    }

    /** Bytes of all rows, as {@link LearnedPattern#bytes} has them. */
    long bytes() throws SQLException {
        return Sql.number(db, BYTES);
    }

    private static long crc(LearnedPattern pattern) {
        return new RowCrc()
                .add(pattern.id())
                .add(pattern.grown())
                .add(pattern.source())
                .add(pattern.template())
                .value();
    }
}
