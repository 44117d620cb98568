package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.hub.store.SeriesBlock;
import skerry.protocol.BatchHeader.Kind;

/** SQL of tables {@code segment} and {@code chunk} in a day file. */
final class SegmentTable {
    /** A segment without its chunks. */
    record Row(long no, int agent, Kind kind, int base, SeriesBlock windows) {}

    private static final String ADD = """
            INSERT INTO segment (agent, kind, base, first_ms, last_ms, windows) VALUES (?, ?, ?, ?, ?, ?) RETURNING no
            """;
    private static final String ADD_CHUNK = "INSERT INTO chunk (segment, metrics, data) VALUES (?, ?, ?)";
    private static final String BETWEEN = """
            SELECT no, agent, kind, base, windows
              FROM segment
             WHERE agent = ? AND kind = ? AND base = ? AND first_ms < ? AND last_ms > ?
             ORDER BY no
            """;
    private static final String BASES = "SELECT DISTINCT base FROM segment WHERE agent = ? AND kind = ?";
    private static final String FIRSTS = "SELECT base, min(first_ms) FROM segment WHERE agent = ? GROUP BY base";
    private static final String CHUNK = "SELECT data FROM chunk WHERE segment = ? AND metrics = ?";
    private static final String CHUNKS = "SELECT metrics, data FROM chunk WHERE segment = ?";

    private SegmentTable() {}

    static long add(Connection connection, int agent, Kind kind, int base, SeriesBlock block) throws SQLException {
        long last = Long.MIN_VALUE;
        for (int i = 0; i < block.size(); i++) {
            last = Math.max(last, block.end(i));
        }
        long no;
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            statement.setInt(1, agent);
            statement.setInt(2, kind.code());
            statement.setInt(3, base);
            statement.setLong(4, block.start(0));
            statement.setLong(5, last);
            statement.setBytes(6, SegmentCodec.encodeWindows(block));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                no = row.getLong(1);
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(ADD_CHUNK)) {
            for (var chunk : SegmentCodec.encodeTracks(block).entrySet()) {
                statement.setLong(1, no);
                statement.setString(2, chunk.getKey());
                statement.setBytes(3, chunk.getValue());
                statement.executeUpdate();
            }
        }
        return no;
    }

    /** Segments that touch {@code from..to} on the clock of {@code base}. */
    static List<Row> between(Connection connection, int agent, Kind kind, int base, long from, long to)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BETWEEN)) {
            statement.setInt(1, agent);
            statement.setInt(2, kind.code());
            statement.setInt(3, base);
            statement.setLong(4, to);
            statement.setLong(5, from);
            try (ResultSet row = statement.executeQuery()) {
                var rows = new ArrayList<Row>();
                while (row.next()) {
                    rows.add(new Row(
                            row.getLong(1),
                            row.getInt(2),
                            Kind.of(row.getInt(3)),
                            row.getInt(4),
                            SegmentCodec.decodeWindows(row.getBytes(5))));
                }
                return rows;
            }
        }
    }

    static List<Integer> bases(Connection connection, int agent, Kind kind) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BASES)) {
            statement.setInt(1, agent);
            statement.setInt(2, kind.code());
            try (ResultSet row = statement.executeQuery()) {
                var bases = new ArrayList<Integer>();
                while (row.next()) {
                    bases.add(row.getInt(1));
                }
                return bases;
            }
        }
    }

    /** By clock, the begin of the oldest window of an agent. */
    static Map<Integer, Long> firsts(Connection connection, int agent) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIRSTS)) {
            statement.setInt(1, agent);
            return Pairs.of(statement);
        }
    }

    static Optional<byte[]> chunk(Connection connection, long segment, String group) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CHUNK)) {
            statement.setLong(1, segment);
            statement.setString(2, group);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
            }
        }
    }

    /** All chunks of a segment by group. */
    static Map<String, byte[]> chunks(Connection connection, long segment) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CHUNKS)) {
            statement.setLong(1, segment);
            try (ResultSet row = statement.executeQuery()) {
                var chunks = new LinkedHashMap<String, byte[]>();
                while (row.next()) {
                    chunks.put(row.getString(1), row.getBytes(2));
                }
                return chunks;
            }
        }
    }
}
