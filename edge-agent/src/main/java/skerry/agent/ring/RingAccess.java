package skerry.agent.ring;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import skerry.agent.ring.RingStanding.Trouble;
import skerry.platform.sqlite.SqliteFailure;
import skerry.protocol.Bytes;

/**
 * The one way to the database: one lock, one transaction at a time, and what to do when the disk will not have it. A
 * damaged file is healed and the work repeated; a full, read-only or failing disk becomes a standing that is reported
 * once and tried again with every call. Thread-safe.
 */
final class RingAccess implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RingAccess.class.getName());

    private final ReentrantLock lock = new ReentrantLock();
    private final RingSettings settings;
    private final Healing healing;
    private final Listener listener;
    private final Set<Bytes> chunksInUse;
    private Optional<RingDatabase> database = Optional.empty();
    private Optional<Eviction> eviction = Optional.empty();
    private volatile RingStanding standing = RingStanding.WELL;
    private boolean closed;

    /** Work on the open database. */
    @FunctionalInterface
    interface Work<T> {
        T run(RingDatabase database) throws SQLException;
    }

    /** Hears of a database that was opened, at first or in place of a damaged one. */
    @FunctionalInterface
    interface Listener {
        void opened(RingDatabase database) throws SQLException;
    }

    /** @param chunksInUse dictionary chunks that a batch to come may name, as they are at each moment */
    RingAccess(RingSettings settings, Healing healing, Listener listener, Set<Bytes> chunksInUse) {
        this.settings = settings;
        this.healing = healing;
        this.listener = listener;
        this.chunksInUse = chunksInUse;
    }

    ReentrantLock lock() {
        return lock;
    }

    RingStanding standing() {
        return standing;
    }

    Optional<RingDatabase> database() {
        return database;
    }

    /** Makes room in the transaction that is under way. */
    Eviction eviction() {
        return eviction.orElseThrow(() -> new IllegalStateException("no transaction is under way"));
    }

    /** Opens the file if it is not open; afterwards {@link #standing} tells whether that worked. */
    void open() {
        write(false, _ -> true);
    }

    /**
     * Runs work as one transaction.
     *
     * @param durable whether the transaction must outlive a power cut before this returns
     * @return what the work gave, or empty if the disk would not have it; then nothing was changed
     */
    <T> Optional<T> write(boolean durable, Work<T> work) {
        lock.lock();
        try {
            return attempt(true, database -> {
                Eviction making = eviction();
                making.begin();
                T result = database.<T, RuntimeException>write(durable, () -> work.run(database));
                making.committed();
                return result;
            });
        } finally {
            lock.unlock();
        }
    }

    /** Runs work that only reads; gives {@code otherwise} if the file cannot be read. */
    <T> T read(Work<T> work, T otherwise) {
        lock.lock();
        try {
            return attempt(false, work).orElse(otherwise);
        } finally {
            lock.unlock();
        }
    }

    private <T> Optional<T> attempt(boolean writing, Work<T> work) {
        boolean again = true;
        while (true) {
            try {
                T result = work.run(opened());
                if (writing) {
                    stand(RingStanding.WELL);
                }
                return Optional.of(result);
            } catch (SQLException e) {
                if (again && SqliteFailure.of(e) == SqliteFailure.DAMAGED && heal(e)) {
                    again = false;
                } else if (again && SqliteFailure.of(e) == SqliteFailure.FULL && restartWal()) {
                    again = false;
                } else {
                    stand(standingOf(e));
                    return Optional.empty();
                }
            }
        }
    }

    private RingDatabase opened() throws SQLException {
        if (database.isEmpty()) {
            if (closed) {
                throw new SQLException("the ring is closed");
            }
            use(healing.open());
        }
        return database.get();
    }

    private void use(RingDatabase opened) throws SQLException {
        try {
            listener.opened(opened);
        } catch (SQLException | RuntimeException e) {
            opened.close();
            throw e;
        }
        database = Optional.of(opened);
        eviction = Optional.of(new Eviction(opened, chunksInUse));
    }

    private boolean heal(SQLException damage) {
        LOG.log(
                WARNING,
                "{0} is damaged ({1}): taking what is readable into a new file",
                settings.file(),
                damage.getMessage());
        try {
            closeDatabase();
            use(healing.replace());
            return true;
        } catch (SQLException e) {
            stand(standingOf(e));
            return false;
        }
    }

    /** On a full disk the WAL can still be written where it already is, once it starts over. */
    private boolean restartWal() {
        try {
            return database.isPresent() && database.get().restartWal();
        } catch (SQLException e) {
            return false;
        }
    }

    private void stand(RingStanding now) {
        if (now.trouble() == standing.trouble()) {
            LOG.log(DEBUG, now.sentence());
        } else if (now.trouble() == Trouble.NONE) {
            LOG.log(INFO, "{0} can be written again", settings.file());
        } else {
            LOG.log(WARNING, now.sentence());
        }
        standing = now;
    }

    private RingStanding standingOf(SQLException e) {
        String waits = ": new records wait in memory, and are counted as dropped once that is full";
        if (e instanceof WalHeldException) {
            return new RingStanding(
                    Trouble.READER, e.getMessage() + waits + "; end the program that has the ring open");
        }
        if (e instanceof RingFullException) {
            return new RingStanding(
                    Trouble.BOUND_TOO_SMALL,
                    e.getMessage() + waits + "; raise ring.max-bytes, now " + settings.maxBytes());
        }
        return switch (SqliteFailure.of(e)) {
            case FULL ->
                new RingStanding(
                        Trouble.DISK_FULL,
                        "the disk that holds " + settings.file() + " is full" + waits + "; free space on it");
            case READ_ONLY ->
                new RingStanding(
                        Trouble.READ_ONLY,
                        settings.file() + " cannot be written (" + e.getMessage() + ")" + waits
                                + "; make the disk writable and the folder the agent's own");
            case BUSY, DAMAGED, IO, OTHER ->
                new RingStanding(
                        Trouble.DISK_ERROR,
                        settings.file() + " cannot be used (" + e.getMessage() + ")" + waits
                                + "; check the disk with dmesg");
        };
    }

    private void closeDatabase() {
        database.ifPresent(open -> {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.log(DEBUG, "closing " + settings.file(), e);
            }
        });
        database = Optional.empty();
        eviction = Optional.empty();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            closeDatabase();
        } finally {
            lock.unlock();
        }
    }
}
