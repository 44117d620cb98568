package skerry.agent.collect.scrape;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes the lines of metrics text one by one, so that little more than a line of it is in memory. A line's length is checked
 * before it is kept, and the text's as it is read.
 */
final class TextLines {
    private static final int CHUNK = 16 << 10;

    private final InputStream in;
    private final ScrapeLimits limits;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private byte[] bytes = new byte[CHUNK];
    private int from;
    private int to;
    private int next;
    private int filled;
    private long taken;
    private int moves;
    private int number;
    private boolean ended = true;

    TextLines(byte[] text, ScrapeLimits limits) {
        this(new ByteArrayInputStream(text), limits);
    }

    TextLines(InputStream in, ScrapeLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    /**
     * The next line without its line feed, or null after the last.
     *
     * @throws TextFormatException if it is too long or not UTF-8, or the text is longer than its limit
     * @throws IOException if the text cannot be read
     */
    @Nullable
    TextLine next() throws IOException {
        return advance() ? line() : null;
    }

    /**
     * Goes to the next line.
     *
     * @return false after the last
     * @throws TextFormatException if it is too long, or the text longer than its limit
     * @throws IOException if the text cannot be read
     */
    boolean advance() throws IOException {
        from = next;
        ended = false;
        if (from == filled && !fill()) {
            return false;
        }
        number++;
        int end = from;
        while (true) {
            end = lineFeed(end);
            if (end - from > limits.maxLineBytes()) {
                throw new TextFormatException(number, "this line is longer than " + limits.maxLineBytes() + " bytes");
            }
            ended = end < filled;
            int length = end - from;
            if (ended || !fill()) {
                to = from + length;
                next = ended ? end + 1 : to;
                return true;
            }
            end = from + length;
        }
    }

    private int lineFeed(int start) {
        byte[] text = bytes;
        int end = filled;
        int at = start;
        while (at < end && text[at] != '\n') {
            at++;
        }
        return at;
    }

    /** Where the bytes of the line are, from {@link #from()} to {@link #to()}, until the next is taken. */
    byte[] bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /** @throws TextFormatException if the line is not UTF-8 */
    TextLine line() throws TextFormatException {
        try {
            // Not new String, which would hide what is not UTF-8.
            return new TextLine(
                    utf8.decode(ByteBuffer.wrap(bytes, from, to - from)).toString(), number);
        } catch (CharacterCodingException _) {
            throw new TextFormatException(number, "this is not UTF-8");
        }
    }

    /** The number of the line taken last, from 1. */
    int number() {
        return number;
    }

    /** Whether the line taken last had a line feed. */
    boolean ended() {
        return ended;
    }

    /** Changes when lines taken before are no more where they were. */
    int moves() {
        return moves;
    }

    /** Reads more behind the line begun, which may move. */
    private boolean fill() throws IOException {
        if (from > 0) {
            moves++;
            System.arraycopy(bytes, from, bytes, 0, filled - from);
            filled -= from;
            from = 0;
        } else if (filled == bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        int more = Math.max(0, in.read(bytes, filled, bytes.length - filled));
        filled += more;
        taken += more;
        if (taken > limits.maxBytes()) {
            throw new TextFormatException(
                    Math.max(1, number), "the text is longer than " + limits.maxBytes() + " bytes", true);
        }
        return more > 0;
    }
}
