package skerry.agent.ring;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import skerry.platform.sqlite.Sql;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.payload.Gap;
import skerry.protocol.payload.LossCause;

/** Table {@code gap}: counted losses that the hub is told of, at most 64. */
final class GapStore {
    private static final String ALL = """
            SELECT id, epoch, stream, from_seq, to_seq, batches, samples, lines, events, wall_first, wall_last, cause, crc
              FROM gap
             ORDER BY id
            """;
    private static final String PUT = """
            INSERT OR REPLACE INTO gap (id, epoch, stream, from_seq, to_seq, batches, samples, lines, events,
                   wall_first, wall_last, cause, crc)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String DELETE = "DELETE FROM gap WHERE id = ?";
    private static final String DELETE_ABOVE = "DELETE FROM gap WHERE id > ?";

    private final Connection db;

    /** One row; empty in place of a gap whose checksum does not hold. */
    record Row(long id, Optional<Gap> gap) {}

    GapStore(Connection db) {
        this.db = db;
    }

    List<Gap> all() throws SQLException {
        return rows().stream().flatMap(row -> row.gap.stream()).toList();
    }

    List<Row> rows() throws SQLException {
        return Sql.all(db, ALL, row -> {
            long[] columns = new long[12];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = row.getLong(i + 1);
            }
            return new Row(columns[0], row.getLong(13) == RowCrc.of(columns) ? gap(columns) : Optional.empty());
        });
    }

    /** Adds a loss; writes only the rows that change by it. */
    void add(Gap gap) throws SQLException {
        List<Gap> before = all();
        List<Gap> after = GapRows.add(before, gap);
        for (int i = 0; i < after.size(); i++) {
            if (i >= before.size() || !after.get(i).equals(before.get(i))) {
                put(i + 1, after.get(i));
            }
        }
        Sql.update(db, DELETE_ABOVE, after.size());
    }

    void put(long id, Gap gap) throws SQLException {
        long[] columns = {
            id,
            gap.epoch(),
            gap.stream().code(),
            gap.fromSeq(),
            gap.toSeq(),
            gap.batches(),
            gap.records().samples(),
            gap.records().lines(),
            gap.records().events(),
            gap.fromMillis(),
            gap.toMillis(),
            gap.cause().code()
        };
        var arguments = new Object[13];
        for (int i = 0; i < columns.length; i++) {
            arguments[i] = columns[i];
        }
        arguments[12] = RowCrc.of(columns);
        Sql.update(db, PUT, arguments);
    }

    void delete(long id) throws SQLException {
        Sql.update(db, DELETE, id);
    }

    private static Optional<Gap> gap(long[] row) {
        try {
            return Optional.of(new Gap(
                    row[1],
                    Stream.of((char) row[2]),
                    row[3],
                    row[4],
                    row[5],
                    new RecordCounts(row[6], row[7], row[8]),
                    row[9],
                    row[10],
                    LossCause.of((int) row[11])));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
