package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import skerry.hub.store.UpgradeWord;
import skerry.hub.store.UpgradeWords;
import skerry.platform.sqlite.Sql;
import skerry.protocol.BatchHeader;
import skerry.protocol.Uid;
import skerry.protocol.payload.Event;
import skerry.protocol.update.UpgradeNews;

/** SQL of table {@code upgrade_word} of {@code control.db}. Thread-safe. */
final class UpgradeWordTable implements UpgradeWords {
    private static final String ALL = """
            SELECT agent, state, version, from_version, reason, at_ms, heard_at
              FROM upgrade_word
            """;
    /** What was said earlier and arrives later changes nothing; the same again changes nothing either. */
    private static final String PUT = """
            INSERT INTO upgrade_word (agent, start_no, epoch, seq, place, state, version, from_version, reason, at_ms, heard_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (agent) DO UPDATE
               SET start_no = excluded.start_no, epoch = excluded.epoch, seq = excluded.seq, place = excluded.place,
                   state = excluded.state, version = excluded.version, from_version = excluded.from_version,
                   reason = excluded.reason, at_ms = excluded.at_ms, heard_at = excluded.heard_at
             WHERE (excluded.start_no, excluded.epoch, excluded.seq, excluded.place)
                   > (upgrade_word.start_no, upgrade_word.epoch, upgrade_word.seq, upgrade_word.place)
            """;

    private final Database control;
    private final SqliteRegistry registry;

    UpgradeWordTable(Database control, SqliteRegistry registry) {
        this.control = control;
        this.registry = registry;
    }

    /** What an agent said, and where in what it said. */
    record Heard(int agent, BatchHeader header, int place, Event event, UpgradeNews news, long arrivedAt) {}

    static void put(Connection connection, List<Heard> heard) throws SQLException {
        for (Heard one : heard) {
            Sql.update(
                    connection,
                    PUT,
                    one.agent(),
                    one.header().startNo(),
                    one.header().key().epoch(),
                    one.header().key().seq(),
                    one.place(),
                    one.news().state().word(),
                    one.news().version(),
                    one.news().from(),
                    one.news().reason(),
                    one.event().wallMillis(),
                    one.arrivedAt());
        }
    }

    @Override
    public Map<Uid, UpgradeWord> all() {
        return control
                .read("reading what agents say of upgrades", connection -> Sql.all(connection, ALL, this::word))
                .stream()
                .collect(Collectors.toMap(UpgradeWord::uid, word -> word));
    }

    private UpgradeWord word(ResultSet row) throws SQLException {
        return new UpgradeWord(
                registry.uid(row.getInt(1)),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                row.getLong(7));
    }
}
