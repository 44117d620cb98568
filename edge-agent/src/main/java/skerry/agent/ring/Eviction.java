package skerry.agent.ring;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import skerry.platform.sqlite.SqliteFailure;
import skerry.protocol.Bytes;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.payload.LossCause;

/**
 * Makes room within one transaction, in the order of the sync protocol, section 7: raw blocks that batches cover; batches
 * that wait for no receipt; gap tables that a newer one replaces; raw blocks that are pinned; then raw blocks of the open
 * window; and, each with a gap, unconfirmed batches of streams {@code m}, {@code s}, {@code r} and {@code e}. A dictionary
 * chunk, and the batch of stream {@code d} that carries it, stays while a batch in the ring names it; and a confirmed
 * batch stays while the hub may lack a chunk that it names, because nothing else would keep that chunk. The newest gap
 * table always stays.
 *
 * <p>That is for the bound, which is this ring's own. Where the disk has less room than the bound allows, others have filled it,
 * and may give it back: then only those give way that end no record unheard, and nothing of the open window or unconfirmed.
 *
 * <p>A raw block of the open window is no loss by itself, because the summary holds its records in memory. It becomes one
 * if the process ends before the window is closed: until then its counts stand in the table {@code state}.
 */
final class Eviction {
    private static final List<Stream> UNCONFIRMED_ORDER =
            List.of(Stream.MINUTES, Stream.SUMMARIES, Stream.RESULTS, Stream.EVENTS);

    /** Batches that go before dictionary chunks are looked through, since that reads the whole outbox. */
    private static final int SWEEP_AFTER = 64;

    private final RingDatabase database;
    private final Ledger ledger;
    private final CoarseDelivery coarse;
    private final Set<Bytes> chunksInUse;
    private final Set<Long> evictedBlocks = new HashSet<>();
    private RecordCounts rawEvicted = RecordCounts.NONE;
    private final EarlyLosses early = new EarlyLosses();
    private int batchesSinceSweep;

    /** @param chunksInUse dictionary chunks that a batch to come may name, as they are at each moment */
    Eviction(RingDatabase database, Set<Bytes> chunksInUse) {
        this.database = database;
        this.ledger = new Ledger(database);
        this.coarse = new CoarseDelivery(database);
        this.chunksInUse = chunksInUse;
    }

    /** Begins a transaction. */
    void begin() {
        evictedBlocks.clear();
        rawEvicted = RecordCounts.NONE;
        early.begin();
    }

    /** After a transaction has succeeded. */
    void committed() {
        early.committed();
    }

    /** Minute batches that gave way unconfirmed and whose hour was not stored then. */
    EarlyLosses early() {
        return early;
    }

    /**
     * Frees until an insert of {@code pages} fits.
     *
     * @throws RingFullException if everything that may give way is gone
     * @throws SQLException of a full disk, if everything that may give way to others is gone
     */
    void makeRoom(long pages) throws SQLException {
        while (database.freePages() < pages) {
            boolean full = database.freePagesOfBound() < pages;
            boolean gone = full ? evictOne() : evictHeard();
            // What nothing names any more goes without being counted.
            if (!gone && database.freePages() < pages) {
                throw full
                        ? new RingFullException(database.file(), pages * database.pageBytes())
                        : SqliteFailure.noRoom();
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
            sweep();
        }
    }

    /** The raw blocks that gave way in this transaction. */
    Set<Long> evictedBlocks() {
        return evictedBlocks;
    }

    private boolean evictOne() throws SQLException {
        return evictHeard() || evictOpenBlock() || evictUnconfirmed() || evictUnfinishedBatch();
    }

    /** One whose records are told of elsewhere. */
    private boolean evictHeard() throws SQLException {
        return evictCoveredBlock(0) || evictDoneBatch() || evictOlderGapTable() || evictCoveredBlock(Long.MAX_VALUE);
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
        Optional<StoredBatch> batch = database.batches.oldestDone(0);
        if (batch.isPresent() && batch.get().refs() != 0) {
            Set<Long> unfinished = setsWithUnconfirmedChunks();
            while (batch.isPresent() && unfinished.contains(batch.get().refs())) {
                batch = database.batches.oldestDone(batch.get().id());
            }
        }
        if (batch.isPresent()) {
            delete(batch.get());
        }
        return batch.isPresent();
    }

    /** The lists of chunks of which the hub may still lack one. */
    private Set<Long> setsWithUnconfirmedChunks() throws SQLException {
        List<StoredBatch> carriers = database.batches.waiting(Stream.DICTIONARY, 0, Integer.MAX_VALUE);
        if (carriers.isEmpty()) {
            return Set.of();
        }
        Map<Long, List<Bytes>> sets = sets();
        Set<Bytes> unconfirmed = carriers.stream()
                .flatMap(carrier -> sets.getOrDefault(carrier.refs(), List.of()).stream())
                .collect(Collectors.toSet());
        return sets.entrySet().stream()
                .filter(set -> set.getValue().stream().anyMatch(unconfirmed::contains))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private boolean evictUnfinishedBatch() throws SQLException {
        Optional<StoredBatch> batch = database.batches.oldestDone(0);
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
            for (StoredBatch batch : database.batches.waiting(stream, 0, 1)) {
                lose(batch);
                return true;
            }
        }
        sweep();
        Set<Bytes> named = namedChunks();
        Map<Long, List<Bytes>> sets = sets();
        for (StoredBatch carrier : database.batches.waiting(Stream.DICTIONARY, 0, Integer.MAX_VALUE)) {
            if (carriesNone(carrier, sets, named)) {
                lose(carrier);
                return true;
            }
        }
        return false;
    }

    /**
     * Removes dictionary chunks, and the batches that carry them, that no batch in the ring names any more; and what is known
     * of hours that are gone with all their minutes.
     */
    private void sweep() throws SQLException {
        Set<Bytes> named = namedChunks();
        Map<Long, List<Bytes>> sets = sets();
        for (StoredBatch carrier : database.batches.doneCarriers()) {
            if (carriesNone(carrier, sets, named)) {
                delete(carrier);
            }
        }
        for (StoredBatch carrier : database.batches.waiting(Stream.DICTIONARY, 0, Integer.MAX_VALUE)) {
            named.addAll(sets.getOrDefault(carrier.refs(), List.of()));
        }
        database.dictionaries.removeUnused(named);
        database.outlines.deleteGone();
        batchesSinceSweep = 0;
    }

    private Set<Bytes> namedChunks() throws SQLException {
        Map<Long, List<Bytes>> sets = sets();
        var named = new HashSet<>(chunksInUse);
        for (long set : database.batches.namedSets()) {
            named.addAll(sets.getOrDefault(set, List.of()));
        }
        return named;
    }

    private Map<Long, List<Bytes>> sets() throws SQLException {
        return database.dictionaries.sets().stream()
                .collect(Collectors.toMap(DictionaryTable.Refs::id, DictionaryTable.Refs::hashes));
    }

    private static boolean carriesNone(StoredBatch carrier, Map<Long, List<Bytes>> sets, Set<Bytes> named) {
        return sets.getOrDefault(carrier.refs(), List.of()).stream().noneMatch(named::contains);
    }

    private void lose(StoredBatch batch) throws SQLException {
        LossCause cause = database.batches.wentOneWay(batch.id()) ? LossCause.SENT_UNCONFIRMED : LossCause.RING_FULL;
        long epoch = epochOf(batch.start());
        ledger.lose(batch.day(), batch.gap(epoch, cause));
        delete(batch);
        if (batch.stream() == Stream.MINUTES && cause == LossCause.RING_FULL && !coarse.lost(batch)) {
            early.add(epoch, batch);
        }
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
