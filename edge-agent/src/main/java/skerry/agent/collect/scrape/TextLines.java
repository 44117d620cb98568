package skerry.agent.collect.scrape;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Takes the lines of metrics text one by one. A line's length is checked before it is decoded. */
final class TextLines {
    private final byte[] text;
    private final ScrapeLimits limits;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private int at;
    private int number;
    private boolean ended = true;

    /** @throws TextFormatException if the text is longer than its limit */
    TextLines(byte[] text, ScrapeLimits limits) throws TextFormatException {
        if (text.length > limits.maxBytes()) {
            throw new TextFormatException(1, "the text is longer than " + limits.maxBytes() + " bytes");
        }
        this.text = text;
        this.limits = limits;
    }

    /**
     * The next line without its line feed, or null after the last.
     *
     * @throws TextFormatException if it is too long or not UTF-8
     */
    @Nullable
    TextLine next() throws TextFormatException {
        if (at == text.length) {
            return null;
        }
        number++;
        int end = at;
        while (end < text.length && text[end] != '\n') {
            end++;
        }
        if (end - at > limits.maxLineBytes()) {
            throw new TextFormatException(number, "this line is longer than " + limits.maxLineBytes() + " bytes");
        }
        ended = end < text.length;
        try {
            // Not new String, which would hide what is not UTF-8.
            String line = utf8.decode(ByteBuffer.wrap(text, at, end - at)).toString();
            at = ended ? end + 1 : end;
            return new TextLine(line, number);
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
}
