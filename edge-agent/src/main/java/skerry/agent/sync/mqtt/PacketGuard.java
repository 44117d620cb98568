package skerry.agent.sync.mqtt;

import java.io.IOException;

/**
 * Follows the bytes that come in and stops at a packet longer than was allowed in CONNECT: Paho allocates a packet
 * before it looks at its length. Source: MQTT 5, section 1.5.5 and 2.1.4. Used by one thread.
 */
final class PacketGuard {
    private static final int MOST_LENGTH_BYTES = 4;

    private final long most;
    private int lengthBytes = -1;
    private long remaining;

    PacketGuard(long mostBytes) {
        this.most = mostBytes;
    }

    /** @throws IOException if a packet among these bytes is too long */
    void passing(byte[] bytes, int from, int count) throws IOException {
        int at = from;
        int end = from + count;
        while (at < end) {
            if (lengthBytes < 0) {
                at++;
                lengthBytes = 0;
                remaining = 0;
            } else if (lengthBytes < MOST_LENGTH_BYTES) {
                lengthDigit(bytes[at++]);
            } else {
                long skipped = Math.min(remaining, end - at);
                remaining -= skipped;
                at += (int) skipped;
                if (remaining == 0) {
                    lengthBytes = -1;
                }
            }
        }
    }

    private void lengthDigit(byte digit) throws IOException {
        remaining |= (long) (digit & 0x7f) << (7 * lengthBytes);
        lengthBytes++;
        if (remaining > most) {
            throw new IOException("a packet of " + remaining + " bytes or more where " + most + " are allowed");
        }
        if ((digit & 0x80) == 0) {
            lengthBytes = remaining == 0 ? -1 : MOST_LENGTH_BYTES;
        }
    }
}
