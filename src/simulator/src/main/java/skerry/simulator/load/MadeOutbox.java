package skerry.simulator.load;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.agent.ring.Outbox;
import skerry.protocol.BatchHeader;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.Stream;
import skerry.protocol.batch.BatchSigner;
import skerry.protocol.control.Ack;
import skerry.protocol.control.EpochHead;
import skerry.protocol.control.SeqRange;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.QuickSigner;

/**
 * An outbox over a shared backlog: it keeps what was confirmed, and seals a batch when it is asked for, always to the same
 * bytes. So a week that waits costs an agent two kilobytes. Thread-safe.
 */
public final class MadeOutbox implements Outbox {
    private static final String POLICY = "load";
    private static final long FIRST_START = 1;
    /** Sealed and not asked for again soon: more than a session's window. */
    private static final int SEALED = 64;

    private final AgentIdentity identity;
    private final BatchSigner signer;
    private final long epoch;
    private final Backlog backlog;
    private final Map<Stream, Row> rows = new EnumMap<>(Stream.class);
    private final Map<BatchKey, byte[]> sealed = new LinkedHashMap<>();
    private HubMark mark = new HubMark(0, 0);
    private int first;

    /** What is known of a stream's batches; the bit of number n is n - 1. */
    private static final class Row {
        private final BitSet confirmed = new BitSet();
        private final BitSet refused = new BitSet();
        private int head;

        boolean isWaiting(int at) {
            return !confirmed.get(at) && !refused.get(at);
        }

        void admit(int from, int to) {
            BitSet admitted = refused.get(from, to);
            for (int at = admitted.nextSetBit(0); at >= 0; at = admitted.nextSetBit(at + 1)) {
                refused.clear(from + at);
                confirmed.set(from + at);
            }
        }

        int waiting() {
            return head - confirmed.cardinality() - refused.cardinality();
        }
    }

    /** Holds nothing yet. */
    public MadeOutbox(AgentIdentity identity, long epoch, Backlog backlog) {
        this.identity = identity;
        this.signer = new BatchSigner(new QuickSigner(identity.sign()));
        this.epoch = epoch;
        this.backlog = backlog;
        for (Stream stream : Stream.values()) {
            rows.put(stream, new Row());
        }
    }

    /** From now on holds the first so many of the backlog, less what was confirmed. */
    public synchronized void reach(int batches) {
        first = batches;
        rows.forEach((stream, row) -> row.head = backlog.among(stream, batches));
    }

    /** From now on holds all of the backlog, less what was confirmed. */
    public void reachAll() {
        reach(backlog.size());
    }

    /** Batches that wait for a receipt. */
    public synchronized int waiting() {
        return rows.values().stream().mapToInt(Row::waiting).sum();
    }

    /** Batches that the hub refused. */
    public synchronized int refused() {
        return rows.values().stream().mapToInt(row -> row.refused.cardinality()).sum();
    }

    @Override
    public synchronized List<EpochHead> heads() {
        var heads = new ArrayList<EpochHead>();
        rows.forEach((stream, row) -> {
            if (row.head > 0) {
                heads.add(new EpochHead(epoch, FIRST_START, stream, row.head, 1));
            }
        });
        return heads;
    }

    @Override
    public synchronized List<Entry> pending(Stream stream, long afterOrder, int limit) {
        Row row = row(stream);
        var entries = new ArrayList<Entry>();
        int at = backlog.among(stream, Math.toIntExact(Math.min(afterOrder, first)));
        while (entries.size() < limit) {
            at = row.confirmed.nextClearBit(at);
            if (at >= row.head) {
                break;
            }
            if (row.isWaiting(at)) {
                var item = backlog.of(stream).get(at);
                var key = key(item);
                entries.add(new Entry(key, sealed(key, item).length, item.records(), item.order()));
            }
            at++;
        }
        return entries;
    }

    @Override
    public synchronized long newestOrder() {
        return first;
    }

    @Override
    public synchronized Optional<BatchKey> chunk(Bytes hash) {
        return backlog.of(Stream.MINUTES).stream()
                .findFirst()
                .filter(minute -> minute.names().contains(hash))
                .map(_ -> key(backlog.of(Stream.DICTIONARY).getFirst()));
    }

    @Override
    public synchronized Optional<byte[]> load(BatchKey key) {
        return holds(key) ? Optional.of(sealed(key, item(key))) : Optional.empty();
    }

    @Override
    public synchronized void confirmed(long ofEpoch, Stream stream, List<SeqRange> ranges) {
        Row row = row(stream);
        if (ofEpoch == epoch) {
            for (SeqRange range : ranges) {
                row.confirmed.set(Math.toIntExact(range.first() - 1), (int) Math.min(range.last(), row.head));
            }
            row.confirmed.andNot(row.refused);
        }
    }

    @Override
    public synchronized void unconfirmed(long ofEpoch, Stream stream, List<SeqRange> ranges) {
        Row row = row(stream);
        if (ofEpoch == epoch) {
            for (SeqRange range : ranges) {
                int from = Math.toIntExact(Math.min(range.first() - 1, row.head));
                int to = (int) Math.min(range.last(), row.head);
                row.confirmed.clear(from, to);
                row.refused.clear(from, to);
            }
        }
    }

    @Override
    public synchronized void refused(BatchKey key, Ack.Reason reason) {
        if (holds(key)) {
            row(key.stream()).refused.set(Math.toIntExact(key.seq() - 1));
        }
    }

    @Override
    public synchronized void admitted(long ofEpoch, Stream stream, List<SeqRange> ranges) {
        Row row = row(stream);
        if (ofEpoch == epoch) {
            for (SeqRange range : ranges) {
                row.admit((int) Math.min(range.first() - 1, row.head), (int) Math.min(range.last(), row.head));
            }
        }
    }

    @Override
    public void sentOneWay(long ofEpoch, Stream stream, List<SeqRange> ranges) {
        // Changes what a loss is called, and this outbox loses nothing.
    }

    /** By the mean of each stream. */
    @Override
    public synchronized long bytesQueued() {
        long bytes = 0;
        for (var entry : rows.entrySet()) {
            int waiting = entry.getValue().waiting();
            if (waiting > 0) {
                var oldest = backlog.of(entry.getKey()).getFirst();
                bytes += (long) waiting * sealed(key(oldest), oldest).length;
            }
        }
        return bytes;
    }

    @Override
    public synchronized HubMark lastHub() {
        return mark;
    }

    @Override
    public synchronized void heardHub(HubMark newMark) {
        mark = newMark;
    }

    private Row row(Stream stream) {
        Row row = rows.get(stream);
        if (row == null) {
            throw new IllegalArgumentException("no such stream: " + stream);
        }
        return row;
    }

    private boolean holds(BatchKey key) {
        return key.epoch() == epoch
                && key.uid().equals(identity.uid())
                && key.seq() >= 1
                && key.seq() <= row(key.stream()).head;
    }

    private BatchKey key(Backlog.Item item) {
        return new BatchKey(identity.uid(), epoch, item.stream(), item.seq());
    }

    private Backlog.Item item(BatchKey key) {
        return backlog.of(key.stream()).get(Math.toIntExact(key.seq() - 1));
    }

    private byte[] sealed(BatchKey key, Backlog.Item item) {
        byte[] known = sealed.get(key);
        if (known != null) {
            return known;
        }
        var header = BatchHeader.of(
                key, FIRST_START, item.kind(), POLICY, item.names(), item.payload(), item.records(), item.span());
        byte[] bytes = signer.seal(header, item.payload()).encode();
        if (sealed.size() == SEALED) {
            sealed.remove(sealed.keySet().iterator().next());
        }
        sealed.put(key, bytes);
        return bytes;
    }
}
