package skerry.agent.summary;

/**
 * Writes a message with its variable parts masked as {@code <*>}, by rules that look at nothing but the message: numbers,
 * identifiers, hexadecimal, paths, addresses, dates, truth values, and what redaction has masked already. So the same
 * message gives the same text on every agent, whatever came before it.
 *
 * <p>Of a message of several lines only the first lines that are not indented count: what failed, not where. Neighbouring
 * variables become one, so that lists of any length are the same. Reused from message to message; owned by one thread.
 */
final class Canonical {
    static final String VARIABLE = "<*>";

    private static final int LONGEST_INPUT = 4096;
    private static final int LONGEST = 640;
    private static final int LONGEST_VALUE = 256;
    private static final int LONGEST_KEY = 40;
    private static final int MOST_LINES = 3;

    private static final int BLANK = 1;
    /** Parts words. */
    private static final int SIGN = 2;
    /** Ends a word without being part of it. */
    private static final int ENDING = 4;
    /** Stands between the elements of a list of variables. */
    private static final int LISTING = 8;

    /** Ends an address. */
    private static final int ENCLOSING = 16;

    private static final int DIGIT = 32;
    private static final int HEX = 64;
    /** Ends a value in a list of pairs. */
    private static final int CLOSING = 128;

    /** May stand before an opening quote. */
    private static final int OPENING = 256;

    private static final int[] CLASS = new int[128];

    static {
        mark("\177", BLANK);
        for (char c = 0; c <= ' '; c++) {
            CLASS[c] = BLANK;
        }
        mark("()[]{}<>\"'=,;|", SIGN);
        mark("\"'<>()[]{}", ENCLOSING);
        mark(".:!?", ENDING);
        mark(" :,./+#*-", LISTING);
        mark("0123456789", DIGIT);
        mark("0123456789abcdefABCDEF", HEX);
        mark(",;)]}=", CLOSING);
        mark("([{=:,", OPENING);
    }

    private static void mark(String characters, int kind) {
        for (int i = 0; i < characters.length(); i++) {
            CLASS[characters.charAt(i)] |= kind;
        }
    }

    private static int kinds(char c) {
        return c < 128 ? CLASS[c] : 0;
    }

    private static boolean is(char c, int kind) {
        return (kinds(c) & kind) != 0;
    }

    /** The message, as far as it is looked at. */
    private final char[] in = new char[LONGEST_INPUT];

    private final char[] out = new char[LONGEST + 64];
    private int length;
    private int braces;
    private String text = "";

    /** Takes a message; the result is read with the other methods until the next one. */
    void write(String message) {
        text = message;
        length = 0;
        braces = 0;
        int end = Math.min(message.length(), LONGEST_INPUT);
        message.getChars(0, end, in, 0);
        int lines = 1;
        int i = 0;
        while (i < end && length < LONGEST) {
            char c = in[i];
            if (is(c, BLANK)) {
                if (c == '\n' && length > 0) {
                    i = nextLine(i, end);
                    if (i < end && lines++ == MOST_LINES) {
                        break;
                    }
                } else {
                    i++;
                }
                blank();
            } else if (is(c, SIGN) && maskEnd(i, end) < 0) {
                i = sign(c, i, end);
            } else if (c == '.' && dots(i, end) >= 3) {
                i += dots(i, end);
                append("...");
            } else {
                i = word(i, end);
            }
        }
        if (i < end || end < message.length()) {
            variable();
        }
        while (length > 0 && out[length - 1] == ' ') {
            length--;
        }
    }

    /** A hash of the text written, for looking it up. */
    long hash(long seed) {
        long hash = seed;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ out[i]) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        return hash;
    }

    @Override
    public String toString() {
        return new String(out, 0, length);
    }

    /** The start of the next line that is not indented. */
    private int nextLine(int from, int end) {
        int i = from;
        while (i < end) {
            if (in[i] == '\n') {
                if (++i < end && in[i] > ' ') {
                    return i;
                }
            } else {
                int next = text.indexOf('\n', i);
                i = next < 0 ? end : next;
            }
        }
        return end;
    }

    private void blank() {
        if (length > 0 && out[length - 1] != ' ') {
            out[length++] = ' ';
        }
    }

    private int sign(char c, int i, int end) {
        if (c == '<' && i + 1 < end && Words.digit(in[i + 1]) && (length == 0 || out[length - 1] == ' ')) {
            return i + 1; // "<1 sec"
        }
        if (c == '(' && i + 1 < end && in[i + 1] == ')' && length > 0 && out[length - 1] == ' ') {
            append("(<*>)"); // a value that is empty this time
            return i + 2;
        }
        out[length++] = c;
        if (c == '{') {
            braces++;
        } else if (c == '}' && braces > 0) {
            braces--;
        } else if (c == '(' || c == '[') {
            int truths = truthsEnd(i, end);
            if (truths > 0) {
                if (in[i + 1] == ' ') {
                    blank();
                }
                variable();
                return truths;
            }
        } else if (c == '\'' || c == '"') {
            int close = quotedEnd(c, i, end);
            if (close > 0) {
                variable();
                out[length++] = c;
                return close + 1;
            }
        }
        if (c == '=') {
            int value = listedValueEnd(i, end);
            if (value > i + 1) {
                variable();
                return value;
            }
        }
        return i + 1;
    }

    /** The end of the words in brackets if all of them are truth values: {@code ( on off )}; or -1. */
    private int truthsEnd(int open, int end) {
        int i = open + 1;
        int last = -1;
        while (i < end && (in[i] == ' ' || Words.firstOfTruth(in[i]))) {
            int from = i;
            while (i < end && Words.letter(in[i])) {
                i++;
            }
            if (i == from) {
                i++;
            } else if (Words.truth(text, from, i)) {
                last = i;
            } else {
                return -1;
            }
        }
        return i < end && (in[i] == ')' || in[i] == ']') ? last : -1;
    }

    /** Where the quotes close that open here around one word that is a name and not a plain word, as states are; or -1. */
    private int quotedEnd(char quote, int open, int end) {
        if (open > 0 && !is(in[open - 1], BLANK | OPENING)) {
            return -1;
        }
        int i = open + 1;
        boolean name = false;
        while (i < end && i - open < LONGEST_KEY && in[i] > ' ' && in[i] != quote) {
            name |= !Words.lower(in[i]) && i > open + 1;
            i++;
        }
        boolean closed = name && i < end && in[i] == quote;
        return closed && (i + 1 == end || !Words.letterOrDigit(in[i + 1])) ? i : -1;
    }

    /**
     * The end of the value after {@code =} if its pair stands in braces or in a list with commas, as objects print
     * themselves: there all values vary, also those that are words.
     */
    private int listedValueEnd(int equals, int end) {
        int i = equals + 1;
        int depth = 0;
        char quote = 0;
        int limit = Math.min(end, i + LONGEST_VALUE);
        while (i < limit) {
            char c = in[i];
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '(' || c == '[' || c == '{') {
                depth++;
            } else if (depth > 0 && (c == ')' || c == ']' || c == '}')) {
                depth--;
            } else if (depth == 0 && (c <= ' ' || is(c, CLOSING))) {
                break;
            }
            i++;
        }
        boolean closed = quote == 0 && depth == 0 && i < limit;
        boolean listed = braces > 0 || (i < end && in[i] == ',') || afterComma(equals);
        return listed && (closed || (i == end && quote == 0 && depth == 0)) ? i : -1;
    }

    private boolean afterComma(int equals) {
        int i = equals;
        while (i > 0 && equals - i < LONGEST_KEY && (Words.letterOrDigit(in[i - 1]) || "._-".indexOf(in[i - 1]) >= 0)) {
            i--;
        }
        int key = i;
        while (i > 0 && key - i < 3 && in[i - 1] == ' ') {
            i--;
        }
        return i > 0 && key < equals && in[i - 1] == ',';
    }

    private int dots(int from, int end) {
        int i = from;
        while (i < end && in[i] == '.') {
            i++;
        }
        return i - from;
    }

    /** The end of the redaction mask that starts here, such as {@code <ipv4>} or {@code <email:k3f9a2c1>}, or -1. */
    private int maskEnd(int from, int end) {
        if (in[from] != '<') {
            return -1;
        }
        int i = maskWordEnd(from + 1, end);
        if (i < end && in[i] == ':' && i - from > 1) {
            i = maskWordEnd(i + 1, end);
        }
        return i < end && in[i] == '>' && i - from > 2 && Words.lower(in[from + 1]) ? i + 1 : -1;
    }

    private int maskWordEnd(int from, int end) {
        int i = from;
        while (i < end && i - from < 32 && (Words.lower(in[i]) || in[i] == '-' || Words.digit(in[i]))) {
            i++;
        }
        return i;
    }

    /** Writes the word that starts at {@code from}, masked or not. */
    private int word(int from, int limit) {
        boolean variable = false;
        boolean colon = false;
        boolean address = false;
        int inAny = 0;
        int inAll = HEX;
        int lastDot = -1;
        int i = from;
        while (i < limit) {
            int kinds = kinds(in[i]);
            if ((kinds & (BLANK | SIGN)) != 0) {
                int mask = (kinds & SIGN) == 0 ? -1 : maskEnd(i, limit);
                if (mask < 0) {
                    break;
                }
                variable = true;
                i = mask;
                continue;
            }
            if ((kinds & ENDING) != 0) {
                if (in[i] == '.') {
                    if (i + 2 < limit && in[i + 1] == '.' && in[i + 2] == '.') {
                        break;
                    }
                    lastDot = i;
                } else if (in[i] == ':') {
                    colon = true;
                    address |= i > from && i + 2 < limit && in[i + 1] == '/' && in[i + 2] == '/';
                }
            }
            inAny |= kinds;
            inAll &= kinds;
            i++;
        }
        int joined = i > from && i < limit ? joinedEnd(from, i, limit) : -1;
        if (joined > 0) {
            i = joined;
            variable = true;
        }
        variable |= (inAny & DIGIT) != 0;
        boolean hex = (inAll & HEX) != 0;
        if (address || (Words.path(text, from, i) && i < limit && is(in[i], SIGN))) {
            i = addressEnd(from, i, limit, address);
        }
        int wordEnd = i;
        int core = wordEnd;
        while (core > from && is(in[core - 1], ENDING)) {
            core--;
        }
        if (core == from) {
            append(from, wordEnd);
            return wordEnd;
        }
        address = address || Words.path(text, from, core);
        if (variable) {
            if (colon && !address) {
                parts(from, core);
            } else if (Words.wordWithDigits(text, from, core) || Words.calledFunction(text, from, core)) {
                append(from, core);
            } else {
                variable();
            }
        } else if (colon && !address && Words.named(text, colonBefore(from, core) + 1, core)) {
            append(from, colonBefore(from, core) + 1);
            variable();
        } else if (address
                || stars(from, core)
                || (hex && core - from >= 8)
                || Words.named(text, from, core)
                || (lastDot >= from
                        && lastDot < core
                        && (Words.qualified(text, from, core) || Words.relative(text, from, core)))
                || (lastDot > from && lastDot < core && Words.host(text, from, lastDot, core))) {
            variable();
        } else if (unit(from, core)) {
            length--; // the blank between number and unit
        } else {
            append(from, core);
        }
        append(core, wordEnd);
        return wordEnd;
    }

    /**
     * The end of a word that goes on over signs: a list of hosts as schedulers write it, {@code node[1-4,7]}, or flags,
     * {@code [TOP|FULL]}; or -1.
     */
    private int joinedEnd(int from, int wordEnd, int limit) {
        int i = wordEnd + 1;
        if (in[wordEnd] == '[') {
            boolean list = in[wordEnd - 1] == '-';
            while (i < limit && (Words.digit(in[i]) || in[i] == '-' || in[i] == ',' || in[i] == ' ')) {
                list |= !Words.digit(in[i++]);
            }
            return list && i < limit && in[i] == ']' && i > wordEnd + 1 ? i + 1 : -1;
        }
        if (in[wordEnd] == '|' && from > 0 && is(in[from - 1], OPENING) && i < limit && Words.letterOrDigit(in[i])) {
            while (i < limit && (Words.letterOrDigit(in[i]) || in[i] == '|' || in[i] == '_')) {
                i++;
            }
            return i;
        }
        return -1;
    }

    /** Whether the word is what programs print in place of a number that they do not have. */
    private boolean stars(int from, int end) {
        int i = from;
        while (i < end && in[i] == '*') {
            i++;
        }
        return i == end && end - from > 1;
    }

    private int colonBefore(int from, int end) {
        int i = end - 1;
        while (i >= from && in[i] != ':') {
            i--;
        }
        return i;
    }

    /** Addresses go on over signs that part other words: {@code /find?name=x,y}. */
    private int addressEnd(int from, int wordEnd, int limit, boolean scheme) {
        boolean query = scheme;
        for (int i = from; i < wordEnd; i++) {
            query |= in[i] == '?';
        }
        int end = wordEnd;
        while (query && end < limit && !is(in[end], BLANK | ENCLOSING)) {
            end++;
        }
        return end;
    }

    /** Words with colons, of which some parts vary: {@code 10.0.0.1:50010:Got}, {@code reflector.go:147}. */
    private void parts(int from, int end) {
        int start = from;
        boolean wrote = false;
        while (start <= end && length < LONGEST) {
            int stop = colon(start, end);
            boolean varies = start == stop || Words.varies(text, start, stop) || Words.shortHex(text, start, stop);
            if (!varies && stop < end && Words.varies(text, stop + 1, colon(stop + 1, end))) {
                int dot = dotBefore(start, stop);
                varies = dot > start && !Words.source(text, dot, stop); // host:port
            }
            if (varies) {
                if (wrote && !endsWithVariable()) {
                    out[length++] = ':';
                }
                variable();
            } else {
                if (wrote) {
                    append(":");
                }
                append(start, stop);
            }
            wrote = true;
            start = stop + 1;
        }
    }

    private int colon(int from, int end) {
        int i = from;
        while (i < end && in[i] != ':') {
            i = Math.max(i + 1, maskEnd(i, end));
        }
        return i;
    }

    private int dotBefore(int from, int end) {
        int i = end - 1;
        while (i >= from && in[i] != '.') {
            i--;
        }
        return i;
    }

    private boolean endsWithVariable() {
        return length >= 3 && out[length - 1] == '>' && out[length - 2] == '*' && out[length - 3] == '<';
    }

    private boolean unit(int from, int end) {
        return end - from <= 4
                && length > 3
                && out[length - 1] == ' '
                && out[length - 2] == '>'
                && out[length - 3] == '*'
                && Words.isUnit(text, from, end);
    }

    /** Writes a variable, or nothing if one stands here already, with nothing but such signs between as lists have. */
    private void variable() {
        int i = length;
        while (i > 0 && is(out[i - 1], LISTING)) {
            i--;
        }
        boolean assigned = length - i == 3 && out[i] == ' ' && out[i + 1] == ':'; // "name : value"
        if (i >= 3 && out[i - 1] == '>' && out[i - 2] == '*' && out[i - 3] == '<' && !assigned) {
            length = i;
        } else {
            append(VARIABLE);
        }
    }

    private void append(String words) {
        words.getChars(0, words.length(), out, length);
        length += words.length();
    }

    private void append(int from, int end) {
        int stop = Math.min(end, from + LONGEST - length);
        if (stop > from) {
            System.arraycopy(in, from, out, length, stop - from);
            length += stop - from;
        }
    }
}
