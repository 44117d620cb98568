package skerry.protocol.payload;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.Texts;

/** Reads a column in place, never past its end. Not thread-safe. */
public final class ColumnReader {
    public static final ColumnReader EMPTY = new ColumnReader(ByteBuffer.allocate(0));

    private final byte[] bytes;
    private final int end;
    private int position;

    public ColumnReader(ByteBuffer slice) {
        bytes = slice.array();
        position = slice.arrayOffset() + slice.position();
        end = slice.arrayOffset() + slice.limit();
    }

    public int remaining() {
        return end - position;
    }

    public long varint() throws ProtocolException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = octet();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw malformed("a number is longer than 64 bits");
    }

    /** A number from {@code min} to {@code max}. */
    public int varint(int min, int max) throws ProtocolException {
        long value = varint();
        if (value < min || value > max) {
            throw new ProtocolException(
                    Reason.SIZE,
                    "In a payload's column there is " + value + " where " + min + " to " + max + " is allowed.");
        }
        return (int) value;
    }

    public long zigzag() throws ProtocolException {
        long value = varint();
        return value >>> 1 ^ -(value & 1);
    }

    public int octet() throws ProtocolException {
        if (position >= end) {
            throw malformed("the end comes before the last number");
        }
        return bytes[position++] & 0xff;
    }

    public long fixed() throws ProtocolException {
        if (remaining() < Long.BYTES) {
            throw malformed("the end comes before the last number");
        }
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 8) {
            value |= (bytes[position++] & 0xffL) << shift;
        }
        return value;
    }

    /** Copies the next bytes into the end of {@code target}, from {@code at} on. */
    void bytes(byte[] target, int at) throws ProtocolException {
        int length = target.length - at;
        if (length > remaining()) {
            throw malformed("the end comes before the last text");
        }
        System.arraycopy(bytes, position, target, at, length);
        position += length;
    }

    public String text(int length) throws ProtocolException {
        if (length < 0 || length > remaining()) {
            throw malformed("the end comes before the last text");
        }
        position += length;
        return utf8(bytes, position - length, length);
    }

    static String utf8(byte[] bytes, int from, int length) throws ProtocolException {
        try {
            return Texts.ofUtf8(bytes, from, length);
        } catch (CharacterCodingException e) {
            throw new ProtocolException(Reason.SCHEMA, "In a payload's column a text is not UTF-8.", e);
        }
    }

    static ProtocolException malformed(String what) {
        return new ProtocolException(Reason.SCHEMA, "In a payload's column " + what + ".");
    }
}
