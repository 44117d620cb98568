package skerry.protocol.identity;

import java.util.Arrays;
import java.util.Base64;
import skerry.protocol.Bytes;

/**
 * Bytes as text that survives copying: base64url without padding, ended by four bytes of SHA-256, so that a slip of the
 * mouse is noticed.
 */
final class CardText {
    private static final int CHECK = 4;

    private CardText() {}

    static String encode(Bytes content) {
        byte[] checked = Arrays.copyOf(content.toArray(), content.size() + CHECK);
        content.sha256().asBuffer().get(checked, content.size(), CHECK);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(checked);
    }

    /** @throws IllegalArgumentException if a character is missing or changed; the message ends a sentence on the card */
    static Bytes decode(String text, int size) {
        return decode(text, size, size);
    }

    /** As above, for content of {@code least} to {@code most} bytes. */
    static Bytes decode(String text, int least, int most) {
        byte[] checked;
        try {
            checked = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("it holds a character that does not belong there: copy it again", e);
        }
        int size = checked.length - CHECK;
        if (size < least || size > most) {
            throw new IllegalArgumentException("it is not complete: copy the whole line again");
        }
        Bytes content = Bytes.of(checked, 0, size);
        if (!content.sha256().first(CHECK).equals(Bytes.of(checked, size, size + CHECK))) {
            throw new IllegalArgumentException("a character of it changed on the way: copy it again");
        }
        return content;
    }
}
