package skerry.agent.ring;

import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import skerry.protocol.RecordCounts;
import skerry.protocol.payload.DayAccount;
import skerry.protocol.payload.LossCause;

/**
 * By how much an account does not add up, day by day, after rows of it were damaged. Settling it makes every day add up
 * without inventing a loss: only what is missing in all is lost; what is missing on one day and too much on another was
 * booked under the wrong one.
 */
final class Imbalance {
    private final Map<Long, RecordCounts> missing = new TreeMap<>();
    private final Map<Long, RecordCounts> surplus = new TreeMap<>();
    private RecordCounts missingInAll = RecordCounts.NONE;

    private Imbalance() {}

    static Imbalance of(Account account) {
        var imbalance = new Imbalance();
        RecordCounts collected = RecordCounts.NONE;
        RecordCounts found = RecordCounts.NONE;
        for (DayAccount day : account.days()) {
            imbalance.missing.merge(
                    day.epochDay(), Counts.excess(day.collected(), day.accountedFor()), RecordCounts::plus);
            imbalance.surplus.merge(
                    day.epochDay(), Counts.excess(day.accountedFor(), day.collected()), RecordCounts::plus);
            collected = collected.plus(day.collected());
            found = found.plus(day.accountedFor());
        }
        imbalance.missingInAll = Counts.excess(collected, found);
        return imbalance;
    }

    /** @param now wall time of the loss, UTC epoch milliseconds: nobody knows when what is missing was from */
    void settle(Ledger ledger, long now) throws SQLException {
        RecordCounts left = missingInAll;
        for (var day : missing.entrySet()) {
            RecordCounts lost = Counts.least(day.getValue(), left);
            ledger.lose(day.getKey(), lost, LossCause.CORRUPTION, now, now);
            ledger.takeBack(day.getKey(), LedgerTable.COLLECTED, Counts.excess(day.getValue(), lost));
            left = Counts.excess(left, lost);
        }
        for (var day : surplus.entrySet()) {
            ledger.book(day.getKey(), LedgerTable.COLLECTED, day.getValue());
        }
    }
}
