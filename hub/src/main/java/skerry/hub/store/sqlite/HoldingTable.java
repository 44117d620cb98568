package skerry.hub.store.sqlite;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import skerry.hub.store.Holding;
import skerry.hub.store.SeqSet;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;

/** SQL of table {@code holding}. */
final class HoldingTable {
    /** A holding of an agent. */
    record Owned(int agent, Holding holding) {}

    private static final String COLUMNS = """
            SELECT epoch, stream, start_no, head, applied, lost, quarantined, batches, samples, lines, events
              FROM holding
            """;
    private static final String ONE = COLUMNS + """
             WHERE agent = ? AND epoch = ? AND stream = ?
            """;
    private static final String OPEN = COLUMNS + """
             WHERE agent = ? AND (complete = 0 OR start_no > (SELECT max(start_no) - ? FROM holding WHERE agent = ?))
            """;
    private static final String PUT = """
            INSERT OR REPLACE
              INTO holding (agent, epoch, stream, start_no, head, complete, applied, lost, quarantined, batches, samples,
                            lines, events)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private HoldingTable() {}

    static Optional<Holding> one(Connection connection, int agent, long epoch, Stream stream) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ONE)) {
            statement.setInt(1, agent);
            statement.setLong(2, epoch);
            statement.setInt(3, stream.code());
            return read(statement).stream().findFirst();
        }
    }

    /** Those with something missing, and those of the {@code newest} last starts. */
    static List<Holding> open(Connection connection, int agent, int newest) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OPEN)) {
            statement.setInt(1, agent);
            statement.setInt(2, newest);
            statement.setInt(3, agent);
            return read(statement);
        }
    }

    private static List<Holding> read(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            var holdings = new ArrayList<Holding>();
            while (row.next()) {
                holdings.add(new Holding(
                        row.getLong(1),
                        Stream.of((char) row.getInt(2)),
                        row.getLong(3),
                        row.getLong(4),
                        ranges(row.getBytes(5)),
                        ranges(row.getBytes(6)),
                        ranges(row.getBytes(7)),
                        row.getLong(8),
                        new RecordCounts(row.getLong(9), row.getLong(10), row.getLong(11))));
            }
            return holdings;
        }
    }

    static void put(Connection connection, Collection<Owned> changed) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            for (Owned owned : changed) {
                Holding holding = owned.holding();
                statement.setInt(1, owned.agent());
                statement.setLong(2, holding.epoch());
                statement.setInt(3, holding.stream().code());
                statement.setLong(4, holding.startNo());
                statement.setLong(5, holding.head());
                statement.setBoolean(6, holding.isComplete());
                statement.setBytes(7, bytes(holding.applied()));
                statement.setBytes(8, bytes(holding.lost()));
                statement.setBytes(9, bytes(holding.quarantined()));
                statement.setLong(10, holding.batches());
                statement.setLong(11, holding.delivered().samples());
                statement.setLong(12, holding.delivered().lines());
                statement.setLong(13, holding.delivered().events());
                statement.executeUpdate();
            }
        }
    }

    private static byte[] bytes(SeqSet set) {
        long[] flat = set.toArray();
        var buffer = ByteBuffer.allocate(flat.length * Long.BYTES);
        buffer.asLongBuffer().put(flat);
        return buffer.array();
    }

    private static SeqSet ranges(byte[] bytes) {
        var flat = new long[bytes.length / Long.BYTES];
        ByteBuffer.wrap(bytes).asLongBuffer().get(flat);
        return SeqSet.of(flat);
    }
}
