package skerry.protocol.cbor;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes deterministic CBOR into a growing buffer. Maps take the caller's promise of ascending keys. Not thread-safe. */
public final class CborWriter {
    private byte[] buffer;
    private int size;

    public CborWriter() {
        this(256);
    }

    public CborWriter(int expectedBytes) {
        buffer = new byte[expectedBytes];
    }

    /** The head of a map; its {@code entries} keys and values follow, keys ascending. */
    public CborWriter map(int entries) {
        return head(5, entries);
    }

    /** The head of an array; its {@code items} follow. */
    public CborWriter array(int items) {
        return head(4, items);
    }

    /** The key of a map's next entry. */
    public CborWriter key(int key) {
        return head(0, key);
    }

    /** All 64 bits as a number from 0 to 2^64 - 1: random ids as well as counts. */
    public CborWriter unsigned(long value) {
        return head(0, value);
    }

    public CborWriter integer(long value) {
        return value >= 0 ? head(0, value) : head(1, ~value);
    }

    public CborWriter text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        head(3, utf8.length);
        return raw(utf8, utf8.length);
    }

    public CborWriter bytes(byte[] bytes) {
        return bytes(bytes, bytes.length);
    }

    /** The first {@code length} of {@code bytes} as a byte string. */
    public CborWriter bytes(byte[] bytes, int length) {
        head(2, length);
        return raw(bytes, length);
    }

    public CborWriter bool(boolean value) {
        ensure(1);
        buffer[size++] = (byte) (value ? 0xf5 : 0xf4);
        return this;
    }

    /** The shortest of half, single and double precision that keeps the value; any NaN becomes the one half-precision NaN. */
    public CborWriter real(double value) {
        float single = (float) value;
        if (Double.isNaN(value)) {
            return bigEndian(0xf9, 0x7e00, 2);
        }
        if (Double.doubleToRawLongBits(single) != Double.doubleToRawLongBits(value)) {
            return bigEndian(0xfb, Double.doubleToRawLongBits(value), 8);
        }
        short half = Float.floatToFloat16(single);
        return Float.float16ToFloat(half) == single
                ? bigEndian(0xf9, half, 2)
                : bigEndian(0xfa, Float.floatToRawIntBits(single), 4);
    }

    public int size() {
        return size;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, size);
    }

    private CborWriter head(int major, long argument) {
        int type = major << 5;
        if (Long.compareUnsigned(argument, 24) < 0) {
            ensure(1);
            buffer[size++] = (byte) (type | (int) argument);
            return this;
        }
        if (Long.compareUnsigned(argument, 0xff) <= 0) {
            return bigEndian(type | 24, argument, 1);
        }
        if (Long.compareUnsigned(argument, 0xffff) <= 0) {
            return bigEndian(type | 25, argument, 2);
        }
        if (Long.compareUnsigned(argument, 0xffff_ffffL) <= 0) {
            return bigEndian(type | 26, argument, 4);
        }
        return bigEndian(type | 27, argument, 8);
    }

    private CborWriter bigEndian(int first, long value, int length) {
        ensure(1 + length);
        buffer[size++] = (byte) first;
        for (int shift = 8 * (length - 1); shift >= 0; shift -= 8) {
            buffer[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    private CborWriter raw(byte[] bytes, int length) {
        ensure(length);
        System.arraycopy(bytes, 0, buffer, size, length);
        size += length;
        return this;
    }

    private void ensure(int more) {
        if (size + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(size + more, buffer.length * 2));
        }
    }
}
