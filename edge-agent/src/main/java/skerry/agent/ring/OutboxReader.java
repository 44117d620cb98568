package skerry.agent.ring;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import skerry.protocol.Bytes;
import skerry.protocol.Stream;
import skerry.protocol.control.SeqRange;

/**
 * Reads the outbox of a ring from beside the agent that writes it, or after that has ended. Each call is a short read of its
 * own, so that the ring's log can always start over. Not thread-safe.
 */
public final class OutboxReader implements AutoCloseable {
    private static final int AT_ONCE = 256;

    private final Connection connection;
    private final BatchTable batches;
    private final BodyTable bodies;
    private final EpochTable epochs;

    /**
     * A batch that waits for its receipt.
     *
     * @param order rises with age across epochs and streams: the smaller, the older
     * @param bytes encoded size
     */
    public record Waiting(long order, long epoch, Stream stream, long seq, int bytes) {}

    /** What became of a batch that is still here. */
    public enum Fate {
        WAITING,
        CONFIRMED,
        REFUSED
    }

    /** A batch that is still here. */
    public record Kept(long order, Fate fate) {}

    private OutboxReader(Connection connection) {
        this.connection = connection;
        this.batches = new BatchTable(connection);
        this.bodies = BodyTable.ofBatches(connection);
        this.epochs = new EpochTable(connection);
    }

    /** @throws SQLException a sentence that names the file, the reason and what to do */
    public static OutboxReader open(Path file) throws SQLException {
        return new OutboxReader(RingReader.connect(file));
    }

    /** Batches above an order, oldest first, at most {@code limit}. */
    public List<Waiting> oldest(long after, int limit) throws SQLException {
        return named(batches.oldestWaiting(after, limit));
    }

    /** Batches below an order, newest first, at most {@code limit}. */
    public List<Waiting> newest(long before, int limit) throws SQLException {
        return named(batches.newestWaiting(before, limit));
    }

    /**
     * Batches above an order that tell of a span of wall time, whatever became of them, oldest first.
     *
     * @param limit at most so many
     */
    public List<Kept> ofSpan(long after, long fromMillis, long toMillis, int limit) throws SQLException {
        var kept = new ArrayList<Kept>();
        for (StoredBatch batch : batches.ofSpan(after, fromMillis, toMillis, limit)) {
            Fate fate = batch.state() == StoredBatch.WAITING
                    ? Fate.WAITING
                    : batch.state() == StoredBatch.CONFIRMED ? Fate.CONFIRMED : Fate.REFUSED;
            kept.add(new Kept(batch.id(), fate));
        }
        return kept;
    }

    /**
     * The signed bytes of the batch of an order; empty if it gave way meanwhile, or is damaged: the agent counts that when it
     * meets it.
     */
    public Optional<byte[]> load(long order) throws SQLException {
        try {
            return bodies.find(order);
        } catch (DamagedException e) {
            return Optional.empty();
        }
    }

    /** The order of the batch that carries a dictionary chunk, confirmed or not; empty if none is held. */
    public OptionalLong carrier(Bytes hash) throws SQLException {
        Optional<StoredBatch> carrier = batches.carrier(hash.toArray());
        return carrier.isPresent() ? OptionalLong.of(carrier.get().id()) : OptionalLong.empty();
    }

    /** Those of a range that are here and wait for no receipt. */
    public List<SeqRange> done(long epoch, Stream stream, SeqRange range) throws SQLException {
        Optional<EpochTable.Row> start = epochs.byEpoch(epoch);
        var done = new ArrayList<SeqRange>();
        long next = range.first();
        List<StoredBatch> some = start.isEmpty() ? List.of() : rows(start.get(), stream, next, range.last());
        while (!some.isEmpty()) {
            for (StoredBatch batch : some) {
                if (batch.state() != StoredBatch.WAITING) {
                    done.add(new SeqRange(batch.seq(), batch.seq()));
                }
            }
            next = some.getLast().seq() + 1;
            some = rows(start.orElseThrow(), stream, next, range.last());
        }
        return done;
    }

    /** By which roads the batch of an order is known to have left, as {@link skerry.agent.left.LeftRoad#mark}. */
    public int road(long order) throws SQLException {
        return batches.road(order);
    }

    /** Bytes of all that waits for a receipt. */
    public long bytesWaiting() throws SQLException {
        return batches.bytesWaiting();
    }

    /** What was last heard of the hub. */
    public Outbox.HubMark lastHub() throws SQLException {
        return StateRow.load(connection).hub();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private List<StoredBatch> rows(EpochTable.Row start, Stream stream, long first, long last) throws SQLException {
        return batches.range(start.start(), stream, first, last, AT_ONCE);
    }

    /** A batch whose epoch is not known cannot be named to anyone. */
    private List<Waiting> named(List<StoredBatch> rows) throws SQLException {
        var named = new ArrayList<Waiting>(rows.size());
        for (StoredBatch batch : rows) {
            epochs.byStart(batch.start())
                    .ifPresent(epoch -> named.add(
                            new Waiting(batch.id(), epoch.epoch(), batch.stream(), batch.seq(), batch.bytes())));
        }
        return named;
    }
}
