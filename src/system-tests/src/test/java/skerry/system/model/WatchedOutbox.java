package skerry.system.model;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import skerry.agent.ring.Outbox;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.control.Ack;
import skerry.protocol.control.EpochHead;
import skerry.protocol.control.SeqRange;

/** The ring's outbox, looked at: nothing is freed that the hub never held, and each change is on the disk when it returns. */
final class WatchedOutbox implements Outbox {
    private final Outbox ring;
    private final Uid uid;
    private final Predicate<BatchKey> everHeld;
    private final Runnable synced;

    WatchedOutbox(Outbox ring, Uid uid, Predicate<BatchKey> everHeld, Runnable synced) {
        this.ring = ring;
        this.uid = uid;
        this.everHeld = everHeld;
        this.synced = synced;
    }

    @Override
    public void confirmed(long epoch, Stream stream, List<SeqRange> ranges) {
        for (SeqRange range : ranges) {
            for (long seq = range.first(); seq <= range.last(); seq++) {
                var key = new BatchKey(uid, epoch, stream, seq);
                Promise.keep(everHeld.test(key), "freed before the hub held it: " + key);
            }
        }
        ring.confirmed(epoch, stream, ranges);
        synced.run();
    }

    @Override
    public void admitted(long epoch, Stream stream, List<SeqRange> ranges) {
        ring.admitted(epoch, stream, ranges);
    }

    @Override
    public void unconfirmed(long epoch, Stream stream, List<SeqRange> ranges) {
        ring.unconfirmed(epoch, stream, ranges);
        synced.run();
    }

    @Override
    public void refused(BatchKey key, Ack.Reason reason) {
        Promise.keep(false, "the hub refused a sound batch: " + key + " for " + reason);
        ring.refused(key, reason);
        synced.run();
    }

    @Override
    public void sentOneWay(long epoch, Stream stream, List<SeqRange> ranges) {
        ring.sentOneWay(epoch, stream, ranges);
        synced.run();
    }

    @Override
    public void heardHub(HubMark mark) {
        ring.heardHub(mark);
        synced.run();
    }

    @Override
    public List<EpochHead> heads() {
        return ring.heads();
    }

    @Override
    public List<Entry> pending(Stream stream, long afterOrder, int limit) {
        return ring.pending(stream, afterOrder, limit);
    }

    @Override
    public long newestOrder() {
        return ring.newestOrder();
    }

    @Override
    public Optional<BatchKey> chunk(Bytes hash) {
        return ring.chunk(hash);
    }

    @Override
    public Optional<byte[]> load(BatchKey key) {
        return ring.load(key);
    }

    @Override
    public long bytesQueued() {
        return ring.bytesQueued();
    }

    @Override
    public HubMark lastHub() {
        return ring.lastHub();
    }
}
