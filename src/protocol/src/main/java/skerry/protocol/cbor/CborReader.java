package skerry.protocol.cbor;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.Texts;

/**
 * Reads deterministic CBOR from a slice of an array, strictly. Each method reads the next item and throws if it is of
 * another type, beyond the bound given, or cut off. {@code subject} is what the bytes are, for messages: "the batch header".
 * Not thread-safe.
 */
public final class CborReader {
    private static final int MAX_TUPLE = 64;

    private final String subject;
    private final byte[] bytes;
    private final int end;
    private int position;

    public CborReader(String subject, byte[] bytes) {
        this(subject, bytes, 0, bytes.length);
    }

    /** Reads from {@code from} and never past {@code to}. */
    public CborReader(String subject, byte[] bytes, int from, int to) {
        if (from < 0 || to < from || to > bytes.length) {
            throw new IndexOutOfBoundsException("a slice from " + from + " to " + to + " of " + bytes.length);
        }
        this.subject = subject;
        this.bytes = bytes;
        this.position = from;
        this.end = to;
    }

    /** What reads one message; see {@link #message}. */
    @FunctionalInterface
    public interface Body<T> {
        T read(CborReader reader) throws ProtocolException;
    }

    /**
     * Reads one message that fills {@code bytes} from {@code from} to {@code to}.
     *
     * @throws ProtocolException also if a record refuses its components, or if something follows the message
     */
    public static <T> T message(String subject, byte[] bytes, int from, int to, Body<T> body) throws ProtocolException {
        var reader = new CborReader(subject, bytes, from, to);
        try {
            T message = body.read(reader);
            reader.end();
            return message;
        } catch (IllegalArgumentException e) {
            throw ProtocolException.outOfRange(subject, e);
        }
    }

    /** Reads the entries of a map of which unknown ones are skipped. */
    public CborFields fields() throws ProtocolException {
        return new CborFields(this, length(5, 2, Integer.MAX_VALUE));
    }

    /** The number of items in the array that starts here: at most {@code max}, and at most what the bytes left can hold. */
    public int array(int max) throws ProtocolException {
        return length(4, 1, max);
    }

    /**
     * The start of an array that is read like a record: {@code items} of them are read by the caller.
     *
     * @return how many more follow, added by a later version, to be {@link #skip}ped after those
     */
    public int tuple(int items) throws ProtocolException {
        int found = array(MAX_TUPLE);
        if (found < items) {
            throw malformed("an entry of " + found + " values where " + items + " are expected");
        }
        return found - items;
    }

    /** Passes over {@code items} items of any kind. */
    public void skip(int items) throws ProtocolException {
        for (int i = 0; i < items; i++) {
            skip();
        }
    }

    /** A number from 0 to 2^64 - 1, as 64 bits. */
    public long unsigned() throws ProtocolException {
        return head(0);
    }

    /** A number from 0 to 2^63 - 1. */
    public long natural() throws ProtocolException {
        long value = head(0);
        if (value < 0) {
            throw size("a number above 2^63");
        }
        return value;
    }

    /** A number from 0 to {@code max}. */
    public long naturalUpTo(long max) throws ProtocolException {
        long value = natural();
        if (value > max) {
            throw size("the number " + value + " where at most " + max + " is allowed");
        }
        return value;
    }

    /** A number from {@code min} to {@code max}, neither negative. */
    public int natural(int min, int max) throws ProtocolException {
        long value = natural();
        if (value < min || value > max) {
            throw size("the number " + value + " where " + min + " to " + max + " is allowed");
        }
        return (int) value;
    }

    public long integer() throws ProtocolException {
        boolean negative = major() == 1;
        long value = head(negative ? 1 : 0);
        if (value < 0) {
            throw size("a number beyond 64 bits");
        }
        return negative ? ~value : value;
    }

    public boolean bool() throws ProtocolException {
        int first = next();
        if (first != 0xf4 && first != 0xf5) {
            throw malformed("no truth value where one is expected");
        }
        return first == 0xf5;
    }

    /** A half, single or double precision number. */
    public double real() throws ProtocolException {
        int first = next();
        return switch (first) {
            case 0xf9 -> Float.float16ToFloat((short) bigEndian(2));
            case 0xfa -> Float.intBitsToFloat((int) bigEndian(4));
            case 0xfb -> Double.longBitsToDouble(bigEndian(8));
            default -> throw malformed("no real number where one is expected");
        };
    }

    /** A copy of a byte string of at most {@code max} bytes. */
    public byte[] bytes(int max) throws ProtocolException {
        int length = length(2, 1, max);
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    /** A copy of a byte string of exactly {@code length} bytes. */
    public byte[] exactBytes(int length) throws ProtocolException {
        byte[] found = bytes(length);
        if (found.length != length) {
            throw malformed(found.length + " bytes where " + length + " are expected");
        }
        return found;
    }

    /** A byte string read in place: the slice of the array that it fills. */
    public ByteBuffer slice(int max) throws ProtocolException {
        int length = length(2, 1, max);
        position += length;
        return ByteBuffer.wrap(bytes, position - length, length);
    }

    /** A text of at most {@code maxBytes} bytes of UTF-8. */
    public String text(int maxBytes) throws ProtocolException {
        int length = length(3, 1, maxBytes);
        position += length;
        try {
            return Texts.ofUtf8(bytes, position - length, length);
        } catch (CharacterCodingException e) {
            throw new ProtocolException(Reason.SCHEMA, "In " + subject + " a text is not UTF-8.", e);
        }
    }

    /** Passes over one item of any kind, such as a field that a later version added. */
    public void skip() throws ProtocolException {
        skipNested(Limits.MAX_DEPTH);
    }

    /** Where the next item starts, as an index into the array. */
    public int position() {
        return position;
    }

    /** @throws ProtocolException if anything is left */
    public void end() throws ProtocolException {
        if (position != end) {
            throw malformed((end - position) + " bytes more than expected");
        }
    }

    ProtocolException malformed(String what) {
        return new ProtocolException(Reason.SCHEMA, "In " + subject + " there is " + what + ".");
    }

    ProtocolException size(String what) {
        return new ProtocolException(Reason.SIZE, "In " + subject + " there is " + what + ".");
    }

    private void skipNested(int depth) throws ProtocolException {
        if (depth == 0) {
            throw size("nesting deeper than " + Limits.MAX_DEPTH);
        }
        switch (major()) {
            case 0, 1 -> head(major());
            case 2, 3 -> {
                int length = length(major(), 1, Integer.MAX_VALUE);
                position += length;
            }
            case 4 -> {
                for (int left = length(4, 1, Integer.MAX_VALUE); left > 0; left--) {
                    skipNested(depth - 1);
                }
            }
            case 5 -> {
                for (int left = 2 * length(5, 2, Integer.MAX_VALUE / 2); left > 0; left--) {
                    skipNested(depth - 1);
                }
            }
            case 6 -> {
                head(6);
                skipNested(depth - 1);
            }
            default -> skipSimple();
        }
    }

    private void skipSimple() throws ProtocolException {
        int low = next() & 0x1f;
        switch (low) {
            case 24 -> bigEndian(1);
            case 25 -> bigEndian(2);
            case 26 -> bigEndian(4);
            case 27 -> bigEndian(8);
            case 28, 29, 30, 31 -> throw malformed("an item of unknown or indefinite length");
            default -> {
                // The value is in the head itself.
            }
        }
    }

    private int length(int major, int bytesPerItem, int max) throws ProtocolException {
        long length = head(major);
        if (length < 0 || length > (end - position) / bytesPerItem) {
            throw size("a length beyond the end");
        }
        if (length > max) {
            throw size("a length of " + length + " where at most " + max + " is allowed");
        }
        return (int) length;
    }

    private int major() throws ProtocolException {
        if (position >= end) {
            throw malformed("an end before the expected one");
        }
        return (bytes[position] & 0xff) >>> 5;
    }

    private long head(int major) throws ProtocolException {
        int first = next();
        if (first >>> 5 != major) {
            throw malformed("an item of type " + (first >>> 5) + " where type " + major + " is expected");
        }
        int low = first & 0x1f;
        if (low < 24) {
            return low;
        }
        long value = switch (low) {
            case 24 -> bigEndian(1);
            case 25 -> bigEndian(2);
            case 26 -> bigEndian(4);
            case 27 -> bigEndian(8);
            default -> throw malformed("an item of unknown or indefinite length");
        };
        long leastOfThisWidth = low == 24 ? 24 : 1L << (8 << (low - 25));
        if (Long.compareUnsigned(value, leastOfThisWidth) < 0) {
            throw malformed("a number that is not in its shortest form");
        }
        return value;
    }

    private long bigEndian(int length) throws ProtocolException {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | next();
        }
        return value;
    }

    private int next() throws ProtocolException {
        if (position >= end) {
            throw malformed("an end before the expected one");
        }
        return bytes[position++] & 0xff;
    }
}
