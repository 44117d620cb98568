package skerry.agent.ring;

import static java.lang.System.Logger.Level.WARNING;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import skerry.agent.left.LeftRoad;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.control.Ack;
import skerry.protocol.control.EpochHead;
import skerry.protocol.control.SeqRange;
import skerry.protocol.payload.Gap;
import skerry.protocol.payload.LossCause;

/** The batches of the ring, as the session sees them. Thread-safe by the ring's lock. */
final class RingOutbox implements Outbox {
    private static final System.Logger LOG = System.getLogger(RingOutbox.class.getName());

    /** Rows in memory while a long range is gone through. */
    private static final int AT_ONCE = 256;

    private final RingAccess access;
    private final Uid uid;
    private final InstantSource wall;
    private long lastOrder;

    RingOutbox(RingAccess access, Uid uid, InstantSource wall) {
        this.access = access;
        this.uid = uid;
        this.wall = wall;
    }

    @Override
    public List<EpochHead> heads() {
        return access.read(
                database -> {
                    Map<Long, EpochTable.Row> epochs = database.epochs.all().stream()
                            .collect(Collectors.toMap(EpochTable.Row::start, Function.identity()));
                    var heads = new ArrayList<EpochHead>();
                    for (HeadTable.Row head : database.heads.all()) {
                        EpochTable.Row epoch = epochs.get(head.start());
                        if (epoch != null) {
                            long lowest = database.batches.lowest(head.start(), head.stream());
                            heads.add(new EpochHead(
                                    epoch.epoch(),
                                    head.start(),
                                    Stream.of((char) head.stream()),
                                    head.seq(),
                                    lowest == 0 ? head.seq() + 1 : lowest));
                        }
                    }
                    return heads;
                },
                List.of());
    }

    @Override
    public long newestOrder() {
        return access.read(database -> Math.max(lastOrder, database.batches.last()), lastOrder);
    }

    @Override
    public Optional<BatchKey> chunk(Bytes hash) {
        return access.read(
                database -> {
                    Optional<StoredBatch> carrier = database.batches.carrier(hash.toArray());
                    if (carrier.isEmpty() || isOfNoUse(database, carrier.get())) {
                        return Optional.empty();
                    }
                    long seq = carrier.get().seq();
                    return database.epochs
                            .byStart(carrier.get().start())
                            .map(epoch -> new BatchKey(uid, epoch.epoch(), Stream.DICTIONARY, seq));
                },
                Optional.empty());
    }

    private static boolean isOfNoUse(RingDatabase database, StoredBatch carrier) throws SQLException {
        return carrier.state() == StoredBatch.REFUSED && carrier.start() < database.epochs.lastStart();
    }

    @Override
    public List<Entry> pending(Stream stream, long afterOrder, int limit) {
        return access.read(
                database -> {
                    Map<Long, Long> epochs = database.epochs.all().stream()
                            .collect(Collectors.toMap(EpochTable.Row::start, EpochTable.Row::epoch));
                    var entries = new ArrayList<Entry>();
                    for (StoredBatch batch : database.batches.waiting(stream, afterOrder, limit)) {
                        Long epoch = epochs.get(batch.start());
                        if (epoch != null) {
                            entries.add(entry(batch, epoch));
                        }
                    }
                    return entries;
                },
                List.of());
    }

    @Override
    public Optional<byte[]> load(BatchKey key) {
        return access.read(
                database -> {
                    Optional<StoredBatch> batch = find(database, key);
                    if (batch.isEmpty()) {
                        return Optional.empty();
                    }
                    try {
                        return database.batchBodies.find(batch.get().id());
                    } catch (DamagedException e) {
                        LOG.log(WARNING, "batch {0} {1} is damaged and counted as lost", key.stream(), key.seq());
                        loseDamaged(batch.get(), key.epoch());
                        return Optional.empty();
                    }
                },
                Optional.empty());
    }

    @Override
    public void confirmed(long epoch, Stream stream, List<SeqRange> ranges) {
        each(epoch, stream, ranges, (database, batch) -> {
            if (batch.state() == StoredBatch.WAITING) {
                move(database, batch, StoredBatch.CONFIRMED, 0);
            }
        });
    }

    @Override
    public void unconfirmed(long epoch, Stream stream, List<SeqRange> ranges) {
        each(epoch, stream, ranges, (database, batch) -> {
            if (batch.state() != StoredBatch.WAITING) {
                database.batches.mark(batch.id(), LeftRoad.LINK.mark()); // else its way out would count anew
                move(database, batch, StoredBatch.WAITING, 0);
            }
        });
        announceGone(epoch, stream, ranges);
    }

    @Override
    public void refused(BatchKey key, Ack.Reason reason) {
        each(key.epoch(), key.stream(), List.of(new SeqRange(key.seq(), key.seq())), (database, batch) -> {
            if (batch.state() != StoredBatch.REFUSED) {
                move(database, batch, StoredBatch.REFUSED, reason.code());
            }
        });
    }

    @Override
    public void admitted(long epoch, Stream stream, List<SeqRange> ranges) {
        // As a rule nothing was refused, and the whole ring need not be gone through to find that out.
        if (access.read(database -> database.batches.hasRefused(), true)) {
            each(epoch, stream, ranges, (database, batch) -> {
                if (batch.state() == StoredBatch.REFUSED) {
                    move(database, batch, StoredBatch.CONFIRMED, 0);
                }
            });
        }
    }

    @Override
    public void sentOneWay(long epoch, Stream stream, List<SeqRange> ranges) {
        each(epoch, stream, ranges, (database, batch) -> {
            if (batch.state() == StoredBatch.WAITING) {
                database.batches.setOneWay(batch.id());
            }
        });
    }

    @Override
    public long bytesQueued() {
        return access.read(database -> database.batches.bytesWaiting(), 0L);
    }

    @Override
    public HubMark lastHub() {
        return access.read(database -> database.state().hub(), new HubMark(0, 0));
    }

    @Override
    public void heardHub(HubMark mark) {
        access.write(true, database -> {
            database.state(database.state().withHub(mark));
            return true;
        });
    }

    Uid uid() {
        return uid;
    }

    /** Takes note of what a file holds: an order that a session was told of must not be given to a later batch. */
    void opened(RingDatabase database) throws SQLException {
        lastOrder = Math.max(lastOrder, database.batches.last());
    }

    /** The order of the next batch: above all before it, even where they are gone. Part of a transaction. */
    long nextOrder(RingDatabase database) throws SQLException {
        lastOrder = Math.max(lastOrder, database.batches.last()) + 1;
        return lastOrder;
    }

    Entry entry(StoredBatch batch, long epoch) {
        var key = new BatchKey(uid, epoch, batch.stream(), batch.seq());
        return new Entry(key, batch.bytes(), batch.records(), batch.id());
    }

    /** What is done to one batch. */
    @FunctionalInterface
    private interface Step {
        void take(RingDatabase database, StoredBatch batch) throws SQLException;
    }

    private void each(long epoch, Stream stream, List<SeqRange> ranges, Step step) {
        access.write(true, database -> {
            Optional<EpochTable.Row> start = database.epochs.byEpoch(epoch);
            if (start.isPresent()) {
                for (SeqRange range : ranges) {
                    each(database, start.get().start(), stream, range, step);
                }
            }
            return true;
        });
    }

    private static void each(RingDatabase database, long start, Stream stream, SeqRange range, Step step)
            throws SQLException {
        long next = range.first();
        List<StoredBatch> some = database.batches.range(start, stream, next, range.last(), AT_ONCE);
        while (!some.isEmpty()) {
            for (StoredBatch batch : some) {
                step.take(database, batch);
            }
            next = some.getLast().seq() + 1;
            some = database.batches.range(start, stream, next, range.last(), AT_ONCE);
        }
    }

    /** Changes a batch's state and the account with it. */
    private static void move(RingDatabase database, StoredBatch batch, int state, int reason) throws SQLException {
        var ledger = new Ledger(database);
        RecordCounts records = batch.records();
        switch (batch.state()) {
            case StoredBatch.CONFIRMED -> ledger.takeBack(batch.day(), LedgerTable.DELIVERED, records);
            case StoredBatch.REFUSED -> ledger.takeBack(batch.day(), LedgerTable.REFUSED, records);
            default -> {}
        }
        switch (state) {
            case StoredBatch.CONFIRMED -> ledger.book(batch.day(), LedgerTable.DELIVERED, records);
            case StoredBatch.REFUSED -> ledger.book(batch.day(), LedgerTable.REFUSED, records);
            default -> {}
        }
        if (batch.stream() == Stream.SUMMARIES) {
            new CoarseDelivery(database).changed(batch, state);
        }
        database.batches.setState(batch.id(), state, reason);
    }

    /**
     * A hub that was restored asks for what has been evicted since it confirmed it. Those records were delivered once,
     * and how many they were is not known any more; the gap tells the hub not to wait for them.
     */
    private void announceGone(long epoch, Stream stream, List<SeqRange> ranges) {
        access.write(true, database -> {
            Optional<EpochTable.Row> start = database.epochs.byEpoch(epoch);
            if (start.isPresent()) {
                long head = database.heads.find(start.get().start(), stream);
                for (SeqRange range : ranges) {
                    long last = Math.min(range.last(), head);
                    long[] next = {range.first()};
                    if (next[0] <= last) {
                        var known = new SeqRange(next[0], last);
                        each(database, start.get().start(), stream, known, (_, batch) -> {
                            announceGone(database, epoch, stream, next[0], batch.seq() - 1);
                            next[0] = batch.seq() + 1;
                        });
                        announceGone(database, epoch, stream, next[0], last);
                    }
                }
            }
            return true;
        });
    }

    private void announceGone(RingDatabase database, long epoch, Stream stream, long first, long last)
            throws SQLException {
        boolean told = database.gaps.all().stream()
                .anyMatch(gap -> gap.epoch() == epoch
                        && gap.stream() == stream
                        && gap.fromSeq() <= first
                        && gap.toSeq() >= last);
        if (first <= last && !told) {
            long now = wall.millis();
            long batches = last - first + 1;
            var gap = new Gap(epoch, stream, first, last, batches, RecordCounts.NONE, now, now, LossCause.RING_FULL);
            new Ledger(database).announce(gap);
        }
    }

    static Optional<StoredBatch> find(RingDatabase database, BatchKey key) throws SQLException {
        Optional<EpochTable.Row> start = database.epochs.byEpoch(key.epoch());
        return start.isEmpty()
                ? Optional.empty()
                : database.batches.range(start.get().start(), key.stream(), key.seq(), key.seq(), 1).stream()
                        .findFirst();
    }

    private void loseDamaged(StoredBatch batch, long epoch) {
        access.write(true, database -> {
            if (batch.state() == StoredBatch.WAITING) {
                new Ledger(database).lose(batch.day(), batch.gap(epoch, LossCause.CORRUPTION));
            }
            database.batches.delete(batch.id());
            database.batchBodies.delete(batch.id());
            return true;
        });
    }
}
