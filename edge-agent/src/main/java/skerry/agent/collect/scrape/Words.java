package skerry.agent.collect.scrape;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Strings of the words that come again and again in a text, such as names of labels: one object for each as long as no other word
 * takes its place. Not thread-safe.
 */
final class Words {
    private static final int PLACES = 2048;
    private static final int LONGEST = 64;
    private static final int LOOKED_AT = 12;

    private final byte[] @Nullable [] bytes = new byte[PLACES][];
    private final @Nullable String[] words = new String[PLACES];

    /** @param text of ASCII between {@code from} and {@code to} */
    String word(byte[] text, int from, int to) {
        if (to - from > LONGEST) {
            return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
        }
        int place = place(text, from, to);
        byte[] known = bytes[place];
        String word = words[place];
        if (known == null || word == null || !Arrays.equals(known, 0, known.length, text, from, to)) {
            word = new String(text, from, to - from, StandardCharsets.ISO_8859_1);
            bytes[place] = Arrays.copyOfRange(text, from, to);
            words[place] = word;
        }
        return word;
    }

    /** Words differ at their ends more than anywhere else. */
    private static int place(byte[] text, int from, int to) {
        int hash = to - from;
        for (int at = Math.max(from, to - LOOKED_AT); at < to; at++) {
            hash = hash * 31 + text[at];
        }
        return (hash ^ (hash >>> 15)) & (PLACES - 1);
    }
}
