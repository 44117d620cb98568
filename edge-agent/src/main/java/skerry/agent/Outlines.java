package skerry.agent;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.agent.ring.Ring;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.batch.Batch;
import skerry.protocol.batch.BatchCodec;
import skerry.protocol.control.EpochHead;
import skerry.protocol.payload.Dictionary;
import skerry.protocol.payload.DictionaryChunk;
import skerry.protocol.payload.DictionaryCodec;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.SummaryCodec;

/**
 * The open hour and day as they stand in the ring's own batches, so that a restart does not cost their beginning.
 *
 * @param minutes of the open hour, oldest first
 * @param hours of the open day, oldest first
 */
record Outlines(List<Held> minutes, List<Summary> hours) {
    private static final System.Logger LOG = System.getLogger(Outlines.class.getName());
    private static final long HOUR = 3_600_000;
    private static final long DAY = 86_400_000;

    /** A minute or an hour, or a part of one, and the batch that it is in. */
    record Held(BatchKey batch, Summary summary) {}

    Outlines {
        minutes = List.copyOf(minutes);
        hours = List.copyOf(hours);
    }

    /** Reads them from the newest batches backwards. */
    static Outlines of(Ring ring, Uid uid, long wallMillis) {
        return new Outlines(
                summaries(ring, uid, Stream.MINUTES, Kind.MINUTE, Math.floorDiv(wallMillis, HOUR) * HOUR),
                summaries(ring, uid, Stream.SUMMARIES, Kind.HOUR, Math.floorDiv(wallMillis, DAY) * DAY).stream()
                        .map(Held::summary)
                        .toList());
    }

    private static List<Held> summaries(Ring ring, Uid uid, Stream stream, Kind kind, long notBefore) {
        var found = new ArrayList<Held>();
        List<EpochHead> heads = ring.outbox().heads().stream()
                .filter(head -> head.stream() == stream)
                .toList();
        for (int i = heads.size() - 1; i >= 0; i--) {
            EpochHead head = heads.get(i);
            for (long seq = head.head(); seq >= head.ringFrom(); seq--) {
                var key = new BatchKey(uid, head.epoch(), stream, seq);
                Optional<Batch> batch = load(ring, key);
                if (batch.isPresent() && batch.get().header().span().wallLast() <= notBefore) {
                    return found.reversed();
                }
                batch.filter(held -> held.header().kind() == kind)
                        .flatMap(held -> decode(ring, held))
                        .filter(summary -> summary.window().startMillis() >= notBefore)
                        .ifPresent(summary -> found.add(new Held(key, summary)));
            }
        }
        return found.reversed();
    }

    private static Optional<Batch> load(Ring ring, BatchKey key) {
        return ring.outbox().load(key).flatMap(bytes -> {
            try {
                return Optional.of(BatchCodec.decode(bytes));
            } catch (ProtocolException e) {
                LOG.log(Level.WARNING, "batch {0} in the ring cannot be read: {1}", key, e.getMessage());
                return Optional.empty();
            }
        });
    }

    private static Optional<Summary> decode(Ring ring, Batch batch) {
        var chunks = new ArrayList<DictionaryChunk>();
        try {
            for (Bytes hash : batch.header().dictRefs()) {
                Optional<Batch> carrier = ring.outbox().chunk(hash).flatMap(key -> load(ring, key));
                if (carrier.isEmpty()) {
                    return Optional.empty();
                }
                chunks.add(DictionaryCodec.decode(
                                carrier.get().header(), carrier.get().payload())
                        .chunk());
            }
            return Optional.of(SummaryCodec.decode(batch.header(), batch.payload(), new Dictionary(chunks)));
        } catch (ProtocolException e) {
            LOG.log(
                    Level.WARNING,
                    "batch {0} in the ring cannot be read: {1}",
                    batch.header().key(),
                    e.getMessage());
            return Optional.empty();
        }
    }
}
