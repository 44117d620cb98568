package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BiConsumer;
import skerry.platform.sqlite.Sql;
import skerry.protocol.BatchHeader;
import skerry.protocol.batch.Batch;

/** SQL by which texts are found in, and taken out of, the batches of a day file. */
final class BatchTexts {
    private static final String WITH_TEXTS = """
            SELECT lsn, agent, road, arrived_at, base, bytes
              FROM batch
             WHERE lsn > ? AND state = ? AND kind IN (?, ?, ?, ?)
             ORDER BY lsn
             LIMIT ?
            """;
    private static final String ANSWERS = "SELECT lsn, bytes FROM batch WHERE kind = ? AND state <> 0 ORDER BY lsn";
    private static final String BYTES_AT = "SELECT bytes FROM batch WHERE lsn = ?";
    private static final String ERASED = "UPDATE batch SET bytes = ?, erased_at = ? WHERE lsn = ?";

    private BatchTexts() {}

    /** Batches in a state that may hold texts of patterns, from behind a commit on. */
    static List<BatchTable.Raw> having(Connection connection, BatchState state, long afterLsn, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WITH_TEXTS)) {
            statement.setLong(1, afterLsn);
            statement.setInt(2, state.code());
            statement.setInt(3, BatchHeader.Kind.DICTIONARY.code());
            statement.setInt(4, BatchHeader.Kind.MINUTE.code());
            statement.setInt(5, BatchHeader.Kind.HOUR.code());
            statement.setInt(6, BatchHeader.Kind.DAY.code());
            statement.setInt(7, limit);
            return BatchTable.raw(statement);
        }
    }

    /** Visits the answers of commands, decoded or refused, one at a time. */
    static void visitAnswers(Connection connection, BiConsumer<Long, Batch> visitor) throws SQLException {
        Sql.each(
                connection,
                ANSWERS,
                row -> {
                    visitor.accept(row.getLong(1), BatchTable.batch(row.getLong(1), row.getBytes(2)));
                    return true;
                },
                BatchHeader.Kind.TICKET_RESULT.code());
    }

    /** A batch that is there. */
    static Batch at(Connection connection, long lsn) throws SQLException {
        return Sql.first(connection, BYTES_AT, row -> BatchTable.batch(lsn, row.getBytes(1)), lsn)
                .orElseThrow(() -> new SQLException("batch " + lsn + " is not there any more"));
    }

    /** What is left of a batch from which text was taken out. */
    record Left(long lsn, Batch batch) {}

    /** Puts what is left of batches in their place. */
    static void put(Connection connection, List<Left> left, long at) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ERASED)) {
            for (Left one : left) {
                statement.setBytes(1, one.batch().encode());
                statement.setLong(2, at);
                statement.setLong(3, one.lsn());
                statement.executeUpdate();
            }
        }
    }
}
