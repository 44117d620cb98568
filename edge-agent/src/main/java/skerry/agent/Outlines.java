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
 * The minutes that no hour tells of yet and the hours that no day tells of, as they stand in the ring's own batches, so that a
 * restart costs neither their beginning nor, if it is over by then, the whole of them. What the ring has in one order is taken
 * in that order, since the wall clock may have been anywhere.
 *
 * @param minutes in no hour, oldest first
 * @param hours in no day, oldest first
 */
record Outlines(List<Held> minutes, List<Summary> hours) {
    private static final System.Logger LOG = System.getLogger(Outlines.class.getName());
    /** As many as a day has minutes: a bound for a ring that was kept by an older release. */
    private static final int MOST = 1_440;

    /** A minute or an hour, or a part of one, and the batch that it is in. */
    record Held(BatchKey batch, Summary summary) {}

    Outlines {
        minutes = List.copyOf(minutes);
        hours = List.copyOf(hours);
    }

    /** Reads them from the newest batches backwards. */
    static Outlines of(Ring ring, Uid uid) {
        var minutes = new ArrayList<Held>();
        back(ring, uid, Stream.MINUTES, (key, batch) -> {
            if (ring.isInHour(key)) {
                return false;
            }
            take(ring, key, batch, Kind.MINUTE, minutes);
            return true;
        });
        var hours = new ArrayList<Held>();
        back(ring, uid, Stream.SUMMARIES, (key, batch) -> {
            take(ring, key, batch, Kind.HOUR, hours);
            return batch.header().kind() != Kind.DAY;
        });
        return new Outlines(
                minutes.reversed(), hours.reversed().stream().map(Held::summary).toList());
    }

    private interface Look {
        /** @return whether earlier ones are wanted */
        boolean at(BatchKey key, Batch batch);
    }

    private static void back(Ring ring, Uid uid, Stream stream, Look look) {
        List<EpochHead> heads = ring.outbox().heads().stream()
                .filter(head -> head.stream() == stream)
                .toList();
        int seen = 0;
        for (EpochHead head : heads.reversed()) {
            for (long seq = head.head(); seq >= head.ringFrom(); seq--) {
                var key = new BatchKey(uid, head.epoch(), stream, seq);
                Optional<Batch> batch = load(ring, key);
                if (++seen > MOST || (batch.isPresent() && !look.at(key, batch.get()))) {
                    return;
                }
            }
        }
    }

    private static void take(Ring ring, BatchKey key, Batch batch, Kind kind, List<Held> found) {
        if (batch.header().kind() == kind) {
            decode(ring, batch).ifPresent(summary -> found.add(new Held(key, summary)));
        }
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

    /** With the dictionary chunks that the ring holds; empty if one is gone. */
    static Optional<Summary> decode(Ring ring, Batch batch) {
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
