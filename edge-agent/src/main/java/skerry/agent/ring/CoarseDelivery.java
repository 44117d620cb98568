package skerry.agent.ring;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import skerry.agent.ring.OutlineTable.Outline;
import skerry.agent.ring.OutlineTable.Run;
import skerry.protocol.RecordCounts;
import skerry.protocol.payload.LossCause;

/**
 * Books as delivered coarsely what a full ring lost of minutes whose hour reached the hub, whichever came first.
 *
 * <p>The rule: the samples and lines of a minute batch that gave way unconfirmed are delivered coarsely if and as long as
 * the hub has confirmed every batch of the one hour that took this minute up. What an hour was made of is written down when
 * it is stored, batch by batch, and never reckoned from clocks. So these stay dropped: a minute of an hour that was not
 * stored, because the agent ended before; one that had given way before a restart, since the hour that goes on after it does
 * without it; one whose hour, or a part of it, gave way as well or was refused; and what is in no hour at all, such as
 * events. Summaries of days count for nothing here. What was lost to damage, or left by a road without receipts, stays what
 * it is. A hub that was restored and asks for an hour anew takes its confirmation back, while the ring still holds that hour.
 *
 * <p>Such a batch counts whole: an hour adds up its minutes with all their series and patterns, so it has each of their
 * samples and lines in a sum.
 *
 * <p>Part of a transaction, like {@link Ledger}.
 */
final class CoarseDelivery {
    private static final int DROPPED = LedgerTable.dropped(LossCause.RING_FULL);

    private final RingDatabase database;

    CoarseDelivery(RingDatabase database) {
        this.database = database;
    }

    /**
     * Writes down what a stored hour was made of.
     *
     * @param minutes batches that are in the ring
     * @param lost those that gave way unconfirmed before their hour was stored
     */
    void stored(Run hour, List<StoredBatch> minutes, List<StoredBatch> lost) throws SQLException {
        var outlines = new ArrayList<Outline>();
        minutes.forEach(batch -> add(hour, batch, RecordCounts.NONE, outlines));
        lost.forEach(batch -> add(hour, batch, Counts.samplesAndLines(batch.records()), outlines));
        for (Outline outline : outlines) {
            database.outlines.insert(outline);
        }
    }

    /**
     * Says that a minute batch gave way to a full ring, and is counted as dropped.
     *
     * @return whether its hour is stored
     */
    boolean lost(StoredBatch minute) throws SQLException {
        var row = database.outlines.ofMinute(minute.start(), minute.seq());
        if (row.isEmpty()) {
            return false;
        }
        RecordCounts records = Counts.samplesAndLines(minute.records());
        Outline outline = row.get().outline().withMoreLost(records);
        database.outlines.update(row.get().id(), outline);
        if (outline.isConfirmed()) {
            new Ledger(database).move(outline.day(), DROPPED, LedgerTable.COARSE, records);
        }
        return true;
    }

    /** Says that a batch of stream {@code s}, as it was, becomes confirmed, or is so no more. */
    void changed(StoredBatch part, int state) throws SQLException {
        int fewer = (state == StoredBatch.CONFIRMED ? 1 : 0) - (part.state() == StoredBatch.CONFIRMED ? 1 : 0);
        var ledger = new Ledger(database);
        for (OutlineTable.Row row : database.outlines.ofPart(part.start(), part.seq())) {
            Outline before = row.outline();
            int waiting =
                    Math.clamp((long) before.waiting() - fewer, 0, before.hour().size());
            Outline after = before.withWaiting(waiting);
            database.outlines.update(row.id(), after);
            if (after.isConfirmed() && !before.isConfirmed()) {
                ledger.move(after.day(), DROPPED, LedgerTable.COARSE, after.lost());
            } else if (before.isConfirmed() && !after.isConfirmed()) {
                ledger.move(after.day(), LedgerTable.COARSE, DROPPED, after.lost());
            }
        }
    }

    private static void add(Run hour, StoredBatch minute, RecordCounts lost, List<Outline> outlines) {
        var own = new Run(minute.start(), minute.seq(), minute.seq());
        if (!outlines.isEmpty() && continues(outlines.getLast(), minute)) {
            Outline last = outlines.removeLast();
            var longer = new Run(own.start(), last.minutes().first(), own.last());
            outlines.add(new Outline(
                    longer, last.day(), hour, last.waiting(), last.lost().plus(lost)));
        } else {
            outlines.add(new Outline(own, minute.day(), hour, hour.size(), lost));
        }
    }

    private static boolean continues(Outline before, StoredBatch minute) {
        return before.minutes().start() == minute.start()
                && before.minutes().last() + 1 == minute.seq()
                && before.day() == minute.day();
    }
}
