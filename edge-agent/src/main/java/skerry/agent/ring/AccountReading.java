package skerry.agent.ring;

import static skerry.protocol.RecordCounts.NONE;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.payload.DayAccount;
import skerry.protocol.payload.LossCause;

/**
 * Puts the account together, within one transaction: what is booked comes from the ledger, what is held is counted where
 * it lies, so that the two check each other. A damaged row of the ledger is left out, which then shows.
 */
final class AccountReading {
    private static final Comparator<Key> ORDER =
            Comparator.comparingLong(Key::day).thenComparing(Key::stream);

    private final Map<Key, DayAccount> days = new TreeMap<>(ORDER);
    private RecordCounts siteOnly = NONE;
    private RecordCounts rawEvicted = NONE;

    private record Key(long day, Stream stream) {}

    private AccountReading() {}

    static Account read(LedgerTable ledger, BatchTable batches, BlockTable blocks, StateRow state) throws SQLException {
        var reading = new AccountReading();
        for (LedgerTable.Row row : ledger.all()) {
            if (row.intact()) {
                reading.book(row);
            }
        }
        for (BatchTable.Held held : batches.held()) {
            reading.hold(held.day(), held.stream(), held.records(), held.oneWay());
        }
        RecordCounts open = blocks.uncovered(state).plus(state.open());
        reading.hold(state.windowDay(), Stream.MINUTES, Counts.samplesAndLines(open), false);
        reading.hold(state.eventsDay(), Stream.EVENTS, Counts.events(open), false);
        long[] raw = blocks.sums();
        return new Account(
                new ArrayList<>(reading.days.values()),
                reading.siteOnly.samples(),
                reading.rawEvicted,
                new Account.Raw(raw[0], raw[1]));
    }

    private void book(LedgerTable.Row row) {
        RecordCounts records = row.records();
        switch (row.line()) {
            case LedgerTable.COLLECTED -> add(row, records, NONE, NONE, NONE, Map.of());
            case LedgerTable.DELIVERED -> add(row, NONE, records, NONE, NONE, Map.of());
            case LedgerTable.COARSE -> add(row, NONE, NONE, records, NONE, Map.of());
            case LedgerTable.REFUSED -> add(row, NONE, NONE, NONE, records, Map.of());
            case LedgerTable.SITE_ONLY -> siteOnly = siteOnly.plus(records);
            case LedgerTable.RAW_EVICTED -> rawEvicted = rawEvicted.plus(records);
            default ->
                row.dropped().ifPresent(cause -> {
                    if (cause == LossCause.SENT_UNCONFIRMED) {
                        hold(row.day(), row.stream(), records, true);
                    } else if (records.total() > 0) {
                        add(row, NONE, NONE, NONE, NONE, Map.of(cause, records));
                    }
                });
        }
    }

    private void add(
            LedgerTable.Row row,
            RecordCounts collected,
            RecordCounts delivered,
            RecordCounts coarse,
            RecordCounts refused,
            Map<LossCause, RecordCounts> dropped) {
        merge(new DayAccount(row.day(), row.stream(), collected, delivered, coarse, NONE, NONE, refused, dropped));
    }

    /**
     * A day that the ledger does not tell apart any more has its batches among the earlier ones as well. What is held is
     * counted without a look at checksums, so a damaged row must not be taken at its word.
     */
    private void hold(long day, Stream of, RecordCounts records, boolean oneWay) {
        if (records.total() > 0) {
            Stream stream = of == Stream.EVENTS ? of : Stream.MINUTES;
            boolean folded =
                    !days.containsKey(new Key(day, stream)) && days.containsKey(new Key(DayAccount.EARLIER, stream));
            boolean isNone = day < 0 || day > DayAccount.LAST_DAY;
            long told = folded || isNone ? DayAccount.EARLIER : day;
            merge(new DayAccount(
                    told, stream, NONE, NONE, NONE, oneWay ? records : NONE, oneWay ? NONE : records, NONE, Map.of()));
        }
    }

    private void merge(DayAccount part) {
        days.merge(new Key(part.epochDay(), part.stream()), part, DayAccount::plus);
    }
}
