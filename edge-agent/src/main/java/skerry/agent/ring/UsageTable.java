package skerry.agent.ring;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import skerry.platform.sqlite.Sql;

/** Tables {@code usage} and {@code own_time}. A row that is damaged is left out: its loss costs a day's number. */
final class UsageTable {
    private static final int KINDS = 32;
    private static final String ALL = "SELECT id, amount, crc FROM usage ORDER BY id";
    private static final String PUT = "INSERT OR REPLACE INTO usage (id, amount, crc) VALUES (?, ?, ?)";
    private static final String FORGET = "DELETE FROM usage WHERE id < ?";
    private static final String CLEAR = "DELETE FROM usage";
    private static final String MOMENT = "SELECT boot, mono, millis, told, crc FROM own_time WHERE id = 1";
    private static final String PUT_MOMENT = """
            INSERT OR REPLACE INTO own_time (id, boot, mono, millis, told, crc)
            VALUES (1, ?, ?, ?, ?, ?)
            """;

    private final Connection db;

    private record Row(Usage.Amount amount, boolean intact) {}

    UsageTable(Connection db) {
        this.db = db;
    }

    Usage load() throws SQLException {
        List<Row> rows = Sql.all(db, ALL, row -> {
            long id = row.getLong(1);
            var amount =
                    new Usage.Amount(Math.floorDiv(id, KINDS), Math.floorMod(id, KINDS), Math.max(0, row.getLong(2)));
            return new Row(amount, row.getLong(3) == RowCrc.of(id, row.getLong(2)));
        });
        Optional<Optional<Usage.Moment>> moment = Sql.first(db, MOMENT, row -> {
            var read = new Usage.Moment(row.getLong(1), row.getLong(2), row.getLong(3), row.getInt(4));
            return row.getLong(5) == crc(read) ? Optional.of(read) : Optional.<Usage.Moment>empty();
        });
        return new Usage(
                moment.flatMap(found -> found),
                rows.stream().filter(Row::intact).map(Row::amount).toList());
    }

    /** Writes these amounts in place of those of the same day and kind. */
    void store(Usage usage) throws SQLException {
        for (Usage.Amount amount : usage.amounts()) {
            long id = amount.epochDay() * KINDS + amount.kind();
            Sql.update(db, PUT, id, amount.amount(), RowCrc.of(id, amount.amount()));
        }
        if (usage.moment().isPresent()) {
            Usage.Moment moment = usage.moment().get();
            Sql.update(db, PUT_MOMENT, moment.boot(), moment.monoMillis(), moment.millis(), moment.told(), crc(moment));
        }
    }

    void forgetBefore(long epochDay) throws SQLException {
        Sql.update(db, FORGET, epochDay * KINDS);
    }

    void clear() throws SQLException {
        Sql.update(db, CLEAR);
    }

    private static long crc(Usage.Moment moment) {
        return RowCrc.of(moment.boot(), moment.monoMillis(), moment.millis(), moment.told());
    }
}
