package skerry.agent.ring;

import static java.lang.System.Logger.Level.WARNING;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.payload.LossCause;

/**
 * Gives drafts their sequence numbers, stores the sealed batches and moves the mark of what is covered, all within one
 * transaction. Owned by the ring's lock.
 */
final class Sealing {
    private static final System.Logger LOG = System.getLogger(Sealing.class.getName());

    private final RingOutbox outbox;

    Sealing(RingOutbox outbox) {
        this.outbox = outbox;
    }

    /** What the transaction has at hand. */
    record Place(RingDatabase database, Eviction eviction, Epochs.Current epoch, long now) {}

    /** @param uncovered records that no batch covers yet */
    List<Outbox.Entry> write(Place place, List<BatchDraft> drafts, Coverage coverage, RecordCounts uncovered)
            throws SQLException {
        StateRow state = place.database.state();
        var entries = new ArrayList<Outbox.Entry>();
        for (BatchDraft draft : drafts) {
            entries.add(write(place, draft, state));
        }
        if (coverage != Coverage.NOTHING) {
            cover(place, drafts, coverage, coverage.of(uncovered));
        }
        return entries;
    }

    /** Writes down which minute batches the hour among {@code entries} was made of. */
    void writeHour(Place place, List<Outbox.Entry> entries, List<BatchKey> minutes) throws SQLException {
        List<Long> parts = entries.stream()
                .map(Outbox.Entry::key)
                .filter(key -> key.stream() == Stream.SUMMARIES)
                .map(BatchKey::seq)
                .toList();
        if (parts.isEmpty()) {
            return;
        }
        var here = new ArrayList<StoredBatch>();
        var lost = new ArrayList<StoredBatch>();
        for (BatchKey minute : minutes) {
            Optional<StoredBatch> held = RingOutbox.find(place.database, minute);
            held.ifPresent(here::add);
            if (held.isEmpty()) {
                place.eviction.early().find(minute.epoch(), minute.seq()).ifPresent(lost::add);
            }
        }
        var hour = new OutlineTable.Run(place.epoch.start(), parts.getFirst(), parts.getLast());
        new CoarseDelivery(place.database).stored(hour, here, lost);
    }

    private Outbox.Entry write(Place place, BatchDraft draft, StateRow state) throws SQLException {
        RingDatabase database = place.database;
        for (Bytes hash : draft.dictRefs()) {
            if (!database.dictionaries.has(hash)) {
                throw new IllegalArgumentException(
                        "a batch names dictionary chunk " + hash + ", which was not put into the ring before");
            }
        }
        long start = place.epoch.start();
        long seq = database.heads.take(start, draft.stream());
        byte[] bytes = draft.sealer().seal(new BatchKey(outbox.uid(), place.epoch.epoch(), draft.stream(), seq), start);
        place.eviction.makeRoom(database.pagesFor(bytes.length) + 2);
        long day = draft.stream() == Stream.EVENTS ? state.eventsDay() : state.windowDay();
        var batch = new StoredBatch(
                outbox.nextOrder(database),
                start,
                draft.stream(),
                seq,
                StoredBatch.WAITING,
                day == StateRow.NO_DAY ? Ledger.day(place.now) : day,
                counted(draft),
                draft.firstMillis(),
                draft.lastMillis(),
                bytes.length,
                database.dictionaries.setOf(draft.dictRefs()));
        database.batches.insert(batch);
        database.batchBodies.insert(batch.id(), bytes);
        return outbox.entry(batch, place.epoch.epoch());
    }

    /** Hour and day summaries tell again of records that a minute or an event batch covers: only those count. */
    private static RecordCounts counted(BatchDraft draft) {
        return draft.stream() == Stream.MINUTES || draft.stream() == Stream.EVENTS
                ? draft.records()
                : RecordCounts.NONE;
    }

    private static void cover(Place place, List<BatchDraft> drafts, Coverage coverage, RecordCounts open)
            throws SQLException {
        RingDatabase database = place.database;
        StateRow state = database.state();
        RecordCounts covered = drafts.stream().map(Sealing::counted).reduce(RecordCounts.NONE, RecordCounts::plus);
        long from = drafts.stream().mapToLong(BatchDraft::firstMillis).min().orElse(place.now);
        long to = drafts.stream().mapToLong(BatchDraft::lastMillis).max().orElse(place.now);
        var ledger = new Ledger(database);
        RecordCounts left = Counts.excess(open, covered);
        ledger.lose(day(state.windowDay(), place), Counts.samplesAndLines(left), LossCause.LIMIT, from, to);
        ledger.lose(day(state.eventsDay(), place), Counts.events(left), LossCause.LIMIT, from, to);
        RecordCounts more = Counts.excess(covered, open);
        if (more.total() > 0) {
            LOG.log(WARNING, "batches cover {0} more than the ring was given: counted as collected now", more);
            ledger.book(day(state.windowDay(), place), LedgerTable.COLLECTED, Counts.samplesAndLines(more));
            ledger.book(day(state.eventsDay(), place), LedgerTable.COLLECTED, Counts.events(more));
        }
        long last = database.blocks.last();
        StateRow after = database.state();
        boolean all = coverage == Coverage.ALL;
        database.state(after.withUpto(
                        all ? Math.max(after.windowUpto(), last) : after.windowUpto(),
                        Math.max(after.eventsUpto(), last))
                .withDays(all ? StateRow.NO_DAY : after.windowDay(), StateRow.NO_DAY)
                .withOpen(coverage.beyond(after.open())));
    }

    private static long day(long booked, Place place) {
        return booked == StateRow.NO_DAY ? Ledger.day(place.now) : booked;
    }
}
