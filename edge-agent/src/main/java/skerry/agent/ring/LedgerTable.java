package skerry.agent.ring;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import skerry.platform.sqlite.Sql;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.payload.DayAccount;
import skerry.protocol.payload.LossCause;

/** Table {@code ledger}: records by booking day, stream and line of the account. */
final class LedgerTable {
    static final int COLLECTED = 1;
    static final int DELIVERED = 2;
    static final int REFUSED = 3;
    static final int SITE_ONLY = 4;
    /** Raw detail that gave way after a batch covered it: no loss. */
    static final int RAW_EVICTED = 5;
    /** In minute batches that gave way to a full ring, and whose hour the hub has. */
    static final int COARSE = 6;

    private static final int DROPPED = 100;
    private static final long EARLIER = DayAccount.EARLIER;
    /** Days kept apart; a clock that jumps about must not make the table grow for ever. */
    private static final int MAX_DAYS = 400;

    private static final String FIND = """
            SELECT id, samples, lines, events, crc
              FROM ledger
             WHERE day = ? AND stream = ? AND line = ?
            """;
    private static final String INSERT = """
            INSERT INTO ledger (day, stream, line, samples, lines, events, crc)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String UPDATE = """
            UPDATE ledger
               SET samples = ?, lines = ?, events = ?, crc = ?
             WHERE id = ?
            """;
    private static final String ALL = """
            SELECT id, day, stream, line, samples, lines, events, crc
              FROM ledger
             ORDER BY day, stream, line
            """;
    private static final String DAYS = "SELECT count(DISTINCT day) FROM ledger WHERE day <> -1";
    private static final String FIRST_DAY = "SELECT min(day) FROM ledger WHERE day <> -1";
    private static final String DELETE = "DELETE FROM ledger WHERE id = ?";

    private final Connection db;

    /** One row. {@code intact} says whether its checksum holds. */
    record Row(long id, long day, Stream stream, int line, RecordCounts records, boolean intact) {
        /** The cause, if this is a line of dropped records. */
        Optional<LossCause> dropped() {
            return line > DROPPED ? Optional.of(LossCause.of(line - DROPPED)) : Optional.empty();
        }
    }

    LedgerTable(Connection db) {
        this.db = db;
    }

    static int dropped(LossCause cause) {
        return DROPPED + cause.code();
    }

    /** Adds to a line, or takes away from it when {@code sign} is -1; a day that is not told apart any more is an earlier one. */
    void add(long day, Stream stream, int line, RecordCounts records, int sign) throws SQLException {
        if (records.total() == 0) {
            return;
        }
        Optional<Row> old = find(day, stream, line);
        if (old.isPresent()) {
            RecordCounts before = old.get().records;
            RecordCounts after = sign > 0 ? before.plus(records) : Counts.excess(before, records);
            Sql.update(
                    db,
                    UPDATE,
                    after.samples(),
                    after.lines(),
                    after.events(),
                    crc(day, stream, line, after),
                    old.get().id);
        } else if (sign > 0) {
            insert(day, stream, line, records);
            foldOldDays(day);
        } else if (day != EARLIER && day < Sql.number(db, FIRST_DAY)) {
            add(EARLIER, stream, line, records, sign);
        }
    }

    void add(long day, Stream stream, int line, RecordCounts records) throws SQLException {
        add(day, stream, line, records, 1);
    }

    /**
     * Moves records from one line to another of the same day and stream. No more than the one has: where a damaged row was
     * lost, the account must not be made worse.
     */
    void move(long day, Stream stream, int from, int to, RecordCounts records) throws SQLException {
        long booked = day < Sql.number(db, FIRST_DAY) ? EARLIER : day;
        RecordCounts there = find(booked, stream, from).map(Row::records).orElse(RecordCounts.NONE);
        RecordCounts moved = Counts.least(there, records);
        add(booked, stream, from, moved, -1);
        add(booked, stream, to, moved, 1);
    }

    List<Row> all() throws SQLException {
        return Sql.all(db, ALL, row -> {
            var records = Counts.read(row, 5);
            var stream = streamOf(row.getInt(3));
            boolean intact = row.getLong(8) == crc(row.getLong(2), stream, row.getInt(4), records);
            return new Row(row.getLong(1), row.getLong(2), stream, row.getInt(4), records, intact);
        });
    }

    void delete(long id) throws SQLException {
        Sql.update(db, DELETE, id);
    }

    private Optional<Row> find(long day, Stream stream, int line) throws SQLException {
        return Sql.first(
                db,
                FIND,
                row -> new Row(row.getLong(1), day, stream, line, Counts.read(row, 2), true),
                day,
                (int) stream.code(),
                line);
    }

    private void insert(long day, Stream stream, int line, RecordCounts records) throws SQLException {
        Sql.update(
                db,
                INSERT,
                day,
                (int) stream.code(),
                line,
                records.samples(),
                records.lines(),
                records.events(),
                crc(day, stream, line, records));
    }

    private void foldOldDays(long newest) throws SQLException {
        while (newest != EARLIER && Sql.number(db, DAYS) > MAX_DAYS) {
            long oldest = Sql.number(db, FIRST_DAY);
            for (Row row : all()) {
                if (row.day == oldest) {
                    delete(row.id);
                    add(EARLIER, row.stream, row.line, row.records);
                }
            }
        }
    }

    private static Stream streamOf(int code) {
        try {
            return Stream.of((char) code);
        } catch (IllegalArgumentException e) {
            return Stream.MINUTES; // Its checksum will not hold either.
        }
    }

    private static long crc(long day, Stream stream, int line, RecordCounts records) {
        return RowCrc.of(day, stream.code(), line, records.samples(), records.lines(), records.events());
    }
}
