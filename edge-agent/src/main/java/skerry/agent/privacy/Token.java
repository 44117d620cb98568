package skerry.agent.privacy;

import java.util.Locale;

/** How a pseudonym is written: {@code <}kind{@code :}ten characters of base32{@code >}. */
public final class Token {
    /** Characters of base32, of 5 bits each. */
    static final int LENGTH = 10;

    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LONGEST_KIND = 31;

    private Token() {}

    /** The first bits of a digest. */
    static String of(byte[] digest) {
        char[] token = new char[LENGTH];
        int held = 0;
        int bits = 0;
        int next = 0;
        for (int i = 0; i < LENGTH; i++) {
            if (bits < 5) {
                held = held << 8 | (digest[next++] & 0xFF);
                bits += 8;
            }
            bits -= 5;
            token[i] = BASE32.charAt(held >>> bits & 31);
        }
        return new String(token);
    }

    /**
     * The token of a text as people paste it: with or without its kind and the signs around both.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static String parse(String text) {
        String plain = text.strip();
        boolean enclosed = plain.startsWith("<") && plain.endsWith(">");
        String inner = enclosed ? plain.substring(1, plain.length() - 1) : plain;
        String token = inner.substring(inner.indexOf(':') + 1).toLowerCase(Locale.ROOT);
        for (int i = 0; i < token.length(); i++) {
            if (!character(token.charAt(i))) {
                throw notOne(text);
            }
        }
        if (token.length() != LENGTH) {
            throw notOne(text);
        }
        return token;
    }

    private static IllegalArgumentException notOne(String text) {
        return new IllegalArgumentException("a token has " + LENGTH + " letters and digits from 2 to 7, as in"
                + " <email:k3f7a2c4hd>, and this is none: '" + text + "'");
    }

    static boolean character(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '2' && c <= '7');
    }

    /** A text with {@code <email>} for {@code <email:k3f7a2c4hd>}, as every site has it; the same object if there is none. */
    public static String withoutTokens(String text) {
        int open = text.indexOf('<');
        if (open < 0) {
            return text;
        }
        StringBuilder result = null;
        int from = 0;
        while (open >= 0) {
            int colon = colon(text, open + 1);
            if (colon > 0 && isClosed(text, colon + 1)) {
                result = result == null ? new StringBuilder(text.length()) : result;
                result.append(text, from, colon);
                from = colon + 1 + LENGTH;
                open = from;
            }
            open = text.indexOf('<', open + 1);
        }
        return result == null ? text : result.append(text, from, text.length()).toString();
    }

    /** Where a kind that starts here ends with a colon, or -1. */
    private static int colon(String text, int start) {
        int i = start;
        int most = Math.min(text.length(), start + LONGEST_KIND);
        while (i < most && CharClass.is(text.charAt(i), CharClass.LOWER | CharClass.DIGIT | CharClass.DASH)) {
            i++;
        }
        return i > start && i < text.length() && text.charAt(i) == ':' ? i : -1;
    }

    /** Whether a token stands here, and the end of its mask. */
    private static boolean isClosed(String text, int start) {
        int end = start + LENGTH;
        if (end >= text.length() || text.charAt(end) != '>') {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (!character(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
