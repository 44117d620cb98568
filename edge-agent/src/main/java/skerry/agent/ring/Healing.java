package skerry.agent.ring;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import skerry.platform.PrivateFile;
import skerry.platform.sqlite.Sql;
import skerry.platform.sqlite.SqliteFailure;

/**
 * Opens the ring so that the agent always starts: a damaged file is set aside, what is readable of it is taken into a new
 * one, and what is missing is counted as lost.
 */
final class Healing {
    private static final System.Logger LOG = System.getLogger(Healing.class.getName());

    /** Tells where pages belong, in a file that can give back its end. */
    private static final long POINTER_MAP = 2;

    private final RingSettings settings;
    private final DamagedFiles files;
    private final InstantSource wall;

    Healing(RingSettings settings, InstantSource wall) {
        this.settings = settings;
        this.files = new DamagedFiles(settings.file());
        this.wall = wall;
    }

    /**
     * Opens the file, healed if it must be.
     *
     * @throws SQLException if the disk will not have it: full, read-only or failing
     */
    RingDatabase open() throws SQLException {
        boolean walLost = prepare();
        if (isEmptied()) {
            LOG.log(WARNING, "{0} is empty: taking what is in its WAL into a new file", settings.file());
            return replace();
        }
        try {
            RingDatabase database = RingDatabase.open(settings.file(), settings);
            Optional<String> damage = findDamage(database);
            if (damage.isEmpty()) {
                reconcile(database, walLost);
                return database;
            }
            database.close();
            LOG.log(
                    WARNING,
                    "{0} is damaged ({1}): taking what is readable into a new file",
                    settings.file(),
                    damage.get());
        } catch (SQLException e) {
            if (!isDamage(e)) {
                throw e;
            }
            LOG.log(
                    WARNING,
                    "{0} is damaged ({1}): taking what is readable into a new file",
                    settings.file(),
                    e.getMessage());
        }
        return replace();
    }

    /**
     * Takes what is readable of the file, which nobody has open, into a new one that takes its place; into an empty one if
     * taking it fails.
     */
    RingDatabase replace() throws SQLException {
        try {
            return replace(true);
        } catch (SQLException e) {
            if (!isDamage(e)) {
                throw e;
            }
            LOG.log(
                    WARNING,
                    "nothing can be taken from {0} ({1}): beginning with an empty ring",
                    settings.file(),
                    e.getMessage());
            return replace(false);
        }
    }

    private RingDatabase replace(boolean salvaging) throws SQLException {
        try {
            files.deleteDatabase(files.replacement());
            try (RingDatabase fresh = RingDatabase.open(files.replacement(), settings)) {
                fresh.checkpoint();
                if (salvaging && Files.exists(settings.file())) {
                    salvage(fresh);
                }
                fresh.<Boolean, RuntimeException>write(true, () -> {
                    Reconciliation.runAfterSalvage(fresh, wall.millis());
                    return true;
                });
                fresh.checkpoint();
            }
            files.replace();
            return RingDatabase.open(settings.file(), settings);
        } catch (IOException e) {
            throw failed("replacing", e);
        }
    }

    /** SQLite takes an empty file for a new database, and deletes the WAL beside it without a word. */
    private boolean isEmptied() throws SQLException {
        try {
            return Files.exists(settings.file()) && Files.size(settings.file()) == 0;
        } catch (IOException e) {
            throw failed("opening", e);
        }
    }

    private boolean prepare() throws SQLException {
        try {
            files.finishInterruptedReplacement();
            if (WalHeader.isSound(files.wal())) {
                if (Files.notExists(settings.file()) && Files.exists(files.wal()) && Files.size(files.wal()) > 0) {
                    PrivateFile.write(
                            settings.file(),
                            new byte[0]); // What the WAL holds is taken as if the file had been emptied.
                }
                return false;
            }
            LOG.log(WARNING, "{0} is no WAL: it is set aside, and what was only in it is lost", files.wal());
            files.setWalAside();
            return true;
        } catch (IOException e) {
            throw failed("opening", e);
        }
    }

    private static Optional<String> findDamage(RingDatabase database) throws SQLException {
        try {
            return ControlCheck.findDamage(database);
        } catch (SQLException | RuntimeException e) {
            try (database) {
                throw e;
            }
        }
    }

    private void reconcile(RingDatabase database, boolean walLost) throws SQLException {
        try {
            database.<Boolean, RuntimeException>write(false, () -> {
                if (walLost) {
                    Reconciliation.runAfterSalvage(database, wall.millis());
                } else {
                    Reconciliation.run(database, wall.millis());
                }
                return true;
            });
        } catch (SQLException | RuntimeException e) {
            try (database) {
                throw e;
            }
        }
    }

    private void salvage(RingDatabase fresh) throws SQLException, IOException {
        String old = settings.file().toAbsolutePath().toString();
        if (isEmptied()) {
            if (Files.notExists(files.wal()) || Files.size(files.wal()) == 0) {
                return;
            }
            lendSchema(fresh, settings.file());
        }
        if (!attach(fresh, old)) {
            LOG.log(WARNING, "the list of tables of {0} is damaged: using that of an empty ring", old);
            detach(fresh);
            lendSchema(fresh, settings.file());
            if (!attach(fresh, old)) {
                LOG.log(WARNING, "nothing can be taken from {0}", old);
                return;
            }
        }
        try {
            Salvage.copy(fresh.connection());
        } finally {
            detach(fresh);
        }
    }

    /** @return whether its list of tables is that of a ring */
    private static boolean attach(RingDatabase fresh, String old) {
        try {
            Sql.update(fresh.connection(), "ATTACH DATABASE ? AS old", old);
            return RingSchema.isKnown(fresh.connection());
        } catch (SQLException e) {
            LOG.log(DEBUG, "attaching " + old, e);
            return false;
        }
    }

    private static void detach(RingDatabase fresh) {
        try {
            Sql.update(fresh.connection(), "DETACH DATABASE old");
        } catch (SQLException _) {
            // It was not attached, or cannot be let go of; closing the connection does.
        }
    }

    /**
     * Every ring is made by the same statements, so an empty one has its tables begin on the same pages: its list of
     * tables fits any ring with the same page size, once the first page names the right number of pages.
     */
    private static void lendSchema(RingDatabase fresh, Path damaged) throws IOException, SQLException {
        int pageBytes = fresh.pageBytes();
        Set<Long> others = RingSchema.roots(fresh.connection());
        others.add(POINTER_MAP);
        try (var from = FileChannel.open(fresh.file(), StandardOpenOption.READ);
                var to = FileChannel.open(damaged, StandardOpenOption.WRITE)) {
            long pages = to.size() / pageBytes;
            for (long number = 1; number <= from.size() / pageBytes; number++) {
                if (number == 1 || (number <= pages && !others.contains(number))) {
                    ByteBuffer page = readPage(from, number, pageBytes);
                    if (number == 1) {
                        page.putInt(28, Math.toIntExact(pages));
                        page.putInt(32, 0);
                        page.putInt(36, 0);
                    }
                    while (page.hasRemaining()) {
                        to.write(page, (number - 1) * pageBytes + page.position());
                    }
                }
            }
        }
    }

    private static ByteBuffer readPage(FileChannel from, long number, int pageBytes) throws IOException {
        ByteBuffer page = ByteBuffer.allocate(pageBytes);
        while (page.hasRemaining() && from.read(page, (number - 1) * pageBytes + page.position()) > 0) {
            // Goes on until the page is whole or the file ends.
        }
        return page.flip();
    }

    /** A file that a later release wrote is set aside like a damaged one: the agent starts, and the file is kept. */
    private static boolean isDamage(SQLException e) {
        SqliteFailure failure = SqliteFailure.of(e);
        return failure == SqliteFailure.DAMAGED || failure == SqliteFailure.OTHER;
    }

    private SQLException failed(String doing, IOException e) {
        String text = String.valueOf(e.getMessage());
        int code = text.contains("No space left") ? 13 : text.contains("Read-only") ? 8 : 10;
        return new SQLException(doing + " " + settings.file() + ": " + text, null, code, e);
    }
}
