package skerry.platform.sqlite;

import java.time.Duration;

/**
 * How a SQLite file is opened for writing, always in WAL mode.
 *
 * @param pageBytes page size of a file that is new, a power of two from 512 to 65,536; an existing file keeps its own
 * @param cacheKiB native memory that the page cache of this connection may take
 * @param checkpointPages WAL pages after which a commit moves them into the database; 0 leaves that to the caller
 * @param journalBytes size that the WAL file is cut to after a checkpoint
 * @param durable whether every commit waits for the disk ({@code synchronous=FULL}); otherwise a power cut, but not a
 *     killed process, may forget the last commits ({@code NORMAL})
 * @param incrementalVacuum whether free pages can be given back to the disk by {@code PRAGMA incremental_vacuum}; only
 *     for a file that is new
 * @param busyTimeout how long a statement waits for another connection's lock
 */
public record SqliteSettings(
        int pageBytes,
        int cacheKiB,
        int checkpointPages,
        long journalBytes,
        boolean durable,
        boolean incrementalVacuum,
        Duration busyTimeout) {
    /** 4 KiB pages, 2 MiB cache, SQLite's usual checkpoint, durable commits. */
    public static final SqliteSettings DEFAULT =
            new SqliteSettings(4096, 2048, 1000, 4L << 20, true, false, Duration.ofSeconds(5));

    /** @throws IllegalArgumentException if a number is out of its range */
    public SqliteSettings {
        if (pageBytes < 512 || pageBytes > 65_536 || Integer.bitCount(pageBytes) != 1) {
            throw new IllegalArgumentException(
                    "a page has a power of two of bytes from 512 to 65536, was " + pageBytes);
        }
        if (cacheKiB < 1 || checkpointPages < 0 || journalBytes < 0 || busyTimeout.isNegative()) {
            throw new IllegalArgumentException("cache, checkpoint, journal and timeout must not be negative");
        }
    }

    public SqliteSettings withPageBytes(int bytes) {
        return new SqliteSettings(
                bytes, cacheKiB, checkpointPages, journalBytes, durable, incrementalVacuum, busyTimeout);
    }

    public SqliteSettings withCacheKiB(int kib) {
        return new SqliteSettings(
                pageBytes, kib, checkpointPages, journalBytes, durable, incrementalVacuum, busyTimeout);
    }

    /** With the pages and bytes of the WAL as given. */
    public SqliteSettings withWal(int pages, long bytes) {
        return new SqliteSettings(pageBytes, cacheKiB, pages, bytes, durable, incrementalVacuum, busyTimeout);
    }

    public SqliteSettings withDurable(boolean everyCommit) {
        return new SqliteSettings(
                pageBytes, cacheKiB, checkpointPages, journalBytes, everyCommit, incrementalVacuum, busyTimeout);
    }

    public SqliteSettings withIncrementalVacuum() {
        return new SqliteSettings(pageBytes, cacheKiB, checkpointPages, journalBytes, durable, true, busyTimeout);
    }
}
