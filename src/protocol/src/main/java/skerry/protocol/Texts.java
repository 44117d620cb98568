package skerry.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** How long texts are on the wire, and how one that is too long for its place is shortened. */
public final class Texts {
    private static final String MARK = "…";

    private Texts() {}

    /** The length of {@code text} in UTF-8; a lone surrogate counts as the one byte it becomes. */
    public static int utf8Length(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                length++;
            } else if (c < 0x800) {
                length += 2;
            } else if (!Character.isSurrogate(c)) {
                length += 3;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                length += 4;
                i++;
            } else {
                length++;
            }
        }
        return length;
    }

    /**
     * Reads UTF-8 strictly.
     *
     * @throws CharacterCodingException if these bytes are none
     */
    public static String ofUtf8(byte[] bytes, int from, int length) throws CharacterCodingException {
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        // What is malformed was replaced by this character; only then is it worth to look closer.
        return text.indexOf('\uFFFD') < 0
                ? text
                : StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes, from, length))
                        .toString();
    }

    /** The text if it has at most {@code maxBytes} in UTF-8, or else its beginning with a mark that something is gone. */
    public static String cut(String text, int maxBytes) {
        if (text.length() * 3L <= maxBytes || utf8Length(text) <= maxBytes) {
            return text;
        }
        int room = maxBytes - MARK.getBytes(StandardCharsets.UTF_8).length;
        int end = 0;
        for (int bytes = 0; end < text.length(); ) {
            int next = text.offsetByCodePoints(end, 1);
            bytes += utf8Length(text.substring(end, next));
            if (bytes > room) {
                break;
            }
            end = next;
        }
        return text.substring(0, end) + MARK;
    }
}
