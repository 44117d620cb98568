package skerry.agent.ring;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The checksum that rows carry, because SQLite does not notice a flipped bit inside a value. CRC-32C over the columns in
 * their order, each with its width.
 */
final class RowCrc {
    private final CRC32C crc = new CRC32C();
    private final byte[] eight = new byte[8];

    static long of(long... columns) {
        var crc = new RowCrc();
        for (long column : columns) {
            crc.add(column);
        }
        return crc.value();
    }

    RowCrc add(long column) {
        for (int i = 0; i < 8; i++) {
            eight[i] = (byte) (column >>> (8 * i));
        }
        crc.update(eight, 0, 8);
        return this;
    }

    RowCrc add(byte[] column) {
        add(column.length);
        crc.update(column, 0, column.length);
        return this;
    }

    RowCrc add(String column) {
        return add(column.getBytes(StandardCharsets.UTF_8));
    }

    long value() {
        return crc.getValue();
    }
}
