package skerry.agent.collect.logs.lines;

/** Reads JSON where it lies, without building anything. Source: RFC 8259. */
final class JsonText {
    /** As a place: the text is not JSON, or was cut. */
    static final int BROKEN = -1;

    private static final int MAX_DEPTH = 32;

    private JsonText() {}

    static boolean is(byte[] b, int from, int to, byte[] word) {
        return to - from == word.length && Ascii.startsWith(b, from, to, word);
    }

    static int afterSpace(byte[] b, int from, int to) {
        int i = from;
        while (i < to && (b[i] == ' ' || b[i] == '\t' || b[i] == '\r')) {
            i++;
        }
        return i;
    }

    /** The closing quote of a string whose text begins at {@code from}. */
    static int stringEnd(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] == '"') {
                return i;
            }
            if (b[i] == '\\') {
                i++;
            }
        }
        return BROKEN;
    }

    /** The byte after a number, literal, array or object. */
    static int valueEnd(byte[] b, int from, int to) {
        int depth = 0;
        for (int i = from; i < to; i++) {
            switch (b[i]) {
                case '{', '[' -> {
                    if (++depth > MAX_DEPTH) {
                        return BROKEN;
                    }
                }
                case '}', ']' -> {
                    if (depth == 0) {
                        return i;
                    }
                    depth--;
                }
                case ',' -> {
                    if (depth == 0) {
                        return i;
                    }
                }
                case '"' -> {
                    i = stringEnd(b, i + 1, to);
                    if (i == BROKEN) {
                        return BROKEN;
                    }
                }
                default -> {
                    // part of the value
                }
            }
        }
        return BROKEN;
    }

    /** Replaces JSON escapes in the range by what they stand for, and gives its new end. */
    static int unescape(byte[] b, int from, int to) {
        int in = Ascii.indexOf(b, from, to, '\\');
        if (in < 0) {
            return to;
        }
        int out = in;
        while (in < to) {
            byte c = b[in++];
            if (c != '\\' || in == to) {
                b[out++] = c;
                continue;
            }
            byte escape = b[in++];
            switch (escape) {
                case 'n' -> b[out++] = '\n';
                case 't' -> b[out++] = '\t';
                case 'r' -> b[out++] = '\r';
                case 'b' -> b[out++] = '\b';
                case 'f' -> b[out++] = '\f';
                case 'u' -> {
                    int unit = hex(b, in, to);
                    if (unit < 0) {
                        b[out++] = '\\';
                        b[out++] = 'u';
                        break;
                    }
                    in += 4;
                    int point = unit;
                    if (Character.isHighSurrogate((char) unit) && in + 6 <= to && b[in] == '\\' && b[in + 1] == 'u') {
                        int low = hex(b, in + 2, to);
                        if (low >= 0 && Character.isLowSurrogate((char) low)) {
                            point = Character.toCodePoint((char) unit, (char) low);
                            in += 6;
                        }
                    }
                    out = utf8(b, out, point);
                }
                default -> b[out++] = escape;
            }
        }
        return out;
    }

    private static int hex(byte[] b, int from, int to) {
        if (from + 4 > to) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = Character.digit((char) b[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = (value << 4) | digit;
        }
        return value;
    }

    /** Writes a code point as UTF-8 and gives the new end; half a surrogate pair becomes U+FFFD. */
    private static int utf8(byte[] b, int at, int point) {
        int c = point >= 0xD800 && point <= 0xDFFF ? 0xFFFD : point;
        int out = at;
        if (c < 0x80) {
            b[out++] = (byte) c;
        } else if (c < 0x800) {
            b[out++] = (byte) (0xC0 | (c >> 6));
            b[out++] = (byte) (0x80 | (c & 0x3F));
        } else if (c < 0x10000) {
            b[out++] = (byte) (0xE0 | (c >> 12));
            b[out++] = (byte) (0x80 | ((c >> 6) & 0x3F));
            b[out++] = (byte) (0x80 | (c & 0x3F));
        } else {
            b[out++] = (byte) (0xF0 | (c >> 18));
            b[out++] = (byte) (0x80 | ((c >> 12) & 0x3F));
            b[out++] = (byte) (0x80 | ((c >> 6) & 0x3F));
            b[out++] = (byte) (0x80 | (c & 0x3F));
        }
        return out;
    }
}
