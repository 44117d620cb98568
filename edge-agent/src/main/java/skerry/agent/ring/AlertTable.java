package skerry.agent.ring;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import skerry.platform.sqlite.Sql;

/** Table {@code alert}: what is remembered of alerts and rules. */
final class AlertTable {
    private static final String PUT = """
            INSERT INTO alert (key, state, crc)
            VALUES (?, ?, ?)
            ON CONFLICT (key) DO UPDATE
               SET state = excluded.state, crc = excluded.crc
            """;
    private static final String DELETE = "DELETE FROM alert WHERE key = ?";
    private static final String ALL = "SELECT key, state, crc FROM alert ORDER BY id";

    private final Connection db;

    AlertTable(Connection db) {
        this.db = db;
    }

    /** Stores a note in place of an older one; an empty state forgets it. */
    void put(AlertNote note) throws SQLException {
        if (note.state().isEmpty()) {
            Sql.update(db, DELETE, note.key());
        } else {
            Sql.update(db, PUT, note.key(), note.state(), crc(note));
        }
    }

    List<StoredNote> all() throws SQLException {
        return Sql.all(db, ALL, row -> {
            var note = new AlertNote(text(row, 1), text(row, 2));
            return new StoredNote(note, row.getLong(3) == crc(note));
        });
    }

    /** Damage may have left nothing where there must be a text. */
    private static String text(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        return text == null ? "" : text;
    }

    private static long crc(AlertNote note) {
        return new RowCrc().add(note.key()).add(note.state()).value();
    }
}
