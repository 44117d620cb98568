package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import skerry.hub.store.Road;
import skerry.platform.sqlite.Sql;
import skerry.protocol.BatchHeader;
import skerry.protocol.ProtocolException;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.batch.Batch;
import skerry.protocol.batch.BatchCodec;

/** SQL of table {@code batch} in a day file. */
final class BatchTable {
    /**
     * A batch to be stored.
     *
     * @param refused why it is not to be decoded; empty if it is
     */
    record NewRow(long lsn, int agent, Batch batch, Road road, long arrivedAt, long until, String refused) {}

    /** What a stored batch counts for in the holdings. */
    record Counted(
            long lsn,
            int agent,
            long epoch,
            long startNo,
            Stream stream,
            long seq,
            long until,
            RecordCounts records,
            boolean refused,
            boolean decoded) {}

    /** A stored batch as it came. */
    record Raw(long lsn, int agent, Road road, long arrivedAt, int base, Batch batch) {}

    private static final String INSERT = """
            INSERT INTO batch (lsn, agent, epoch, start_no, stream, seq, kind, road, arrived_at, until_ms, samples, lines,
                               events, state, reason, bytes)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String LAST_LSN = "SELECT coalesce(max(lsn), 0) FROM batch";
    private static final String BYTES =
            "SELECT bytes FROM batch WHERE agent = ? AND epoch = ? AND stream = ? AND seq = ?";
    private static final String SINCE = """
            SELECT lsn, agent, epoch, start_no, stream, seq, until_ms, samples, lines, events, state
              FROM batch
             WHERE lsn > ?
             ORDER BY lsn
            """;
    private static final String TO_DECODE = """
            SELECT lsn, agent, road, arrived_at, base, bytes
              FROM batch
             WHERE state = 0
             ORDER BY lsn
             LIMIT ?
            """;
    private static final String HAS_TO_DECODE = "SELECT 1 FROM batch WHERE state = 0 LIMIT 1";
    private static final String BY_LSN = "SELECT lsn, agent, road, arrived_at, base, bytes FROM batch WHERE lsn = ?";
    private static final String END = """
            UPDATE batch SET state = ?, reason = ?, base = ?, first_ms = ?, last_ms = ? WHERE lsn = ?
            """;
    private static final String AGAIN = "UPDATE batch SET state = 0 WHERE lsn = ? AND state = 2";
    private static final String REFUSED_FOR = """
            SELECT lsn, agent, epoch, start_no, stream, seq, until_ms, samples, lines, events, state
              FROM batch
             WHERE state = 3 AND reason = ?
             ORDER BY lsn
            """;
    private static final String REASONS = "SELECT DISTINCT reason FROM batch WHERE state = 3";
    private static final String ADMIT = "UPDATE batch SET state = 0, reason = NULL WHERE state = 3 AND reason = ?";
    private static final String UNSEGMENTED = """
            SELECT lsn, agent, road, arrived_at, base, bytes
              FROM batch
             WHERE state = 1 AND segment IS NULL AND agent = ? AND kind = ?
             ORDER BY first_ms, lsn
             LIMIT ?
            """;
    private static final String UNSEGMENTED_BETWEEN = """
            SELECT lsn, agent, road, arrived_at, base, bytes
              FROM batch
             WHERE state = 1 AND segment IS NULL AND agent = ? AND kind = ? AND first_ms < ? AND last_ms > ? AND base = ?
             ORDER BY first_ms, lsn
            """;
    private static final String UNSEGMENTED_BASES = """
            SELECT DISTINCT base FROM batch WHERE state = 1 AND segment IS NULL AND agent = ? AND kind = ?
            """;
    private static final String BASES = "SELECT DISTINCT base FROM batch WHERE state = 1 AND agent = ? AND kind = ?";
    private static final String BETWEEN = """
            SELECT lsn, bytes
              FROM batch
             WHERE state = 1 AND agent = ? AND kind = ? AND first_ms < ? AND last_ms > ? AND base = ?
             ORDER BY first_ms, lsn
            """;
    private static final String UNSEGMENTED_FIRSTS = """
            SELECT base, min(first_ms)
              FROM batch
             WHERE state = 1 AND segment IS NULL AND agent = ? AND kind IN (?, ?, ?)
             GROUP BY base
            """;
    private static final String FULL_ENOUGH = """
            SELECT agent
              FROM batch
             WHERE state = 1 AND segment IS NULL AND kind = ?
             GROUP BY agent
            HAVING count(*) >= ?
            """;
    private static final String AGENTS = "SELECT DISTINCT agent FROM batch UNION SELECT DISTINCT agent FROM segment";
    private static final String DECODED_SINCE = "SELECT lsn FROM batch WHERE lsn > ? AND state = 1 ORDER BY lsn";
    private static final String FIRST_UNDECODED =
            "SELECT coalesce(min(lsn), 9223372036854775807) FROM batch WHERE state = 0";
    private static final String ALL_BYTES = """
            SELECT lsn, kind, state, bytes FROM batch WHERE agent = ? ORDER BY epoch, stream, seq
            """;
    private static final String SET_SEGMENT = "UPDATE batch SET segment = ? WHERE lsn = ?";
    private static final String IN_STATE = "SELECT count(*) FROM batch WHERE state = ?";

    private static final String NEWEST = "SELECT coalesce(max(lsn), 0) FROM batch";

    private BatchTable() {}

    /** The last commit of the file; 0 if it has none. */
    static long newest(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NEWEST);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    static void insert(Connection connection, List<NewRow> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (NewRow row : rows) {
                BatchHeader header = row.batch().header();
                statement.setLong(1, row.lsn());
                statement.setInt(2, row.agent());
                statement.setLong(3, header.key().epoch());
                statement.setLong(4, header.startNo());
                statement.setInt(5, header.key().stream().code());
                statement.setLong(6, header.key().seq());
                statement.setInt(7, header.kind().code());
                statement.setInt(8, row.road().code());
                statement.setLong(9, row.arrivedAt());
                statement.setLong(10, row.until());
                statement.setLong(11, header.records().samples());
                statement.setLong(12, header.records().lines());
                statement.setLong(13, header.records().events());
                boolean refused = !row.refused().isEmpty();
                statement.setInt(14, (refused ? BatchState.REFUSED : BatchState.STORED).code());
                statement.setString(15, refused ? row.refused() : null);
                statement.setBytes(16, row.batch().encode());
                statement.executeUpdate();
            }
        }
    }

    static long lastLsn(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LAST_LSN);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    static Optional<byte[]> bytes(Connection connection, int agent, long epoch, Stream stream, long seq)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BYTES)) {
            statement.setInt(1, agent);
            statement.setLong(2, epoch);
            statement.setInt(3, stream.code());
            statement.setLong(4, seq);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
            }
        }
    }

    static List<Counted> since(Connection connection, long lsn) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SINCE)) {
            statement.setLong(1, lsn);
            return counted(statement);
        }
    }

    private static List<Counted> counted(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            var rows = new ArrayList<Counted>();
            while (row.next()) {
                int state = row.getInt(11);
                rows.add(new Counted(
                        row.getLong(1),
                        row.getInt(2),
                        row.getLong(3),
                        row.getLong(4),
                        Stream.of((char) row.getInt(5)),
                        row.getLong(6),
                        row.getLong(7),
                        new RecordCounts(row.getLong(8), row.getLong(9), row.getLong(10)),
                        state == BatchState.REFUSED.code(),
                        state == BatchState.DECODED.code()));
            }
            return rows;
        }
    }

    /** Why batches are refused, each reason once. */
    static List<String> reasons(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REASONS);
                ResultSet row = statement.executeQuery()) {
            var reasons = new ArrayList<String>();
            while (row.next()) {
                String reason = row.getString(1);
                if (reason != null) {
                    reasons.add(reason);
                }
            }
            return reasons;
        }
    }

    /** The batches that are refused for one reason, in order. */
    static List<Counted> refusedFor(Connection connection, String reason) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REFUSED_FOR)) {
            statement.setString(1, reason);
            return counted(statement);
        }
    }

    /** Has them decoded after all. */
    static void admit(Connection connection, String reason) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADMIT)) {
            statement.setString(1, reason);
            statement.executeUpdate();
        }
    }

    static boolean hasToDecode(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(HAS_TO_DECODE);
                ResultSet row = statement.executeQuery()) {
            return row.next();
        }
    }

    static List<Raw> toDecode(Connection connection, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TO_DECODE)) {
            statement.setInt(1, limit);
            return raw(statement);
        }
    }

    static Optional<Raw> byLsn(Connection connection, long lsn) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BY_LSN)) {
            statement.setLong(1, lsn);
            return raw(statement).stream().findFirst();
        }
    }

    static List<Raw> raw(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            var rows = new ArrayList<Raw>();
            while (row.next()) {
                rows.add(new Raw(
                        row.getLong(1),
                        row.getInt(2),
                        Road.of(row.getInt(3)),
                        row.getLong(4),
                        row.getInt(5),
                        batch(row.getLong(1), row.getBytes(6))));
            }
            return rows;
        }
    }

    static Batch batch(long lsn, byte[] bytes) throws SQLException {
        try {
            return BatchCodec.decode(bytes);
        } catch (ProtocolException e) {
            throw new SQLException(
                    "batch " + lsn + " was sound when it was stored and is not now: " + e.getMessage(), e);
        }
    }

    /** The end of decoding. */
    record Ended(long lsn, BatchState state, String reason, int base, long firstMillis, long lastMillis) {}

    static void end(Connection connection, List<Ended> ended) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(END)) {
            for (Ended one : ended) {
                statement.setInt(1, one.state().code());
                statement.setString(2, one.reason().isEmpty() ? null : one.reason());
                statement.setInt(3, one.base());
                statement.setLong(4, one.firstMillis());
                statement.setLong(5, one.lastMillis());
                statement.setLong(6, one.lsn());
                statement.executeUpdate();
            }
        }
    }

    /** Puts a batch that waited for a chunk back into the queue. */
    static void decodeAgain(Connection connection, long lsn) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(AGAIN)) {
            statement.setLong(1, lsn);
            statement.executeUpdate();
        }
    }

    /** Decoded batches that are in no segment, in order of time. */
    static List<Raw> unsegmented(Connection connection, int agent, BatchHeader.Kind kind, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UNSEGMENTED)) {
            statement.setInt(1, agent);
            statement.setInt(2, kind.code());
            statement.setInt(3, limit);
            return raw(statement);
        }
    }

    /** Decoded batches in no segment whose windows touch {@code from..to} on the clock of {@code base}. */
    static List<Raw> unsegmented(Connection connection, int agent, BatchHeader.Kind kind, int base, long from, long to)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UNSEGMENTED_BETWEEN)) {
            statement.setInt(1, agent);
            statement.setInt(2, kind.code());
            statement.setLong(3, to);
            statement.setLong(4, from);
            statement.setInt(5, base);
            return raw(statement);
        }
    }

    /** The clocks of decoded batches of an agent. */
    static List<Integer> basesOf(Connection connection, int agent, BatchHeader.Kind kind) throws SQLException {
        return Sql.all(connection, BASES, row -> row.getInt(1), agent, kind.code());
    }

    /** Visits decoded batches whose windows touch {@code from..to} on the clock of {@code base}, one at a time. */
    static void between(
            Connection connection,
            int agent,
            BatchHeader.Kind kind,
            int base,
            long from,
            long to,
            Consumer<Batch> visitor)
            throws SQLException {
        Sql.each(
                connection,
                BETWEEN,
                row -> {
                    visitor.accept(batch(row.getLong(1), row.getBytes(2)));
                    return true;
                },
                agent,
                kind.code(),
                to,
                from,
                base);
    }

    /** By clock, the begin of the oldest window in no segment of an agent. */
    static Map<Integer, Long> unsegmentedFirsts(Connection connection, int agent) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UNSEGMENTED_FIRSTS)) {
            statement.setInt(1, agent);
            statement.setInt(2, BatchHeader.Kind.MINUTE.code());
            statement.setInt(3, BatchHeader.Kind.HOUR.code());
            statement.setInt(4, BatchHeader.Kind.DAY.code());
            return Pairs.of(statement);
        }
    }

    static List<Integer> unsegmentedBases(Connection connection, int agent, BatchHeader.Kind kind) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UNSEGMENTED_BASES)) {
            statement.setInt(1, agent);
            statement.setInt(2, kind.code());
            return numbers(statement);
        }
    }

    /** Agents that have at least {@code count} decoded batches in no segment. */
    static List<Integer> fullEnough(Connection connection, BatchHeader.Kind kind, int count) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FULL_ENOUGH)) {
            statement.setInt(1, kind.code());
            statement.setInt(2, count);
            return numbers(statement);
        }
    }

    private static List<Integer> numbers(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            var numbers = new ArrayList<Integer>();
            while (row.next()) {
                numbers.add(row.getInt(1));
            }
            return numbers;
        }
    }

    static void setSegment(Connection connection, List<Long> lsns, long segment) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SET_SEGMENT)) {
            for (long lsn : lsns) {
                statement.setLong(1, segment);
                statement.setLong(2, lsn);
                statement.executeUpdate();
            }
        }
    }

    static long inState(Connection connection, BatchState state) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(IN_STATE)) {
            statement.setInt(1, state.code());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** All agents of the file. */
    static List<Integer> agents(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(AGENTS)) {
            return numbers(statement);
        }
    }

    static List<Long> decodedSince(Connection connection, long lsn) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DECODED_SINCE)) {
            statement.setLong(1, lsn);
            try (ResultSet row = statement.executeQuery()) {
                var lsns = new ArrayList<Long>();
                while (row.next()) {
                    lsns.add(row.getLong(1));
                }
                return lsns;
            }
        }
    }

    /** {@code Long.MAX_VALUE} if all are decoded. */
    static long firstUndecoded(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIRST_UNDECODED);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The batches of an agent by epoch and stream; only those whose content segments have, if {@code summarised}. */
    static List<ProofFiles.Run> runs(Connection connection, int agent, boolean summarised) throws SQLException {
        var runs = new ArrayList<ProofFiles.Run>();
        try (PreparedStatement statement = connection.prepareStatement(ALL_BYTES)) {
            statement.setInt(1, agent);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    boolean isDecodedSummary =
                            BatchHeader.Kind.of(row.getInt(2)).isSummary()
                                    && row.getInt(3) == BatchState.DECODED.code();
                    if (isDecodedSummary || !summarised) {
                        add(runs, agent, batch(row.getLong(1), row.getBytes(4)));
                    }
                }
            }
        }
        return runs;
    }

    private static void add(List<ProofFiles.Run> runs, int agent, Batch batch) {
        var key = batch.header().key();
        ProofFiles.Run last = runs.isEmpty() ? null : runs.getLast();
        if (last != null && last.epoch() == key.epoch() && last.stream() == key.stream()) {
            last.batches().add(batch);
        } else {
            var batches = new ArrayList<Batch>();
            batches.add(batch);
            runs.add(new ProofFiles.Run(agent, key.epoch(), key.stream(), batches));
        }
    }
}
