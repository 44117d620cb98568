package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import skerry.hub.store.GapRow;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.payload.Gap;
import skerry.protocol.payload.LossCause;

/** SQL of table {@code gap}. */
final class GapRowTable {
    /** A newer table may have joined neighbours; what one of its rows covers was part of it. */
    private static final String REMOVE_COVERED = """
        DELETE FROM gap
         WHERE agent = ? AND stream = ? AND cause = ? AND epoch = ?
           AND from_seq >= ? AND to_seq <= ? AND from_ms >= ? AND to_ms <= ?
        """;

    private static final String ADD = """
        INSERT INTO gap (agent, epoch, stream, from_seq, to_seq, cause, batches, samples, lines, events, from_ms, to_ms,
                         announced_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;
    private static final String BETWEEN = """
        SELECT epoch, stream, from_seq, to_seq, cause, batches, samples, lines, events, from_ms, to_ms, announced_at
          FROM gap
         WHERE agent = ? AND to_ms >= ? AND from_ms <= ?
         ORDER BY from_ms
        """;

    private static final String COUNTS = "SELECT agent, count(*) FROM gap GROUP BY agent";

    private static final String SUMS = """
        SELECT agent, cause, sum(samples), sum(lines), sum(events) FROM gap GROUP BY agent, cause
        """;

    private GapRowTable() {}

    /** Takes in the rows of a table that is newer than all before it. None of them takes the place of another. */
    static void put(Connection connection, int agent, List<Gap> table, long announcedAt) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REMOVE_COVERED)) {
            for (Gap gap : table) {
                statement.setInt(1, agent);
                statement.setInt(2, gap.stream().code());
                statement.setInt(3, gap.cause().code());
                statement.setLong(4, gap.epoch());
                statement.setLong(5, gap.fromSeq());
                statement.setLong(6, gap.toSeq());
                statement.setLong(7, gap.fromMillis());
                statement.setLong(8, gap.toMillis());
                statement.executeUpdate();
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            for (Gap gap : table) {
                statement.setInt(1, agent);
                statement.setLong(2, gap.epoch());
                statement.setInt(3, gap.stream().code());
                statement.setLong(4, gap.fromSeq());
                statement.setLong(5, gap.toSeq());
                statement.setInt(6, gap.cause().code());
                statement.setLong(7, gap.batches());
                statement.setLong(8, gap.records().samples());
                statement.setLong(9, gap.records().lines());
                statement.setLong(10, gap.records().events());
                statement.setLong(11, gap.fromMillis());
                statement.setLong(12, gap.toMillis());
                statement.setLong(13, announcedAt);
                statement.executeUpdate();
            }
        }
    }

    static List<GapRow> between(Connection connection, int agent, Uid uid, long from, long to) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BETWEEN)) {
            statement.setInt(1, agent);
            statement.setLong(2, from);
            statement.setLong(3, to);
            try (ResultSet row = statement.executeQuery()) {
                var rows = new ArrayList<GapRow>();
                while (row.next()) {
                    var gap = new Gap(
                            row.getLong(1),
                            Stream.of((char) row.getInt(2)),
                            row.getLong(3),
                            row.getLong(4),
                            row.getLong(6),
                            new RecordCounts(row.getLong(7), row.getLong(8), row.getLong(9)),
                            row.getLong(10),
                            row.getLong(11),
                            LossCause.of(row.getInt(5)));
                    rows.add(new GapRow(uid, gap, row.getLong(12)));
                }
                return rows;
            }
        }
    }

    /** How many rows there are of each agent. */
    static Map<Integer, Long> counts(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COUNTS)) {
            return Pairs.of(statement);
        }
    }

    /** Records dropped of each agent, by cause. */
    static Map<Integer, Map<LossCause, RecordCounts>> sums(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SUMS);
                ResultSet row = statement.executeQuery()) {
            var sums = new HashMap<Integer, Map<LossCause, RecordCounts>>();
            while (row.next()) {
                sums.computeIfAbsent(row.getInt(1), _ -> new EnumMap<>(LossCause.class))
                        .merge(
                                LossCause.of(row.getInt(2)),
                                new RecordCounts(row.getLong(3), row.getLong(4), row.getLong(5)),
                                RecordCounts::plus);
            }
            return sums;
        }
    }
}
