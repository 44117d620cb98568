package skerry.agent.ring;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.agent.left.LeftRow;
import skerry.agent.left.LeftSum;
import skerry.platform.sqlite.Sql;

/** Tables {@code left_site} and {@code left_open}: what left this site, and what may have left beyond that. */
final class LeftTable {
    /** Months that are told apart; what is before is one row for each road and kind. */
    private static final int MONTHS = 120;

    private static final String PUT = """
            INSERT OR REPLACE INTO left_site (id, messages, bytes, items, repeats, repeat_bytes, example, policy, crc)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String BETWEEN = """
            SELECT id, messages, bytes, items, repeats, repeat_bytes, example, policy, crc
              FROM left_site
             WHERE id >= ? AND id < ?
             ORDER BY id
            """;
    private static final String DELETE = "DELETE FROM left_site WHERE id = ?";
    private static final String OPEN = "SELECT bytes, crc FROM left_open WHERE id = 1";
    private static final String PUT_OPEN = "INSERT OR REPLACE INTO left_open (id, bytes, crc) VALUES (1, ?, ?)";

    private final Connection db;

    /** One row; empty in place of one that is damaged or of a later version. */
    private record Row(long id, Optional<LeftRow> row) {}

    LeftTable(Connection db) {
        this.db = db;
    }

    /** All that can be read, oldest first. */
    LeftAccount load() throws SQLException {
        var rows = new ArrayList<LeftRow>();
        int damaged = 0;
        for (Row row : between(0, Long.MAX_VALUE)) {
            if (row.row.isPresent()) {
                rows.add(row.row.get());
            } else {
                damaged++;
            }
        }
        return new LeftAccount(rows, damaged, open());
    }

    /** The rows of one day. */
    List<LeftRow> ofDay(long day) throws SQLException {
        var rows = new ArrayList<LeftRow>();
        for (Row row : between(LeftRow.firstId(day), LeftRow.firstId(day + 1))) {
            row.row.ifPresent(rows::add);
        }
        return rows;
    }

    /** Adds to the row of the same number; one that is damaged begins anew. */
    void add(LeftSum sum) throws SQLException {
        List<Row> before = between(sum.id(), sum.id() + 1);
        LeftSum all = sum;
        if (!before.isEmpty() && before.getFirst().row.isPresent()) {
            all = new LeftSum(before.getFirst().row.get());
            all.add(sum);
        }
        put(all.row());
    }

    /** Puts the days before one into months, and months long ago together. */
    void merge(long firstDay) throws SQLException {
        long firstMonth = LocalDate.ofEpochDay(firstDay)
                .withDayOfMonth(1)
                .minusMonths(MONTHS)
                .toEpochDay();
        for (Row row : between(0, LeftRow.firstId(firstDay))) {
            if (row.row.isPresent()) {
                long day = row.row.get().day();
                long month = day < firstMonth
                        ? 0
                        : LocalDate.ofEpochDay(day).withDayOfMonth(1).toEpochDay();
                if (!row.row.get().month() || month != day) {
                    Sql.update(db, DELETE, row.id);
                    add(new LeftSum(inMonth(row.row.get(), month)));
                }
            }
        }
    }

    /** Bytes that may have left beyond what the rows say, if the process ended without a word. */
    long open() throws SQLException {
        return Sql.first(db, OPEN, row -> row.getLong(2) == RowCrc.of(row.getLong(1)) ? row.getLong(1) : 0L)
                .orElse(0L);
    }

    void open(long bytes) throws SQLException {
        Sql.update(db, PUT_OPEN, bytes, RowCrc.of(bytes));
    }

    private static LeftRow inMonth(LeftRow row, long month) {
        return new LeftRow(
                month,
                true,
                row.road(),
                row.kind(),
                row.messages(),
                row.bytes(),
                row.items(),
                row.repeats(),
                row.repeatBytes(),
                row.example(),
                row.policy());
    }

    private void put(LeftRow row) throws SQLException {
        Sql.update(
                db,
                PUT,
                row.id(),
                row.messages(),
                row.bytes(),
                row.items(),
                row.repeats(),
                row.repeatBytes(),
                row.example(),
                row.policy(),
                crc(row));
    }

    private List<Row> between(long from, long to) throws SQLException {
        return Sql.all(db, BETWEEN, row -> new Row(row.getLong(1), read(row)), from, to);
    }

    private static Optional<LeftRow> read(ResultSet row) throws SQLException {
        long id = row.getLong(1);
        String example = row.getString(7);
        String policy = row.getString(8);
        try {
            var read = new LeftRow(
                    LeftRow.dayOf(id),
                    LeftRow.isMonth(id),
                    LeftRow.roadOf(id),
                    LeftRow.kindOf(id),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6),
                    example == null ? "" : example,
                    policy == null ? "" : policy);
            return row.getLong(9) == crc(read) ? Optional.of(read) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static long crc(LeftRow row) {
        return new RowCrc()
                .add(row.id())
                .add(row.messages())
                .add(row.bytes())
                .add(row.items())
                .add(row.repeats())
                .add(row.repeatBytes())
                .add(row.example())
                .add(row.policy())
                .value();
    }
}
