package skerry.agent.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import skerry.agent.ring.Outbox;
import skerry.protocol.BatchKey;
import skerry.protocol.Limits;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.control.Ack;
import skerry.protocol.control.EpochHead;
import skerry.protocol.control.HelloReply.Held;
import skerry.protocol.control.SeqRange;

/**
 * What the hub is known to hold, from its own word alone. An answer to a hello replaces it, a receipt adds to it, and
 * the outbox is told of what is new. Numbers that the agent never gave are ignored. Not thread-safe.
 */
final class Receipts {
    private final Uid uid;
    private final Outbox outbox;
    private final Map<Row, SeqSpans> done = new HashMap<>();

    /** Receipts since the question was sent: its answer may be older than they are. */
    private final Map<Row, SeqSpans> sinceAsked = new HashMap<>();

    /** Highest number given, as far as this connection has told or sent it. */
    private final Map<Row, Long> heads = new HashMap<>();

    Receipts(Uid uid, Outbox outbox) {
        this.uid = uid;
        this.outbox = outbox;
    }

    private record Row(long epoch, Stream stream) {}

    /** A connection begins: nothing is known of its hub. */
    void clear() {
        done.clear();
        sinceAsked.clear();
        heads.clear();
    }

    /** The hub is asked what it holds, or another hub process answers than the one that sent receipts so far. */
    void asked() {
        sinceAsked.clear();
    }

    /** A batch leaves. */
    void sent(BatchKey key) {
        heads.merge(new Row(key.epoch(), key.stream()), key.seq(), Math::max);
    }

    boolean covers(BatchKey key) {
        var spans = done.get(new Row(key.epoch(), key.stream()));
        return spans != null && spans.contains(key.seq());
    }

    /**
     * Takes the hub's word on what was asked for: what it holds is done, anything else in the ring is to be sent. Batches
     * that left after the question was asked are in the answer or not; receipts that came since then stay.
     */
    void replace(List<EpochHead> asked, List<Held> said) {
        var held = new HashMap<Row, Held>();
        said.forEach(answer -> held.put(new Row(answer.epoch(), answer.stream()), answer));
        for (EpochHead head : asked) {
            var row = new Row(head.epoch(), head.stream());
            long highest = Math.max(head.head(), heads.getOrDefault(row, 0L));
            heads.put(row, highest);
            var spans = spans(held.get(row));
            var since = sinceAsked.get(row);
            if (since != null) {
                since.within(1, highest).forEach(spans::add);
            }
            done.put(row, SeqSpans.of(spans.within(1, highest)));
            tell(row, held.get(row), spans, Math.max(1, head.ringFrom()), highest);
        }
    }

    /** Numbers that are both held and lost count as lost: sending once more does no harm. */
    static SeqSpans spans(@Nullable Held held) {
        var spans = new SeqSpans();
        if (held != null) {
            spans.addUpTo(held.cum());
            held.applied().forEach(spans::add);
            spans.remove(held.lost());
            held.quarantined().forEach(spans::add);
        }
        return spans;
    }

    private void tell(Row row, @Nullable Held held, SeqSpans spans, long first, long last) {
        if (first > last) {
            return;
        }
        var missing = spans.missing(first, last);
        if (!missing.isEmpty()) {
            outbox.unconfirmed(row.epoch(), row.stream(), missing);
        }
        confirm(row, held, spans, first, last);
    }

    private void confirm(Row row, @Nullable Held held, SeqSpans spans, long first, long last) {
        if (held != null) {
            for (SeqRange range : SeqSpans.of(held.quarantined()).within(first, last)) {
                for (long seq = range.first(); seq <= range.last(); seq++) {
                    outbox.refused(new BatchKey(uid, row.epoch(), row.stream(), seq), Ack.Reason.QUARANTINED);
                }
            }
        }
        var here = spans.within(first, last);
        if (!here.isEmpty()) {
            outbox.confirmed(row.epoch(), row.stream(), here);
            admit(row, held, spans, first, last);
        }
    }

    /** What the hub holds and does not name among the refused; it names no more than so many. */
    private void admit(Row row, @Nullable Held held, SeqSpans spans, long first, long last) {
        if (held == null || held.quarantined().size() >= Limits.MAX_HELD_RANGES) {
            return;
        }
        var taken = SeqSpans.of(spans.within(first, last));
        taken.remove(held.quarantined());
        outbox.admitted(row.epoch(), row.stream(), taken.within(first, last));
    }

    /** Adds what the hub says it holds, and takes nothing back. */
    void add(List<EpochHead> heads, List<Held> said) {
        var byRow = new HashMap<Row, EpochHead>();
        heads.forEach(head -> byRow.put(new Row(head.epoch(), head.stream()), head));
        for (Held held : said) {
            var row = new Row(held.epoch(), held.stream());
            EpochHead head = byRow.get(row);
            if (head != null) {
                confirm(row, held, spans(held), Math.max(1, head.ringFrom()), head.head());
            }
        }
    }

    /** Adds a receipt; returns whether it told anything new. */
    boolean add(Ack ack) {
        var row = new Row(ack.epoch(), ack.stream());
        Long head = heads.get(row);
        if (head == null) {
            return false;
        }
        var receipted = SeqSpans.of(ack.ranges());
        receipted.addUpTo(ack.cum());
        var known = done.computeIfAbsent(row, _ -> new SeqSpans());
        var since = sinceAsked.computeIfAbsent(row, _ -> new SeqSpans());
        var fresh = new ArrayList<SeqRange>();
        for (SeqRange range : receipted.within(1, head)) {
            fresh.addAll(known.missing(range.first(), range.last()));
            since.add(range);
        }
        fresh.forEach(known::add);
        if (!fresh.isEmpty()) {
            outbox.confirmed(ack.epoch(), ack.stream(), fresh);
        }
        return !fresh.isEmpty();
    }

    /** The hub refused a batch for good. */
    void refused(BatchKey key, Ack.Reason reason) {
        var row = new Row(key.epoch(), key.stream());
        if (key.seq() > heads.getOrDefault(row, 0L)) {
            return;
        }
        outbox.refused(key, reason);
        var itself = new SeqRange(key.seq(), key.seq());
        done.computeIfAbsent(row, _ -> new SeqSpans()).add(itself);
        sinceAsked.computeIfAbsent(row, _ -> new SeqSpans()).add(itself);
    }
}
