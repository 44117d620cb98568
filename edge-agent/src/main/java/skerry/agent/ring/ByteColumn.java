package skerry.agent.ring;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow: one column of a block while it is written. Kept and cleared, so that it settles at its working size. */
final class ByteColumn {
    private byte[] bytes;
    private int size;

    ByteColumn(int capacity) {
        bytes = new byte[capacity];
    }

    int size() {
        return size;
    }

    /** The first {@link #size()} bytes count; valid until the next write. */
    byte[] array() {
        return bytes;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    void clear() {
        size = 0;
    }

    /**
     * Empties the column. Gives memory beyond {@code capacity} back, unless most of it was in use: as long as much comes, it
     * would be needed at once again.
     */
    void clearTo(int capacity) {
        boolean used = size > bytes.length / 2;
        size = 0;
        if (bytes.length > capacity && !used) {
            bytes = new byte[capacity];
        }
    }

    /** Gives memory beyond {@code capacity} back if most of it is not in use. */
    void trimTo(int capacity) {
        if (bytes.length > capacity && size < bytes.length / 4) {
            bytes = Arrays.copyOf(bytes, Math.max(size, capacity));
        }
    }

    void put(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    /** Seven bits a byte, the lowest first. */
    void varint(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** A varint in which numbers near zero are short, whatever their sign. */
    void zigzag(long value) {
        varint((value << 1) ^ (value >> 63));
    }

    /** Eight bytes, the highest first. */
    void fixed64(long value) {
        room(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    void bytes(byte[] source, int from, int length) {
        room(length);
        System.arraycopy(source, from, bytes, size, length);
        size += length;
    }

    void bytes(byte[] source) {
        bytes(source, 0, source.length);
    }

    /** Its length in bytes, then the text in UTF-8. */
    void text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        varint(utf8.length);
        bytes(utf8);
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length + (bytes.length >> 1)));
        }
    }
}
