package skerry.agent.ring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.control.Ack;
import skerry.protocol.control.EpochHead;
import skerry.protocol.control.SeqRange;

/** An outbox that keeps its promises as long as the process lives; it meets {@link OutboxContract}. */
public final class InMemoryOutbox implements Outbox {
    private final Uid uid;
    private final LongSupplier epochs;
    private final Map<Row, Log> logs = new LinkedHashMap<>();
    private final NavigableMap<Long, Batch> byOrder = new TreeMap<>();
    private long epoch;
    private long startNo;
    private long orders;
    private HubMark mark = new HubMark(0, 0);

    /** @param epochs gives the random part of each epoch */
    public InMemoryOutbox(Uid uid, LongSupplier epochs) {
        this.uid = uid;
        this.epochs = epochs;
        restart();
    }

    private record Row(long epoch, long startNo, Stream stream) {}

    /** Batches of one epoch and stream. */
    private static final class Log {
        private long head;
        private final NavigableMap<Long, Batch> batches = new TreeMap<>();
    }

    private static final class Batch {
        private final BatchKey key;
        private final BatchDraft draft;
        private final byte[] bytes;
        private final long order;
        private State state = State.WAITING;

        Batch(BatchKey key, BatchDraft draft, byte[] bytes, long order) {
            this.key = key;
            this.draft = draft;
            this.bytes = bytes;
            this.order = order;
        }
    }

    private enum State {
        WAITING,
        CONFIRMED,
        REFUSED
    }

    /** A new start of the process on the same ring. */
    public synchronized void restart() {
        epoch = epochs.getAsLong();
        startNo++;
    }

    public synchronized BatchKey store(BatchDraft draft) {
        var log = logs.computeIfAbsent(new Row(epoch, startNo, draft.stream()), _ -> new Log());
        var key = new BatchKey(uid, epoch, draft.stream(), ++log.head);
        var batch = new Batch(key, draft, draft.sealer().seal(key, startNo), ++orders);
        log.batches.put(key.seq(), batch);
        byOrder.put(batch.order, batch);
        return key;
    }

    /** Takes a batch's space, confirmed or not. */
    public synchronized void evict(BatchKey key) {
        find(key).ifPresent(batch -> {
            log(key.epoch(), key.stream()).orElseThrow().batches.remove(key.seq());
            byOrder.remove(batch.order);
        });
    }

    public synchronized boolean isConfirmed(BatchKey key) {
        return find(key).map(batch -> batch.state == State.CONFIRMED).orElse(false);
    }

    public synchronized List<BatchKey> held() {
        return byOrder.values().stream().map(batch -> batch.key).toList();
    }

    @Override
    public synchronized List<EpochHead> heads() {
        var heads = new ArrayList<EpochHead>();
        logs.forEach((row, log) -> heads.add(new EpochHead(
                row.epoch(),
                row.startNo(),
                row.stream(),
                log.head,
                log.batches.isEmpty() ? log.head + 1 : log.batches.firstKey())));
        return heads;
    }

    @Override
    public synchronized List<Entry> pending(Stream stream, long afterOrder, int limit) {
        return byOrder.tailMap(afterOrder, false).values().stream()
                .filter(batch -> batch.state == State.WAITING && batch.key.stream() == stream)
                .limit(limit)
                .map(batch -> new Entry(batch.key, batch.bytes.length, batch.draft.records(), batch.order))
                .toList();
    }

    @Override
    public synchronized long newestOrder() {
        return orders;
    }

    @Override
    public synchronized Optional<BatchKey> chunk(Bytes hash) {
        return byOrder.values().stream()
                .filter(batch -> batch.key.stream() == Stream.DICTIONARY
                        && batch.draft.dictRefs().contains(hash)
                        && (batch.state != State.REFUSED || batch.key.epoch() == epoch))
                .map(batch -> batch.key)
                .findFirst();
    }

    @Override
    public synchronized Optional<byte[]> load(BatchKey key) {
        return find(key).map(batch -> batch.bytes.clone());
    }

    @Override
    public synchronized void confirmed(long ofEpoch, Stream stream, List<SeqRange> ranges) {
        each(ofEpoch, stream, ranges, batch -> {
            if (batch.state == State.WAITING) {
                batch.state = State.CONFIRMED;
            }
        });
    }

    @Override
    public synchronized void unconfirmed(long ofEpoch, Stream stream, List<SeqRange> ranges) {
        each(ofEpoch, stream, ranges, batch -> batch.state = State.WAITING);
    }

    @Override
    public synchronized void refused(BatchKey key, Ack.Reason reason) {
        find(key).ifPresent(batch -> batch.state = State.REFUSED);
    }

    @Override
    public synchronized void admitted(long ofEpoch, Stream stream, List<SeqRange> ranges) {
        each(ofEpoch, stream, ranges, batch -> {
            if (batch.state == State.REFUSED) {
                batch.state = State.CONFIRMED;
            }
        });
    }

    @Override
    public synchronized void sentOneWay(long ofEpoch, Stream stream, List<SeqRange> ranges) {
        // Changes what a loss is called, and this outbox loses nothing by itself.
    }

    @Override
    public synchronized long bytesQueued() {
        return byOrder.values().stream()
                .filter(batch -> batch.state == State.WAITING)
                .mapToLong(batch -> batch.bytes.length)
                .sum();
    }

    @Override
    public synchronized HubMark lastHub() {
        return mark;
    }

    @Override
    public synchronized void heardHub(HubMark newMark) {
        mark = newMark;
    }

    private void each(long ofEpoch, Stream stream, List<SeqRange> ranges, Consumer<Batch> change) {
        log(ofEpoch, stream)
                .ifPresent(log -> ranges.forEach(range -> log.batches
                        .subMap(range.first(), true, range.last(), true)
                        .values()
                        .forEach(change)));
    }

    private Optional<Batch> find(BatchKey key) {
        return log(key.epoch(), key.stream()).map(log -> log.batches.get(key.seq()));
    }

    private Optional<Log> log(long ofEpoch, Stream stream) {
        return logs.entrySet().stream()
                .filter(entry -> entry.getKey().epoch() == ofEpoch && entry.getKey().stream() == stream)
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
