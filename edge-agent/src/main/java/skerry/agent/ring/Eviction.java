package skerry.agent.ring;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import skerry.protocol.Bytes;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.payload.LossCause;

/**
 * Makes room within one transaction, in the order of the sync protocol, section 7: raw blocks that batches cover; batches
 * that wait for no receipt; gap tables that a newer one replaces; raw blocks that are pinned; then raw blocks of the open
 * window; and, each with a gap, unconfirmed batches of streams {@code m}, {@code s}, {@code r} and {@code e}, and those
 * of {@code d} that nothing held names. The newest gap table always stays.
 *
 * <p>A raw block of the open window is no loss by itself, because the summary holds its records in memory. It becomes one
 * if the process ends before the window is closed: until then its counts stand in the table {@code state}.
 */
final class Eviction {
    private static final List<Stream> UNCONFIRMED_ORDER =
            List.of(Stream.MINUTES, Stream.SUMMARIES, Stream.RESULTS, Stream.EVENTS, Stream.DICTIONARY);

    /** Batches that go before dictionary chunks are looked through, since that reads the whole outbox. */
    private static final int SWEEP_AFTER = 64;

    private final RingDatabase database;
    private final Ledger ledger;
    private final Set<Bytes> chunksInUse;
    private final Set<Long> evictedBlocks = new HashSet<>();
    private RecordCounts rawEvicted = RecordCounts.NONE;
    private int batchesSinceSweep;

    /** @param chunksInUse dictionary chunks that the next batch may name */
    Eviction(RingDatabase database, Set<Bytes> chunksInUse) {
        this.database = database;
        this.ledger = new Ledger(database);
        this.chunksInUse = chunksInUse;
    }

    /** Begins a transaction. */
    void begin() {
        evictedBlocks.clear();
        rawEvicted = RecordCounts.NONE;
    }

    /**
     * Frees until an insert of {@code pages} fits.
     *
     * @throws RingFullException if everything that may give way is gone
     */
    void makeRoom(long pages) throws SQLException {
        while (database.freePages() < pages) {
            if (!evictOne()) {
                throw new RingFullException(database.file(), pages * database.pageBytes());
            }
        }
    }

    /** Frees towards a bound that was made smaller, by at most {@code blocks} blocks and batches. */
    void shrink(int blocks) throws SQLException {
        for (int i = 0; i < blocks && database.freePages() < 0; i++) {
            if (!evictOne()) {
                return;
            }
        }
    }

    /**
     * Writes down what gave way; the last call of the transaction.
     *
     * @param today UTC day on which raw detail that gave way is booked
     */
    void finish(long today) throws SQLException {
        ledger.book(today, LedgerTable.RAW_EVICTED, rawEvicted);
        rawEvicted = RecordCounts.NONE;
        if (batchesSinceSweep >= SWEEP_AFTER) {
            database.dictionaries.removeUnused(chunksInUse);
            batchesSinceSweep = 0;
        }
    }

    /** The raw blocks that gave way in this transaction. */
    Set<Long> evictedBlocks() {
        return evictedBlocks;
    }

    private boolean evictOne() throws SQLException {
        return evictCoveredBlock(0)
                || evictDoneBatch()
                || evictOlderGapTable()
                || evictCoveredBlock(Long.MAX_VALUE)
                || evictOpenBlock()
                || evictUnconfirmed();
    }

    private boolean evictCoveredBlock(long pins) throws SQLException {
        Optional<BlockTable.Row> row = database.blocks.oldestCovered(database.state(), pins);
        if (row.isPresent()) {
            rawEvicted = rawEvicted.plus(row.get().block().records());
            delete(row.get().block());
        }
        return row.isPresent();
    }

    private boolean evictOpenBlock() throws SQLException {
        Optional<BlockTable.Row> row = database.blocks.oldest();
        if (row.isPresent()) {
            StateRow state = database.state();
            database.state(state.withOpen(state.open().plus(row.get().block().records())));
            delete(row.get().block());
        }
        return row.isPresent();
    }

    private boolean evictDoneBatch() throws SQLException {
        Optional<StoredBatch> batch = database.batches.oldestDone();
        if (batch.isPresent()) {
            delete(batch.get());
        }
        return batch.isPresent();
    }

    private boolean evictOlderGapTable() throws SQLException {
        List<StoredBatch> tables = database.batches.waiting(Stream.GAPS, 0, 2);
        if (tables.size() < 2) {
            return false;
        }
        lose(tables.getFirst());
        return true;
    }

    private boolean evictUnconfirmed() throws SQLException {
        for (Stream stream : UNCONFIRMED_ORDER) {
            for (StoredBatch batch : database.batches.waiting(stream, 0, stream == Stream.DICTIONARY ? 64 : 1)) {
                if (stream != Stream.DICTIONARY || !isNamed(batch)) {
                    lose(batch);
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a held batch that is no dictionary batch itself names a chunk that {@code batch} carries. */
    private boolean isNamed(StoredBatch batch) throws SQLException {
        var carried = new ArrayList<Bytes>();
        var namedBySet = new HashSet<Long>();
        database.batches.each(row -> {
            StoredBatch other = BatchTable.read(row).batch();
            if (other.stream() != Stream.DICTIONARY) {
                namedBySet.add(other.refs());
            }
            return true;
        });
        var named = new HashSet<Bytes>();
        for (DictionaryTable.Refs set : database.dictionaries.sets()) {
            if (namedBySet.contains(set.id())) {
                named.addAll(set.hashes());
            }
            if (set.id() == batch.refs()) {
                carried.addAll(set.hashes());
            }
        }
        return carried.stream().anyMatch(named::contains);
    }

    private void lose(StoredBatch batch) throws SQLException {
        ledger.lose(batch.day(), batch.gap(epochOf(batch.start()), LossCause.RING_FULL));
        delete(batch);
    }

    private long epochOf(long start) throws SQLException {
        return database.epochs.byStart(start).map(EpochTable.Row::epoch).orElse(0L);
    }

    private void delete(Block block) throws SQLException {
        database.blocks.delete(block.id());
        database.blockBodies.delete(block.id());
        evictedBlocks.add(block.id());
    }

    private void delete(StoredBatch batch) throws SQLException {
        database.batches.delete(batch.id());
        database.batchBodies.delete(batch.id());
        batchesSinceSweep++;
    }
}
