package skerry.promql;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Compiles regular expressions of strangers. Matching takes linear time by itself; here is looked, before anything is
 * allocated, that the program does not explode, as nested repetitions would make it.
 */
final class Regex {
    /** Steps of a program; each is some 50 bytes. */
    private static final int MAX_SIZE = 20_000;

    private static final int MAX_DEPTH = 64;

    private final String text;
    private int at;

    private Regex(String text) {
        this.text = text;
    }

    /** Anchored at both ends by who uses it; a dot is any character, also a line feed, as in Prometheus 3. */
    static Pattern compile(String text) {
        var size = new Regex(text);
        if (size.alternatives(0) > MAX_SIZE) {
            throw new RefusedException(
                    Refusal.Kind.LIMIT,
                    "the regular expression \"" + shortened(text) + "\" is too large once repeated");
        }
        try {
            return Pattern.compile(text, Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new RefusedException(
                    Refusal.Kind.MALFORMED,
                    "\"" + shortened(text) + "\" is no regular expression: " + e.getDescription());
        }
    }

    /** An upper bound of the program's size, from here to the end of the group. Broken syntax is none of its business. */
    private long alternatives(int depth) {
        if (depth > MAX_DEPTH) {
            throw new RefusedException(
                    Refusal.Kind.LIMIT,
                    "the regular expression \"" + shortened(text) + "\" is nested more than " + MAX_DEPTH + " deep");
        }
        long sum = 0;
        long last = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            switch (c) {
                case ')' -> {
                    return sum + 2;
                }
                case '{' -> {
                    long more = last * (repetitions() - 1);
                    sum += more;
                    last += more;
                }
                case '*', '+', '?', '|' -> sum++;
                default -> {
                    last = switch (c) {
                        case '(' -> alternatives(depth + 1);
                        case '[' -> bracket();
                        case '\\' -> escape();
                        default -> 1;
                    };
                    sum += last;
                }
            }
            if (sum > MAX_SIZE) {
                return sum;
            }
        }
        return sum;
    }

    /** The highest number in braces, or 1 if they repeat nothing. */
    private long repetitions() {
        int end = text.indexOf('}', at);
        if (end < 0 || end - at > 16) {
            return 1;
        }
        long most = 1;
        for (String number : text.substring(at, end).split(",", -1)) {
            if (!number.isEmpty() && !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return 1;
            }
            most = Math.max(most, number.isEmpty() ? 1 : Long.parseLong(number));
        }
        at = end + 1;
        return Math.min(most, MAX_SIZE + 1) + 1;
    }

    private long bracket() {
        if (at < text.length() && text.charAt(at) == '^') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == ']') {
            at++;
        }
        while (at < text.length() && text.charAt(at) != ']') {
            at += text.charAt(at) == '\\' ? 2 : text.startsWith("[:", at) ? named() : 1;
        }
        at++;
        return 1;
    }

    private int named() {
        int end = text.indexOf(":]", at + 2);
        return end < 0 ? 1 : end + 2 - at;
    }

    /** {@code \Q…\E} is as many characters as stand in it. */
    private long escape() {
        if (at < text.length() && text.charAt(at) == 'Q') {
            int end = text.indexOf("\\E", at);
            int length = (end < 0 ? text.length() : end) - at;
            at = end < 0 ? text.length() : end + 2;
            return length;
        }
        at++;
        return 1;
    }

    private static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
