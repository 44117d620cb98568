package skerry.agent.ring;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import skerry.platform.sqlite.Sql;

/** Table {@code known_pattern}: how often patterns were seen. */
final class KnownPatternTable {
    private static final String PUT = """
            INSERT INTO known_pattern (pattern, values_low, values_high, lines, minutes, last_minute, mean, deviation, peak,
                   crc)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (pattern) DO UPDATE
               SET values_low = excluded.values_low, values_high = excluded.values_high, lines = excluded.lines,
                   minutes = excluded.minutes, last_minute = excluded.last_minute, mean = excluded.mean, deviation = excluded.deviation,
                   peak = excluded.peak, crc = excluded.crc
            """;
    private static final String DELETE = "DELETE FROM known_pattern WHERE pattern = ?";
    private static final String ALL = """
            SELECT pattern, values_low, values_high, lines, minutes, last_minute, mean, deviation, peak, crc
              FROM known_pattern
             ORDER BY last_minute, id
            """;

    private static final double THOUSAND = 1_000;

    private final Connection db;

    KnownPatternTable(Connection db) {
        this.db = db;
    }

    void put(PatternNote note) throws SQLException {
        Sql.update(
                db,
                PUT,
                note.pattern(),
                note.valuesLow(),
                note.valuesHigh(),
                note.lines(),
                note.minutes(),
                note.lastMinute(),
                thousandths(note.mean()),
                thousandths(note.deviation()),
                thousandths(note.peak()),
                crc(note));
    }

    void delete(long pattern) throws SQLException {
        Sql.update(db, DELETE, pattern);
    }

    /** Those that are intact, longest unseen first; the others are counted anew and written over. */
    List<PatternNote> all() throws SQLException {
        var intact = new ArrayList<PatternNote>();
        Sql.each(db, ALL, row -> {
            var note = new PatternNote(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getInt(4),
                    row.getInt(5),
                    row.getLong(6),
                    row.getLong(7) / THOUSAND,
                    row.getLong(8) / THOUSAND,
                    row.getLong(9) / THOUSAND);
            if (row.getLong(10) == crc(note)) {
                intact.add(note);
            }
            return true;
        });
        return intact;
    }

    private static long crc(PatternNote note) {
        return RowCrc.of(
                note.pattern(),
                note.valuesLow(),
                note.valuesHigh(),
                note.lines(),
                note.minutes(),
                note.lastMinute(),
                thousandths(note.mean()),
                thousandths(note.deviation()),
                thousandths(note.peak()));
    }

    private static long thousandths(double lines) {
        return Math.round(lines * THOUSAND);
    }
}
