package skerry.agent.ring;

import java.nio.charset.StandardCharsets;

/** Reads what {@link ByteColumn} wrote, and trusts none of it: every length is checked before it is used. */
final class ByteCursor {
    private final byte[] bytes;
    private final int end;
    private int at;

    /** Reads {@code length} bytes from {@code from}. */
    ByteCursor(byte[] bytes, int from, int length) {
        this.bytes = bytes;
        this.at = from;
        this.end = from + length;
    }

    /** What it reads from; {@link #position} and {@link #skip} are places in it. */
    byte[] array() {
        return bytes;
    }

    int position() {
        return at;
    }

    int left() {
        return end - at;
    }

    int next() throws DamagedException {
        if (at >= end) {
            throw new DamagedException("the bytes end too early");
        }
        return bytes[at++] & 0xff;
    }

    long varint() throws DamagedException {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int part = next();
            value |= (long) (part & 0x7f) << shift;
            if (part < 0x80) {
                return value;
            }
        }
        throw new DamagedException("a number is longer than ten bytes");
    }

    long zigzag() throws DamagedException {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    long fixed64() throws DamagedException {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | next();
        }
        return value;
    }

    /** A number from 0 to {@code max}. */
    int count(int max) throws DamagedException {
        long value = varint();
        if (value < 0 || value > max) {
            throw new DamagedException("a count of " + value + " is not within 0 to " + max);
        }
        return (int) value;
    }

    /** Skips {@code length} bytes and says where they begin. */
    int skip(int length) throws DamagedException {
        if (length < 0 || length > left()) {
            throw new DamagedException("a part of " + length + " bytes is longer than what is left");
        }
        int start = at;
        at += length;
        return start;
    }

    String text() throws DamagedException {
        int length = count(left());
        return new String(bytes, skip(length), length, StandardCharsets.UTF_8);
    }
}
