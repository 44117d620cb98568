package skerry.agent.privacy;

/** The sets of characters that the rules are made of. ASCII, but for letters of other alphabets, which count as letters. */
final class CharClass {
    static final int DIGIT = 1;
    static final int HEX = 1 << 1;
    static final int LETTER = 1 << 2;
    static final int UPPER = 1 << 3;
    static final int LOWER = 1 << 4;
    /** White space and other control characters, but not the 0 that marks the end. */
    static final int SPACE = 1 << 5;

    static final int QUOTE = 1 << 6;
    /** {@code -} and {@code _}, which with letters and digits make up base64url and most tokens. */
    static final int DASH = 1 << 7;
    /** {@code + / =}, which with letters and digits make up base64. */
    static final int BASE64_SIGN = 1 << 8;

    static final int DOT = 1 << 9;
    /** The signs that may stand in the first part of a mail address, but for dot, dash and plus. */
    static final int MAIL_SIGN = 1 << 10;

    static final int PLUS = 1 << 11;
    static final int UNDERSCORE = 1 << 12;
    /** Letters outside ASCII, but for ideographs, which are written without spaces. */
    static final int FOREIGN = 1 << 13;

    static final int SLASH = 1 << 14;
    static final int TILDE = 1 << 15;

    static final int ALNUM = LETTER | DIGIT;
    static final int WORD = ALNUM | UNDERSCORE;
    static final int TOKEN = ALNUM | DASH;
    static final int BASE64 = ALNUM | BASE64_SIGN;

    private static final int[] OF = new int[128];

    static {
        for (char c = 0; c < OF.length; c++) {
            int set = 0;
            if (c >= '0' && c <= '9') {
                set |= DIGIT | HEX;
            }
            if (c >= 'a' && c <= 'z') {
                set |= LETTER | LOWER;
            }
            if (c >= 'A' && c <= 'Z') {
                set |= LETTER | UPPER;
            }
            if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')) {
                set |= HEX;
            }
            if ((c > 0 && c <= ' ') || c == 127) {
                set |= SPACE;
            }
            if (c == '"' || c == '\'' || c == '`') {
                set |= QUOTE;
            }
            if (c == '-' || c == '_') {
                set |= DASH;
            }
            if (c == '_') {
                set |= UNDERSCORE;
            }
            if (c == '+' || c == '/' || c == '=') {
                set |= BASE64_SIGN;
            }
            if (c == '+') {
                set |= PLUS;
            }
            if (c == '~') {
                set |= TILDE;
            }
            if (c == '/') {
                set |= SLASH;
            }
            if (c == '.') {
                set |= DOT;
            }
            if ("%!#$&*~^|".indexOf(c) >= 0) {
                set |= MAIL_SIGN;
            }
            OF[c] = set;
        }
    }

    private CharClass() {}

    static boolean is(char c, int set) {
        return c < 128 ? (OF[c] & set) != 0 : (set & FOREIGN) != 0 && foreign(c);
    }

    static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    /** A letter or digit of any alphabet, or an underscore: what a word is made of. */
    static boolean word(char c) {
        return is(c, WORD | FOREIGN);
    }

    static char fold(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }

    private static boolean foreign(char c) {
        return Character.isLetter(c) && !Character.isIdeographic(c);
    }
}
