package skerry.promql;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Reads one text in quotes, with Go's escapes; between backquotes there are none. */
final class Quoted {
    private static final String ESCAPED = "abfnrtv\\'\"";
    private static final String MEANT = "\u0007\b\f\n\r\t\u000b\\'\"";

    private final String text;
    private final int start;
    private final Place place;
    /** Escapes can name single bytes of a character. */
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private int at;

    /** @param start where the opening quote is */
    Quoted(String text, int start, Place place) {
        this.text = text;
        this.start = start;
        this.place = place;
        this.at = start + 1;
    }

    String read() {
        char quote = text.charAt(start);
        int run = at;
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at);
            if (c == '\n' && quote != '`') {
                throw place.malformed(start, "unterminated quoted string");
            }
            if (c == '\\' && quote != '`') {
                plain(run, at);
                escape(quote);
                run = at;
            } else {
                at++;
            }
        }
        if (at >= text.length()) {
            throw place.malformed(start, "unterminated " + (quote == '`' ? "raw" : "quoted") + " string");
        }
        plain(run, at);
        at++;
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The index behind the closing quote. */
    int end() {
        return at;
    }

    private void plain(int from, int to) {
        bytes.writeBytes(text.substring(from, to).getBytes(StandardCharsets.UTF_8));
    }

    private void escape(char quote) {
        int escape = at;
        char c = at + 1 < text.length() ? text.charAt(at + 1) : '\n';
        at += 2;
        switch (c) {
            case 'x' -> bytes.write(digits(escape, 2, 16));
            case 'u' -> character(escape, digits(escape, 4, 16));
            case 'U' -> character(escape, digits(escape, 8, 16));
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                at--;
                int code = digits(escape, 3, 8);
                if (code > 0xff) {
                    throw unknown(escape);
                }
                bytes.write(code);
            }
            default -> {
                int index = ESCAPED.indexOf(c);
                boolean isOtherQuote = (c == '"' || c == '\'') && c != quote;
                if (index < 0 || isOtherQuote) {
                    throw unknown(escape);
                }
                bytes.write(MEANT.charAt(index));
            }
        }
    }

    private int digits(int escape, int count, int radix) {
        if (at + count > text.length()) {
            throw unknown(escape);
        }
        long value = 0;
        for (int i = 0; i < count; i++) {
            char c = text.charAt(at++);
            int digit = c < 0x80 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                throw unknown(escape);
            }
            value = value * radix + digit;
        }
        return (int) Math.min(value, Integer.MAX_VALUE);
    }

    private void character(int escape, int code) {
        if (!Character.isValidCodePoint(code) || (code >= 0xd800 && code < 0xe000)) {
            throw unknown(escape);
        }
        bytes.writeBytes(Character.toString(code).getBytes(StandardCharsets.UTF_8));
    }

    private RefusedException unknown(int escape) {
        return place.malformed(escape, "unknown escape sequence in a quoted string");
    }
}
