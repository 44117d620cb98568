package skerry.agent.sync.usb;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongConsumer;
import skerry.agent.ring.OutboxReader;
import skerry.agent.ring.OutboxReader.Waiting;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.Uid;
import skerry.protocol.batch.BatchCodec;
import skerry.protocol.identity.HubCard;
import skerry.protocol.stick.SealedHeader;
import skerry.protocol.stick.SealedWriter;
import skerry.protocol.stick.StickFile;

/** Seals batches of a ring into a file, each behind the dictionary chunks that it needs. Not thread-safe. */
final class FileSealer {
    private final OutboxReader outbox;
    private final Uid uid;
    private final HubCard hub;
    private final LeftByStick left;
    private final Set<Long> unreadable = new HashSet<>();

    FileSealer(OutboxReader outbox, Uid uid, HubCard hub, LeftByStick left) {
        this.outbox = outbox;
        this.uid = uid;
        this.hub = hub;
        this.left = left;
    }

    /** Orders of batches that the ring could not give. */
    Set<Long> unreadable() {
        return unreadable;
    }

    /**
     * Seals as many as fit.
     *
     * @param plan of one epoch, oldest first, at least one
     * @param most bytes that the file may have
     * @param progress told of the file's bytes so far
     * @return the file; empty if none of the batches is in it
     */
    Optional<StickFile> seal(OutputStream out, List<Waiting> plan, long most, LongConsumer progress)
            throws IOException {
        Waiting first = plan.getFirst();
        var header = new SealedHeader(hub.keyId(), uid, first.epoch(), first.order());
        var writer = new SealedWriter(out, header, hub);
        var runs = new SealedRuns();
        var inside = new HashSet<Long>();
        long last = first.order();
        for (Waiting batch : plan) {
            Map<Long, byte[]> bodies = bodies(batch, inside);
            long size = bodies.values().stream().mapToLong(body -> body.length).sum();
            if (!runs.fits(batch.stream(), batch.seq()) || writer.lengthWith(size, bodies.size()) > most) {
                break;
            }
            for (Map.Entry<Long, byte[]> body : bodies.entrySet()) {
                left.batch(body.getKey(), body.getValue());
                writer.batch(body.getValue());
            }
            inside.addAll(bodies.keySet());
            if (inside.contains(batch.order())) {
                runs.add(batch.stream(), batch.seq());
                last = batch.order();
            }
            progress.accept(writer.length());
        }
        writer.finish();
        return inside.isEmpty()
                ? Optional.empty()
                : Optional.of(new StickFile(
                        first.epoch(), first.order(), last, writer.length(), writer.digest(), runs.all()));
    }

    /** What is to be added for a batch, by order; nothing if it is inside already or cannot be read. */
    private Map<Long, byte[]> bodies(Waiting batch, Set<Long> inside) throws IOException {
        if (inside.contains(batch.order())) {
            return Map.of();
        }
        try {
            Optional<byte[]> own = outbox.load(batch.order());
            if (own.isEmpty()) {
                unreadable.add(batch.order());
                return Map.of();
            }
            var bodies = new LinkedHashMap<Long, byte[]>();
            for (Bytes chunk : chunks(own.get())) {
                OptionalLong carrier = outbox.carrier(chunk);
                if (carrier.isPresent() && !inside.contains(carrier.getAsLong())) {
                    outbox.load(carrier.getAsLong()).ifPresent(body -> bodies.put(carrier.getAsLong(), body));
                }
            }
            bodies.put(batch.order(), own.get());
            return bodies;
        } catch (SQLException e) {
            throw new IOException("the ring cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<Bytes> chunks(byte[] batch) {
        try {
            return BatchCodec.readHeader(batch).dictRefs();
        } catch (ProtocolException e) {
            return List.of(); // Of another version of this program; the hub may know it.
        }
    }
}
