package skerry.agent.ring;

import static java.lang.System.Logger.Level.WARNING;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import skerry.protocol.RecordCounts;

/**
 * Goes through the raw blocks once per start, a few at a time, and removes those that are not what was written. Batches
 * cover them, so no record is lost by it; those of the open window are still in the summary's memory.
 */
final class BlockCheck {
    private static final System.Logger LOG = System.getLogger(BlockCheck.class.getName());

    private long at;
    private boolean done;

    boolean isDone() {
        return done;
    }

    /** Checks the next {@code limit} blocks; part of a transaction. */
    void next(RingDatabase database, int limit, long today) throws SQLException {
        List<BlockTable.Row> rows = database.blocks.after(at, limit);
        var damaged = new ArrayList<Block>();
        for (BlockTable.Row row : rows) {
            at = row.block().id();
            if (!row.intact() || !database.blockBodies.isIntact(at)) {
                damaged.add(row.block());
            }
        }
        done = rows.size() < limit;
        for (Block block : damaged) {
            LOG.log(WARNING, "raw block {0} of {1} is damaged and removed", block.id(), database.file());
            remove(database, block, today);
        }
    }

    private static void remove(RingDatabase database, Block block, long today) throws SQLException {
        StateRow state = database.state();
        boolean covered = block.id() <= (block.is(BlockClass.EVENTS) ? state.eventsUpto() : state.windowUpto());
        RecordCounts records = block.records();
        if (covered) {
            new Ledger(database).book(today, LedgerTable.RAW_EVICTED, records);
        } else {
            database.state(state.withOpen(state.open().plus(records)));
        }
        database.blocks.delete(block.id());
        database.blockBodies.delete(block.id());
    }
}
