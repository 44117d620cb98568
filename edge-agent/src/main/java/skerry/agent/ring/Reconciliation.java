package skerry.agent.ring;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.payload.LossCause;

/**
 * Makes the account true again at the start: what the ledger says is held but no row holds was lost, and is counted with
 * its cause. Without damage there is nothing to do, except after a crash that followed the eviction of raw blocks of an
 * open window.
 */
final class Reconciliation {
    private final RingDatabase database;
    private final Ledger ledger;
    private final long now;

    private Reconciliation(RingDatabase database, long now) {
        this.database = database;
        this.ledger = new Ledger(database);
        this.now = now;
    }

    /**
     * Part of a transaction.
     *
     * @param now wall time, UTC epoch milliseconds
     */
    static void run(RingDatabase database, long now) throws SQLException {
        var reconciliation = new Reconciliation(database, now);
        reconciliation.loseOpenWindow();
        reconciliation.balance();
    }

    /** As {@link #run}, on rows taken from a damaged file: first removes those that are not what was written. */
    static void runAfterSalvage(RingDatabase database, long now) throws SQLException {
        var reconciliation = new Reconciliation(database, now);
        reconciliation.removeBroken();
        reconciliation.restoreState();
        reconciliation.loseOpenWindow();
        reconciliation.balance();
        reconciliation.ledger.announce(Losses.gap(Stream.MINUTES, RecordCounts.NONE, LossCause.CORRUPTION, now, now));
    }

    /** Records of a window that was open when the process ended, and whose raw blocks were gone by then. */
    private void loseOpenWindow() throws SQLException {
        StateRow state = database.state();
        if (state.open().total() > 0) {
            database.state(state.withOpen(RecordCounts.NONE));
            long day = state.windowDay() == StateRow.NO_DAY ? Ledger.day(now) : state.windowDay();
            ledger.lose(day, state.open(), LossCause.RING_FULL, now, now);
        }
    }

    private void balance() throws SQLException {
        StateRow state = database.state();
        Account account = AccountReading.read(database.ledger, database.batches, database.blocks, state);
        Imbalance.of(account).settle(ledger, now);
    }

    private void removeBroken() throws SQLException {
        for (BootTable.Row row : database.boots.all()) {
            if (!row.intact()) {
                database.boots.delete(row.id());
            }
        }
        for (EpochTable.Row row : database.epochs.all()) {
            if (!row.intact()) {
                database.epochs.delete(row.start());
            }
        }
        for (HeadTable.Row row : database.heads.all()) {
            if (!row.intact()) {
                database.heads.delete(row.id());
            }
        }
        for (CheckpointTable.Row row : database.checkpoints.all()) {
            if (!row.intact()) {
                database.checkpoints.delete(row.id());
            }
        }
        for (LedgerTable.Row row : database.ledger.all()) {
            if (!row.intact()) {
                database.ledger.delete(row.id());
            }
        }
        for (OutlineTable.Row row : database.outlines.all()) {
            if (!row.intact()) {
                database.outlines.delete(row.id());
            }
        }
        for (DictionaryTable.Refs set : database.dictionaries.sets()) {
            if (!set.intact()) {
                database.dictionaries.deleteSet(set.id());
            }
        }
        for (int id : database.subjects.each(_ -> {})) {
            database.subjects.delete(id);
        }
        renumberGaps();
        removeBrokenBatches();
        removeBrokenBlocks();
        database.subjects.skipLost(database.blocks.last());
        database.batchBodies.deleteOrphans();
        database.blockBodies.deleteOrphans();
    }

    private void renumberGaps() throws SQLException {
        List<GapStore.Row> rows = database.gaps.rows();
        for (GapStore.Row row : rows) {
            database.gaps.delete(row.id());
        }
        for (GapStore.Row row : rows) {
            if (row.gap().isPresent()) {
                database.gaps.add(row.gap().get());
            }
        }
    }

    /** A batch whose epoch is not known any more cannot be named to the hub: it is as lost as one that is broken. */
    private void removeBrokenBatches() throws SQLException {
        Set<Long> starts =
                database.epochs.all().stream().map(EpochTable.Row::start).collect(Collectors.toSet());
        var broken = new ArrayList<Long>();
        database.batches.each(row -> {
            BatchTable.Row batch = BatchTable.read(row);
            if (!batch.intact()
                    || !starts.contains(batch.batch().start())
                    || !bodyIsIntact(database.batchBodies, row.getLong(1))) {
                broken.add(row.getLong(1));
            }
            return true;
        });
        for (long id : broken) {
            database.batches.delete(id);
            database.batchBodies.delete(id);
        }
    }

    private void removeBrokenBlocks() throws SQLException {
        long at = 0;
        List<BlockTable.Row> rows = database.blocks.after(at, 64);
        while (!rows.isEmpty()) {
            for (BlockTable.Row row : rows) {
                at = row.block().id();
                if (!row.intact() || !database.blockBodies.isIntact(at)) {
                    database.blocks.delete(at);
                    database.blockBodies.delete(at);
                }
            }
            rows = database.blocks.after(at, 64);
        }
    }

    private static boolean bodyIsIntact(BodyTable bodies, long id) throws SQLException {
        try {
            return bodies.find(id).isPresent();
        } catch (DamagedException e) {
            return false;
        }
    }

    /**
     * A lost state row is made up so that nothing counts or is sent twice: all blocks are taken as covered, since most
     * are, and the start number goes on from the highest known.
     */
    private void restoreState() throws SQLException {
        Optional<StateRow> state = StateRow.find(database.connection());
        if (state.isEmpty()) {
            long last = database.blocks.last();
            // Without any start number left, seconds are larger than any count of starts.
            long starts = database.epochs.lastStart();
            database.state(StateRow.NEW.withUpto(last, last).withStarts(starts > 0 ? starts : Math.max(0, now / 1000)));
        } else if (database.epochs.lastStart() > state.get().starts()) {
            database.state(state.get().withStarts(database.epochs.lastStart()));
        }
    }
}
