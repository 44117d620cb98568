package skerry.hub.ingest;

import java.util.List;
import skerry.hub.store.BatchLog;
import skerry.hub.store.Holding;
import skerry.protocol.Limits;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.control.HelloReply.Held;
import skerry.protocol.control.SeqRange;

/** What the hub says it holds of one epoch and stream: in answers to hellos, and in receipts on sticks. */
public final class HeldRow {
    private HeldRow() {}

    public static Held of(BatchLog batches, Uid uid, long epoch, Stream stream) {
        Holding holding = batches.holding(uid, epoch, stream).orElseGet(() -> Holding.none(epoch, stream, 0));
        long cum = holding.cum();
        return new Held(
                epoch,
                stream,
                cum,
                holding.applied().above(cum, Limits.MAX_HELD_RANGES),
                few(holding.lost().all()),
                few(holding.quarantined().all()));
    }

    private static List<SeqRange> few(List<SeqRange> ranges) {
        return ranges.size() <= Limits.MAX_HELD_RANGES ? ranges : ranges.subList(0, Limits.MAX_HELD_RANGES);
    }
}
