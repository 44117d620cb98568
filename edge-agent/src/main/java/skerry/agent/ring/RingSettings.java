package skerry.agent.ring;

import java.nio.file.Path;

/**
 * How large a ring may become and how it writes.
 *
 * @param file the database; SQLite puts {@code -wal} and {@code -shm} beside it
 * @param maxBytes bound of database and WAL together, at least {@link #MIN_BYTES}
 * @param pageBytes page size of a new file
 * @param checkpointPages WAL pages after which they move into the database
 * @param commitBytes pending text after which the caller should not wait for the time of the next commit
 * @param blockBytes text after which a block of lines is finished
 * @param memoryBytes text kept in memory while the disk takes nothing; what comes after that is counted as dropped
 * @param deflateLevel zlib's, 1 to 9
 * @param diskMarginBytes of the disk that are left to others, and for the WAL to grow into
 * @param leftDays days that the ledger of what left tells apart; older ones become months
 * @param keys under which raw detail is sealed
 */
public record RingSettings(
        Path file,
        long maxBytes,
        int pageBytes,
        int checkpointPages,
        int commitBytes,
        int blockBytes,
        int memoryBytes,
        int deflateLevel,
        long diskMarginBytes,
        int leftDays,
        RingKeys keys) {
    /** Below this the fixed parts leave no room for data. */
    public static final long MIN_BYTES = 1L << 20;

    /** Most that is taken by default. */
    public static final long USUAL_MAX_BYTES = 1L << 30;

    /** Days that the ledger of what left tells apart by default. */
    public static final int USUAL_LEFT_DAYS = 400;

    private static final int DISK_SHARE = 10;
    private static final long DISK_MARGIN = 1 << 20;

    /** @throws IllegalArgumentException names the setting and the reason */
    public RingSettings {
        if (maxBytes < MIN_BYTES) {
            throw new IllegalArgumentException(
                    "the ring needs at least " + MIN_BYTES + " bytes, max-bytes is " + maxBytes);
        }
        if (commitBytes < 1 || blockBytes < 1 || memoryBytes < commitBytes || checkpointPages < 1) {
            throw new IllegalArgumentException("the ring's memory limit must not be below its commit limit");
        }
        if (deflateLevel < 1 || deflateLevel > 9) {
            throw new IllegalArgumentException("a deflate level is 1 to 9, was " + deflateLevel);
        }
    }

    /**
     * Settings for flash, with their measured effect in {@code package-info}.
     *
     * @param maxBytes bound of database and WAL together
     */
    public static RingSettings of(Path file, long maxBytes) {
        int memory = (int) Math.min(4L << 20, maxBytes / 32);
        return new RingSettings(
                file,
                maxBytes,
                1024,
                2048,
                Math.min(1 << 20, memory / 4),
                256 << 10,
                memory,
                4,
                DISK_MARGIN,
                USUAL_LEFT_DAYS,
                RingKeys.NONE);
    }

    /**
     * The usual bound.
     *
     * @param diskBytes size of the disk that holds the ring
     * @return 10 % of the disk, 1 GiB at most
     */
    public static long usualMaxBytes(long diskBytes) {
        return Math.max(MIN_BYTES, Math.min(USUAL_MAX_BYTES, diskBytes / DISK_SHARE));
    }

    public RingSettings withPages(int bytes, int checkpoint) {
        return new RingSettings(
                file,
                maxBytes,
                bytes,
                checkpoint,
                commitBytes,
                blockBytes,
                memoryBytes,
                deflateLevel,
                diskMarginBytes,
                leftDays,
                keys);
    }

    public RingSettings withDeflateLevel(int level) {
        return new RingSettings(
                file,
                maxBytes,
                pageBytes,
                checkpointPages,
                commitBytes,
                blockBytes,
                memoryBytes,
                level,
                diskMarginBytes,
                leftDays,
                keys);
    }

    /** @param days that the ledger of what left tells apart */
    public RingSettings withLeftDays(int days) {
        return new RingSettings(
                file,
                maxBytes,
                pageBytes,
                checkpointPages,
                commitBytes,
                blockBytes,
                memoryBytes,
                deflateLevel,
                diskMarginBytes,
                days,
                keys);
    }

    /** @param present and earlier ones, under which raw detail is sealed */
    public RingSettings withKeys(RingKeys present) {
        return new RingSettings(
                file,
                maxBytes,
                pageBytes,
                checkpointPages,
                commitBytes,
                blockBytes,
                memoryBytes,
                deflateLevel,
                diskMarginBytes,
                leftDays,
                present);
    }

    RingSettings withDiskMargin(long bytes) {
        return new RingSettings(
                file,
                maxBytes,
                pageBytes,
                checkpointPages,
                commitBytes,
                blockBytes,
                memoryBytes,
                deflateLevel,
                bytes,
                leftDays,
                keys);
    }

    /**
     * Bytes that the WAL may take of the bound; the rest is the database's. Twice what a transaction can hold, on top of
     * {@link #walRestartBytes}.
     */
    long walBytes() {
        return 4L * memoryBytes;
    }

    /** The WAL starts over before a transaction that would find it longer than this. */
    long walRestartBytes() {
        return 2L * memoryBytes;
    }

    /** Samples kept in memory while the disk takes nothing. */
    int memorySamples() {
        return memoryBytes / 16;
    }

    /** Longest text of one line, in bytes. */
    int lineBytes() {
        return memoryBytes / 2;
    }
}
