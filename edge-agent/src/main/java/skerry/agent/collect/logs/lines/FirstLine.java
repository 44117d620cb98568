package skerry.agent.collect.logs.lines;

import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import skerry.promql.BoundedRegex;

/** What the first line of each record of a source looks like; any other line goes on with the record before it. Immutable. */
public final class FirstLine {
    /** The longest expression, in UTF-16 units. */
    public static final int MAX_CHARS = 256;

    /** How much of a line is looked at: time and level stand at its beginning. */
    private static final int LOOKED_AT = 512;

    private final String text;
    private final Pattern pattern;

    private FirstLine(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /**
     * @param text an expression of RE2's syntax, which is found anywhere in the first 512 bytes of a line
     * @throws IllegalArgumentException says in one sentence why it cannot be used
     */
    public static FirstLine of(String text) {
        if (text.isEmpty() || text.length() > MAX_CHARS) {
            throw new IllegalArgumentException("the expression of a first line has 1 to " + MAX_CHARS
                    + " characters, and this one has " + text.length());
        }
        Pattern pattern = BoundedRegex.compile(text);
        if (pattern.matcher("").find()) {
            throw new IllegalArgumentException(
                    "the expression of a first line is found in every line, so that none would be joined: " + text);
        }
        return new FirstLine(text, pattern);
    }

    /** Whether a record begins with this line. */
    boolean begins(byte[] b, int from, int to) {
        int end = to - from <= LOOKED_AT ? to : Utf8.boundary(b, from, from + LOOKED_AT);
        return pattern.matcher(new String(b, from, end - from, StandardCharsets.UTF_8))
                .find();
    }

    @Override
    public String toString() {
        return text;
    }
}
