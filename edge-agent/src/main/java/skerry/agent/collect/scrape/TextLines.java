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
 * Takes the lines of metrics text one by one, so that no more than a line of it is in memory. A line's length is checked before
 * it is kept, and the text's as it is read.
 */
final class TextLines {
    private static final int CHUNK = 8 << 10;
    private static final int USUAL_LINE = 256;

    private final InputStream in;
    private final ScrapeLimits limits;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private final byte[] chunk = new byte[CHUNK];
    private int chunkAt;
    private int chunkEnd;
    private long taken;
    private byte[] line = new byte[USUAL_LINE];
    private int length;
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
        length = 0;
        ended = false;
        if (chunkAt == chunkEnd && !fill()) {
            return null;
        }
        number++;
        while (!ended && (chunkAt < chunkEnd || fill())) {
            takeFromChunk();
        }
        try {
            // Not new String, which would hide what is not UTF-8.
            return new TextLine(utf8.decode(ByteBuffer.wrap(line, 0, length)).toString(), number);
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

    private void takeFromChunk() throws TextFormatException {
        int end = chunkAt;
        while (end < chunkEnd && chunk[end] != '\n') {
            end++;
        }
        int more = end - chunkAt;
        if (length + more > limits.maxLineBytes()) {
            throw new TextFormatException(number, "this line is longer than " + limits.maxLineBytes() + " bytes");
        }
        if (length + more > line.length) {
            line = Arrays.copyOf(line, Math.max(length + more, Math.min(limits.maxLineBytes(), line.length * 2)));
        }
        System.arraycopy(chunk, chunkAt, line, length, more);
        length += more;
        ended = end < chunkEnd;
        chunkAt = ended ? end + 1 : end;
    }

    private boolean fill() throws IOException {
        chunkAt = 0;
        chunkEnd = Math.max(0, in.read(chunk));
        taken += chunkEnd;
        if (taken > limits.maxBytes()) {
            throw new TextFormatException(
                    Math.max(1, number), "the text is longer than " + limits.maxBytes() + " bytes", true);
        }
        return chunkEnd > 0;
    }
}
