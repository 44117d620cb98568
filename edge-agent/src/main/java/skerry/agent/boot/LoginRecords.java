package skerry.agent.boot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Whether {@code /var/log/wtmp} has a shutdown, from its newest records. A record has 384 bytes where times have 32 bits in it, as on
 * amd64 and armhf, and 400 on arm64. Systems that keep no such file any more, such as Debian 13, have an old one at most. Source: utmp(5).
 */
final class LoginRecords {
    /** What a wtmp says of the end of a boot. */
    enum Found {
        SHUTDOWN,
        /** It was kept, and has none. */
        NONE,
        /** It was not kept. */
        NOT_KEPT
    }

    private static final int NARROW = 384;
    private static final int WIDE = 400;
    private static final int RECORDS = 256;

    private static final int USER_AT = 44;
    private static final int USER_BYTES = 32;
    private static final int NARROW_TIME_AT = 340;
    private static final int WIDE_TIME_AT = 344;

    private static final int RUN_LEVEL = 1;
    private static final int BOOT_TIME = 2;
    private static final int LAST_TYPE = 9;
    /** The year 2100. */
    private static final long MOST_SECONDS = 4_102_444_800L;

    /** A shutdown is recorded after the last round, if not much. */
    private static final long BEFORE_END_MILLIS = 120_000;

    /** A clock without a battery begins a boot at the time of the last shutdown, or of the last hour. */
    private static final long OFF_MILLIS = 86_400_000;

    private LoginRecords() {}

    /** One record that matters. */
    record Entry(int type, String user, long millis) {}

    /**
     * @param wallLast when the boot was last seen, UTC epoch milliseconds by the same clock
     * @param upMillis for how long it had been up then
     */
    static Found read(Path file, long wallLast, long upMillis) {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (int bytes : List.of(NARROW, WIDE)) {
                long size = channel.size() / bytes * bytes;
                long from = Math.max(0, size - (long) RECORDS * bytes);
                var content = ByteBuffer.allocate((int) (size - from));
                while (content.hasRemaining() && channel.read(content, from + content.position()) > 0) {
                    // until the end
                }
                List<Entry> entries = channel.size() % bytes == 0 ? parse(content.array(), bytes) : List.of();
                if (!entries.isEmpty()) {
                    return found(entries, wallLast, upMillis);
                }
            }
            return Found.NOT_KEPT;
        } catch (IOException e) {
            return Found.NOT_KEPT; // not there, or not ours to read
        }
    }

    private static Found found(List<Entry> entries, long wallLast, long upMillis) {
        boolean shutdown = entries.stream()
                .anyMatch(entry -> entry.type() == RUN_LEVEL
                        && entry.user().equals("shutdown")
                        && entry.millis() >= wallLast - BEFORE_END_MILLIS);
        if (shutdown) {
            return Found.SHUTDOWN;
        }
        boolean kept = entries.stream()
                .anyMatch(entry -> entry.type() == BOOT_TIME && entry.millis() >= wallLast - upMillis - OFF_MILLIS);
        return kept ? Found.NONE : Found.NOT_KEPT;
    }

    /** All records, or none if they are not of this size. */
    static List<Entry> parse(byte[] content, int bytes) {
        var records = ByteBuffer.wrap(content).order(ByteOrder.nativeOrder());
        var entries = new ArrayList<Entry>();
        for (int at = 0; at + bytes <= content.length; at += bytes) {
            int type = records.getShort(at);
            long seconds = bytes == WIDE
                    ? records.getLong(at + WIDE_TIME_AT)
                    : records.getInt(at + NARROW_TIME_AT) & 0xffff_ffffL;
            OptionalInt length = textLength(content, at + USER_AT);
            if (type < 0 || type > LAST_TYPE || seconds < 0 || seconds > MOST_SECONDS || length.isEmpty()) {
                return List.of();
            }
            String user = new String(content, at + USER_AT, length.getAsInt(), StandardCharsets.ISO_8859_1);
            entries.add(new Entry(type, user, seconds * 1000));
        }
        return entries;
    }

    /** Text ends with a zero byte if it is shorter than its field. */
    private static OptionalInt textLength(byte[] content, int from) {
        int length = 0;
        while (length < USER_BYTES && content[from + length] != 0) {
            if (content[from + length] < ' ') {
                return OptionalInt.empty();
            }
            length++;
        }
        return OptionalInt.of(length);
    }
}
