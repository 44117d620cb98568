package skerry.agent.ring;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The epoch of this process: made when its first batch is, so that a start that makes none leaves no trace. Owned by the
 * ring's lock.
 */
final class Epochs {
    /** Epochs without batches that the hub is still told of. */
    private static final int REMEMBERED = 64;

    private final RandomGenerator random;
    private Optional<Current> current = Optional.empty();
    private long floor;

    record Current(long start, long epoch) {}

    Epochs(RandomGenerator random) {
        this.random = random;
    }

    /** Says that another ring counted so many starts of this agent: this one's come after them. */
    void startsAfter(long count) {
        floor = Math.max(floor, count);
    }

    /** Says that sequence numbers may have been given to bytes that were not stored: they must not be given again. */
    void abandon() {
        current = Optional.empty();
    }

    /**
     * The epoch, made now if there is none; part of the transaction that stores its first batch.
     *
     * @param boot row of table {@code boot}
     * @param made wall time, UTC epoch milliseconds
     */
    Current current(RingDatabase database, long boot, long made) throws SQLException {
        if (current.isPresent()) {
            return current.get();
        }
        long start = Math.max(floor, Math.max(database.state().starts(), database.epochs.lastStart())) + 1;
        long epoch = random.nextLong();
        while (epoch == 0 || database.epochs.byEpoch(epoch).isPresent()) {
            epoch = random.nextLong();
        }
        database.epochs.insert(start, epoch, boot, made);
        database.state(database.state().withStarts(start));
        forgetOldest(database);
        var fresh = new Current(start, epoch);
        current = Optional.of(fresh);
        return fresh;
    }

    private static void forgetOldest(RingDatabase database) throws SQLException {
        var held = new HashSet<>(database.batches.starts());
        List<EpochTable.Row> empty = database.epochs.all().stream()
                .filter(row -> !held.contains(row.start()))
                .toList();
        for (EpochTable.Row row : empty.subList(0, Math.max(0, empty.size() - REMEMBERED))) {
            database.epochs.delete(row.start());
            database.heads.deleteStart(row.start());
        }
    }
}
