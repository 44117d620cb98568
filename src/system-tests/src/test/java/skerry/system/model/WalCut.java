package skerry.system.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.random.RandomGenerator;

/**
 * What a power cut may leave of the write-ahead log of an open database: any number of frames beyond those that are known to
 * be on the disk. Source: "WAL-Mode File Format", sqlite.org/walformat.html, sections 1 and 2.
 */
final class WalCut {
    private static final int WAL_HEADER = 32;
    private static final long FRAME_HEADER = 24;
    private static final int PAGE_SIZE_AT = 8;
    private static final int LOG_SALT_AT = 16;
    private static final int INDEX_BYTES = 100;
    private static final int FRAMES_AT = 16;
    private static final int SALT_AT = 32;
    private static final int BACKFILLED_AT = 96;

    private final Path database;
    private Place durable;

    /**
     * How far the log goes.
     *
     * @param salt tells one filling of the log from the next
     * @param backfilled frames that are in the database too, and were synced before
     */
    private record Place(long salt, long frames, long backfilled) {
        static final Place NONE = new Place(0, 0, 0);
    }

    private WalCut(Path database, Place durable) {
        this.database = database;
        this.durable = durable;
    }

    /** Of a database that is all on the disk now. */
    static WalCut ofDisk(Path database) {
        return new WalCut(database, onDisk(database));
    }

    /** Of a copy of this database that a process will go on with. */
    WalCut in(Path copy) {
        return new WalCut(copy, durable);
    }

    /** Says that all that was written so far was synced. */
    void durable() {
        durable = place();
    }

    /**
     * Cuts a copy of the log.
     *
     * @param copy of the database's log
     * @return whether frames were cut off
     */
    boolean cut(Path copy, RandomGenerator random) {
        var place = place();
        long kept = place.backfilled;
        if (place.salt == durable.salt) {
            kept = Math.max(kept, durable.frames);
        }
        if (place.frames <= kept || !Files.exists(copy)) {
            return false;
        }
        long frames = kept + random.nextLong(place.frames - kept + 1);
        long frameBytes = FRAME_HEADER + read(copy, WAL_HEADER).getInt(PAGE_SIZE_AT);
        try (var channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            channel.truncate(WAL_HEADER + frames * frameBytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cutting " + copy, e);
        }
        return frames < place.frames;
    }

    private static Place onDisk(Path database) {
        Path log = database.resolveSibling(database.getFileName() + "-wal");
        if (!Files.exists(log)) {
            return Place.NONE;
        }
        ByteBuffer header = read(log, WAL_HEADER);
        if (header.hasRemaining()) {
            return Place.NONE;
        }
        long frameBytes = FRAME_HEADER + header.getInt(PAGE_SIZE_AT);
        try {
            long frames = (Files.size(log) - WAL_HEADER) / frameBytes;
            return new Place(header.order(ByteOrder.nativeOrder()).getLong(LOG_SALT_AT), frames, 0);
        } catch (IOException e) {
            throw new UncheckedIOException("measuring " + log, e);
        }
    }

    /** The first bytes of a file; not filled if it has fewer. */
    private static ByteBuffer read(Path file, int bytes) {
        var start = ByteBuffer.allocate(bytes);
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (start.hasRemaining() && channel.read(start) > 0) {
                // Until the start is whole.
            }
            return start;
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }

    private Place place() {
        Path index = database.resolveSibling(database.getFileName() + "-shm");
        if (!Files.exists(index)) {
            return Place.NONE;
        }
        ByteBuffer start = read(index, INDEX_BYTES).order(ByteOrder.nativeOrder());
        return new Place(
                start.getLong(SALT_AT),
                Integer.toUnsignedLong(start.getInt(FRAMES_AT)),
                Integer.toUnsignedLong(start.getInt(BACKFILLED_AT)));
    }
}
