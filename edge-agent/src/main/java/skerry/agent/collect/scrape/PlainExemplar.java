package skerry.agent.collect.scrape;

import java.util.Arrays;

/**
 * An exemplar as most programs write it: few labels, in ASCII and without escapes, of which only the form is looked at; and a number.
 * What is written otherwise, or breaks a rule or a limit, is left to who can tell what is wrong. Not thread-safe.
 */
final class PlainExemplar {
    private static final int MOST_LABELS = 4;

    private final ScrapeLimits limits;
    private final DecimalBytes number = new DecimalBytes();
    private final int[] from = new int[MOST_LABELS];
    private final int[] to = new int[MOST_LABELS];
    private double value;

    PlainExemplar(ScrapeLimits limits) {
        this.limits = limits;
    }

    /** Whether one begins here. */
    static boolean isHere(byte[] text, int at, int end) {
        return end - at > 2 && text[at] == ' ' && text[at + 1] == '#' && text[at + 2] == ' ';
    }

    /**
     * Reads the one that begins here, up to the end of the line.
     *
     * @return false if it is not written as most programs do
     */
    boolean read(byte[] text, int begin, int end) {
        int at = begin + 3;
        if (at == end || text[at] != '{') {
            return false;
        }
        at = labels(text, at + 1, end);
        if (at == 0 || !readNumber(text, at, end)) {
            return false;
        }
        value = number.value();
        return number.end() == end
                || (readNumber(text, number.end(), end)
                        && number.end() == end
                        && Math.abs(number.value()) <= TextLine.LATEST_SECONDS);
    }

    /** One that follows a space. */
    private boolean readNumber(byte[] text, int at, int end) {
        return at < end && text[at] == ' ' && number.readNumber(text, at + 1, end);
    }

    /** @return behind the closing brace; 0 if they are not plain */
    private int labels(byte[] text, int begin, int end) {
        int at = begin;
        int length = 0;
        if (at < end && text[at] == '}') {
            return at + 1;
        }
        for (int label = 0; label < MOST_LABELS; label++) {
            int nameEnd = PlainSeries.labelName(text, at, end);
            int close = nameEnd == at ? 0 : PlainSeries.value(text, nameEnd + 2, end);
            if (close == 0 || label == limits.maxLabels() || isLong(nameEnd - at) || isLong(close - nameEnd - 2)) {
                return 0;
            }
            length += nameEnd - at + close - nameEnd - 2;
            from[label] = at;
            to[label] = nameEnd;
            if (length > OpenMetricsFormat.EXEMPLAR_CODE_POINTS || isTaken(text, label)) {
                return 0;
            }
            at = close + 2;
            if (text[close + 1] == '}') {
                return at;
            }
        }
        return 0;
    }

    private boolean isLong(int bytes) {
        return bytes > limits.maxLabelBytes();
    }

    /** Whether the name of the label is reserved, or that of one before. */
    private boolean isTaken(byte[] text, int label) {
        for (int other = 0; other < label; other++) {
            if (Arrays.equals(text, from[other], to[other], text, from[label], to[label])) {
                return true;
            }
        }
        return PlainSeries.isReserved(text, from[label], to[label]);
    }

    double value() {
        return value;
    }
}
