package skerry.protocol.payload;

import java.util.Arrays;
import skerry.protocol.cbor.CborWriter;

/** One column: numbers of one kind, one after the other, which becomes one byte string. Not thread-safe. */
public final class ColumnWriter {
    private byte[] buffer;
    private int size;

    public ColumnWriter(int expectedBytes) {
        buffer = new byte[Math.max(16, expectedBytes)];
    }

    /** All 64 bits as a number from 0: seven bits a byte, the lowest first, the eighth says that more follow. */
    public ColumnWriter varint(long value) {
        ensure(10);
        long left = value;
        while ((left & ~0x7fL) != 0) {
            buffer[size++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        buffer[size++] = (byte) left;
        return this;
    }

    /** A number of either sign, small ones short: 0, -1, 1, -2, 2… become 0, 1, 2, 3, 4…. */
    public ColumnWriter zigzag(long value) {
        return varint(value << 1 ^ value >> 63);
    }

    public ColumnWriter octet(int value) {
        ensure(1);
        buffer[size++] = (byte) value;
        return this;
    }

    /** Eight bytes, the lowest first. */
    public ColumnWriter fixed(long value) {
        ensure(Long.BYTES);
        for (int shift = 0; shift < Long.SIZE; shift += 8) {
            buffer[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    public ColumnWriter bytes(byte[] bytes, int from, int to) {
        ensure(to - from);
        System.arraycopy(bytes, from, buffer, size, to - from);
        size += to - from;
        return this;
    }

    public int size() {
        return size;
    }

    /** A copy of what was written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, size);
    }

    /** Puts the column into a chunk's map; an empty one is left out by the caller. */
    void writeTo(CborWriter out, int key) {
        out.key(key).bytes(buffer, size);
    }

    private void ensure(int more) {
        if (size + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(size + more, buffer.length * 2));
        }
    }
}
