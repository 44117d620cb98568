package skerry.system.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The write-ahead log of a database that nobody has open, as far as SQLite would believe it. Source: "WAL-Mode File Format",
 * sqlite.org/walformat.html, section 1.
 *
 * @param salt tells one filling of the log from the next; 0 if there is none
 * @param frames up to the first that is torn or belongs to an earlier filling
 * @param frameBytes what a frame takes
 */
public record WalFile(long salt, long frames, long frameBytes) {
    private static final int HEADER = 32;
    private static final int FRAME_HEADER = 24;
    private static final int BIG_ENDIAN_MAGIC = 0x377f0683;
    private static final int PAGE_SIZE_AT = 8;
    private static final int SALT_AT = 16;
    private static final int CHECKSUM_AT = 24;
    private static final int FRAME_SALT_AT = 8;
    private static final int FRAME_CHECKSUM_AT = 16;
    private static final WalFile NONE = new WalFile(0, 0, 1);

    /** Reads the log of a database. */
    public static WalFile of(Path database) throws IOException {
        Path log = logOf(database);
        if (!Files.exists(log) || Files.size(log) < HEADER) {
            return NONE;
        }
        var bytes = ByteBuffer.wrap(Files.readAllBytes(log));
        var order = bytes.getInt(0) == BIG_ENDIAN_MAGIC ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        long salt = bytes.getLong(SALT_AT);
        int page = bytes.getInt(PAGE_SIZE_AT);
        long sum = checksum(bytes, order, 0, CHECKSUM_AT, 0);
        if (sum != bytes.getLong(CHECKSUM_AT)) {
            return NONE;
        }
        long frames = 0;
        for (int at = HEADER; at + FRAME_HEADER + page <= bytes.limit(); at += FRAME_HEADER + page) {
            sum = checksum(bytes, order, at, FRAME_SALT_AT, sum);
            sum = checksum(bytes, order, at + FRAME_HEADER, page, sum);
            if (bytes.getLong(at + FRAME_SALT_AT) != salt || sum != bytes.getLong(at + FRAME_CHECKSUM_AT)) {
                break;
            }
            frames++;
        }
        return new WalFile(salt, frames, (long) FRAME_HEADER + page);
    }

    /** Leaves so many frames of the log of a database. */
    public void cut(Path database, long left) throws IOException {
        try (var channel = FileChannel.open(logOf(database), StandardOpenOption.WRITE)) {
            channel.truncate(HEADER + left * frameBytes);
        }
    }

    private static Path logOf(Path database) {
        return database.resolveSibling(database.getFileName() + "-wal");
    }

    /** Goes on with a checksum: its first half in the upper four bytes, as it is stored. */
    private static long checksum(ByteBuffer bytes, ByteOrder order, int from, int length, long before) {
        var words = bytes.duplicate().order(order);
        int first = (int) (before >>> 32);
        int second = (int) before;
        for (int at = from; at < from + length; at += 2 * Integer.BYTES) {
            first += words.getInt(at) + second;
            second += words.getInt(at + Integer.BYTES) + first;
        }
        return ((long) first << 32) | Integer.toUnsignedLong(second);
    }
}
