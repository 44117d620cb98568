package skerry.agent.ring;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Tells a WAL that SQLite will read from one that it will ignore without a word, as if there had never been one. Source:
 * "WAL-Mode File Format", sqlite.org/walformat.html, sections 2 and 4.
 */
final class WalHeader {
    private static final int BYTES = 32;
    private static final int SUMMED = 24;
    private static final int MAGIC = 0x377f0682;

    private WalHeader() {}

    /** False if the file has content but no valid header; an empty or missing file is sound. */
    static boolean isSound(Path wal) throws IOException {
        if (!Files.exists(wal) || Files.size(wal) == 0) {
            return true;
        }
        ByteBuffer header = ByteBuffer.allocate(BYTES);
        try (var channel = FileChannel.open(wal, StandardOpenOption.READ)) {
            while (header.hasRemaining() && channel.read(header) > 0) {
                // Goes on until the header is whole or the file ends.
            }
        }
        if (header.hasRemaining() || (header.getInt(0) & ~1) != MAGIC) {
            return false;
        }
        header.order((header.getInt(0) & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int sum1 = 0;
        int sum2 = 0;
        for (int at = 0; at < SUMMED; at += 8) {
            sum1 += header.getInt(at) + sum2;
            sum2 += header.getInt(at + 4) + sum1;
        }
        header.order(ByteOrder.BIG_ENDIAN);
        return header.getInt(SUMMED) == sum1 && header.getInt(SUMMED + 4) == sum2;
    }
}
