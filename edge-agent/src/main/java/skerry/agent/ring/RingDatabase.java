package skerry.agent.ring;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import skerry.platform.sqlite.Migrations;
import skerry.platform.sqlite.Sql;
import skerry.platform.sqlite.Sqlite;
import skerry.platform.sqlite.SqliteSettings;
import skerry.platform.sqlite.Transactions;

/**
 * The ring's SQLite file and its tables, with what SQLite knows of its own size. Owned by the ring's lock.
 */
final class RingDatabase implements AutoCloseable {
    static final Migrations MIGRATIONS = new Migrations(
            RingDatabase.class,
            List.of(
                    "schema/0001-ring.sql",
                    "schema/0002-patterns.sql",
                    "schema/0003-usage.sql",
                    "schema/0004-outlines.sql",
                    "schema/0005-alerts.sql",
                    "schema/0006-blackbox.sql",
                    "schema/0007-known-patterns.sql",
                    "schema/0008-left.sql"));

    /** Native memory for pages; small, since the agent hardly reads what it wrote. */
    private static final int CACHE_KIB = 512;
    /** Pages that ordinary inserts leave free, so that gaps and the account can always be written. */
    private static final int RESERVED_PAGES = 32;

    private final Path file;
    private final RingSettings settings;
    private final Connection connection;
    private final int pageBytes;
    /** Found once: that reads the table of mounts. */
    private @Nullable FileStore disk;

    final BlockTable blocks;
    final BlockBodies blockBodies;
    final BatchTable batches;
    final BodyTable batchBodies;
    final DictionaryTable dictionaries;
    final EpochTable epochs;
    final HeadTable heads;
    final BootTable boots;
    final SubjectTable subjects;
    final CheckpointTable checkpoints;
    final PatternTable patterns;
    final KnownPatternTable knownPatterns;
    final GapStore gaps;
    final LedgerTable ledger;
    final UsageTable usage;
    final OutlineTable outlines;
    final AlertTable alerts;
    final BoxTable boxes;
    final LeftTable left;
    final PinTable pins;

    private RingDatabase(Path file, RingSettings settings, Connection connection) throws SQLException {
        this.file = file;
        this.settings = settings;
        this.connection = connection;
        this.pageBytes = (int) Sql.number(connection, "PRAGMA page_size");
        this.blocks = new BlockTable(connection, settings.keys().present());
        this.blockBodies = new BlockBodies(connection, settings.keys());
        this.batches = new BatchTable(connection);
        this.batchBodies = BodyTable.ofBatches(connection);
        this.dictionaries = new DictionaryTable(connection);
        this.epochs = new EpochTable(connection);
        this.heads = new HeadTable(connection);
        this.boots = new BootTable(connection);
        this.subjects = new SubjectTable(connection);
        this.checkpoints = new CheckpointTable(connection);
        this.patterns = new PatternTable(connection);
        this.knownPatterns = new KnownPatternTable(connection);
        this.gaps = new GapStore(connection);
        this.ledger = new LedgerTable(connection);
        this.usage = new UsageTable(connection);
        this.outlines = new OutlineTable(connection);
        this.alerts = new AlertTable(connection);
        this.boxes = new BoxTable(connection, settings.keys());
        this.left = new LeftTable(connection);
        this.pins = new PinTable(connection);
    }

    /**
     * Opens or makes {@code file} and brings its schema up to date.
     *
     * @throws SQLException ask {@link skerry.platform.sqlite.SqliteFailure} what to do about it
     */
    static RingDatabase open(Path file, RingSettings settings) throws SQLException {
        Connection connection = Sqlite.open(
                file,
                new SqliteSettings(
                        settings.pageBytes(),
                        CACHE_KIB,
                        (int) Math.min(settings.checkpointPages(), settings.walRestartBytes() / settings.pageBytes()),
                        settings.walRestartBytes(),
                        false,
                        true,
                        Duration.ofSeconds(5)));
        try {
            MIGRATIONS.apply(connection);
            var database = new RingDatabase(file, settings, connection);
            database.limitPages();
            return database;
        } catch (SQLException | RuntimeException e) {
            try (connection) {
                throw e;
            }
        }
    }

    Connection connection() {
        return connection;
    }

    Path file() {
        return file;
    }

    int pageBytes() {
        return pageBytes;
    }

    StateRow state() throws SQLException {
        return StateRow.load(connection);
    }

    /** Changes the table {@code state}. */
    void state(StateRow state) throws SQLException {
        state.store(connection);
    }

    /** Runs work as one transaction; {@code durable} ones, and all before them, outlive a power cut. */
    <T, E extends Exception> T write(boolean durable, Transactions.Work<T, E> work) throws SQLException, E {
        resetWalIfLarge();
        synchronous(durable);
        return Transactions.write(connection, work);
    }

    /** Pages that an ordinary insert may take now without another one giving way. */
    long freePages() throws SQLException {
        long used = pageCount();
        long room = Math.min(maxPages(), used + diskPages()) - used;
        return room + Sql.number(connection, "PRAGMA freelist_count") - RESERVED_PAGES;
    }

    /** As {@link #freePages}, if the disk had room for all that the bound allows. */
    long freePagesOfBound() throws SQLException {
        return maxPages() - pageCount() + Sql.number(connection, "PRAGMA freelist_count") - RESERVED_PAGES;
    }

    /** How the bound is used. */
    RingRoom room() throws SQLException {
        return RingRoom.read(connection, usablePages(settings, pageBytes));
    }

    /** Pages that {@code bytes} in one row take at most, with what else a transaction touches. */
    long pagesFor(long bytes) {
        return bytes / (pageBytes - 16) + 3;
    }

    /** Pages beyond the bound, after the bound was made smaller. */
    long excessPages() throws SQLException {
        return Math.max(0, pageCount() - maxPages());
    }

    /** Gives up to {@code pages} free pages at the end of the file back to the disk. */
    void vacuum(long pages) throws SQLException {
        // Stepped to its end, since each step frees one page.
        Sql.each(connection, "PRAGMA incremental_vacuum(" + pages + ")", _ -> true);
        limitPages();
    }

    long walBytes() {
        try {
            return Files.size(file.resolveSibling(file.getFileName() + "-wal"));
        } catch (IOException e) {
            return 0;
        }
    }

    /** The bound is for the database alone: what the WAL may take is subtracted. */
    long maxPages() {
        return maxPages(settings, pageBytes);
    }

    /** Pages that ordinary inserts may fill. */
    static long usablePages(RingSettings settings, long pageBytes) {
        return maxPages(settings, pageBytes) - RESERVED_PAGES;
    }

    private static long maxPages(RingSettings settings, long pageBytes) {
        return (settings.maxBytes() - settings.walBytes()) / pageBytes;
    }

    long pageCount() throws SQLException {
        return Sql.number(connection, "PRAGMA page_count");
    }

    /** Moves all of the WAL into the database. @return whether no reader was in the way */
    boolean checkpoint() throws SQLException {
        return Sql.number(connection, "PRAGMA wal_checkpoint(TRUNCATE)") == 0;
    }

    /** Lets the WAL start over where it lies on disk, without growing. @return whether it may */
    boolean restartWal() throws SQLException {
        return Sql.number(connection, "PRAGMA wal_checkpoint(RESTART)") == 0;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /**
     * A reader that holds an old state keeps the WAL from starting over. Then nothing more is written, since the bound
     * is of database and WAL together.
     */
    private void resetWalIfLarge() throws SQLException {
        if (walBytes() > settings.walRestartBytes() && !checkpoint() && walBytes() > settings.walRestartBytes()) {
            throw new WalHeldException(file);
        }
    }

    private void synchronous(boolean full) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(full ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
        }
    }

    /** The last guard of the bound; SQLite raises it to the present size by itself. */
    private void limitPages() throws SQLException {
        Sql.number(connection, "PRAGMA max_page_count=" + maxPages());
    }

    private long diskPages() {
        try {
            if (disk == null) {
                disk = Files.getFileStore(file);
            }
            long usable = disk.getUsableSpace();
            return Math.max(0, usable - settings.diskMarginBytes()) / pageBytes;
        } catch (IOException e) {
            return Long.MAX_VALUE / 2 / pageBytes; // The disk will say itself when it is full.
        }
    }
}
