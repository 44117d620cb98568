package skerry.agent.collect.logs.lines;

import static skerry.agent.collect.logs.lines.Ascii.isDigit;
import static skerry.agent.collect.logs.lines.Ascii.isLetter;

/** How a logging library begins the first line of a record, which tells it from lines that go on with one. */
enum Heading {
    /** As any text. */
    NONE,
    /** A date or a time of day, perhaps in brackets. */
    DATE,
    /** A word in capitals in brackets, such as {@code [DEBUG]}. */
    LEVEL;

    private static final int LONGEST_LEVEL = 10;

    static Heading of(byte[] b, int from, int to) {
        boolean bracket = from < to && b[from] == '[';
        int start = bracket ? from + 1 : from;
        int at = start;
        while (at < to && isDigit(b[at])) {
            at++;
        }
        if (at > start) {
            boolean date = at + 2 < to
                    && (at - start == 2 || at - start == 4)
                    && "-/:.".indexOf(b[at]) >= 0
                    && isDigit(b[at + 1])
                    && isDigit(b[at + 2]);
            return date ? DATE : NONE;
        }
        while (bracket && at < to && at - start <= LONGEST_LEVEL && isLetter(b[at]) && b[at] <= 'Z') {
            at++;
        }
        return at - start > 2 && at < to && b[at] == ']' ? LEVEL : NONE;
    }

    /** Whether a line with a heading says that more lines follow: it ends in a colon or a dash. */
    static boolean announces(byte[] b, int from, int to) {
        int end = to;
        while (end > from && (b[end - 1] == ' ' || b[end - 1] == '\t')) {
            end--;
        }
        boolean open = end > from && (b[end - 1] == ':' || (b[end - 1] == '-' && end < to));
        return open && of(b, from, to) != NONE;
    }

    /** Whether a line has the heading that another has. */
    static boolean isAlike(byte[] h, int hf, int ht, byte[] b, int from, int to) {
        Heading heading = of(b, from, to);
        return heading != NONE && heading == of(h, hf, ht);
    }
}
