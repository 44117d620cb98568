package skerry.agent.collect.scrape;

import java.util.Arrays;
import skerry.protocol.series.Labels;

/**
 * Name and labels of a sample as most programs write them: in ASCII, without escapes and without blanks. What is written otherwise, or
 * breaks a rule or a limit, is left to who can tell what is wrong. Not thread-safe.
 */
final class PlainSeries {
    private static final byte LABEL = 1;
    private static final byte DIGIT = 2;
    private static final byte COLON = 3;
    private static final byte[] KINDS = kinds();
    private static final String RESERVED = "__name__";

    private final ScrapeLimits limits;
    private final Words words = new Words();
    private String[] pairs = new String[32];
    private int size;
    private String name = "";
    private int end;

    PlainSeries(ScrapeLimits limits) {
        this.limits = limits;
    }

    private static byte[] kinds() {
        byte[] kinds = new byte[256];
        Arrays.fill(kinds, 'a', 'z' + 1, LABEL);
        Arrays.fill(kinds, 'A', 'Z' + 1, LABEL);
        Arrays.fill(kinds, '0', '9' + 1, DIGIT);
        kinds['_'] = LABEL;
        kinds[':'] = COLON;
        return kinds;
    }

    /**
     * Reads them.
     *
     * @return false if they are not written as most programs do; then nothing was read
     */
    boolean read(byte[] text, int from, int to) {
        size = 0;
        int at = from;
        while (at < to && KINDS[text[at] & 0xff] != 0) {
            at++;
        }
        if (!isWord(text, from, at)) {
            return false;
        }
        name = words.word(text, from, at);
        if (at < to && text[at] == '{') {
            at = labels(text, at + 1, to);
        } else if (at == to || !DecimalBytes.isBlank(text[at])) {
            return false;
        }
        end = at;
        return at > 0;
    }

    /** Neither empty, nor too long, nor beginning with a digit. */
    private boolean isWord(byte[] text, int from, int to) {
        return to > from && to - from <= limits.maxLabelBytes() && KINDS[text[from] & 0xff] != DIGIT;
    }

    /** @return behind the closing brace; 0 if they are not plain */
    private int labels(byte[] text, int from, int to) {
        int at = from;
        if (at < to && text[at] == '}') {
            return at + 1;
        }
        while (true) {
            int start = at;
            while (at < to && (KINDS[text[at] & 0xff] == LABEL || KINDS[text[at] & 0xff] == DIGIT)) {
                at++;
            }
            if (!isWord(text, start, at) || to - at < 3 || text[at] != '=' || text[at + 1] != '"') {
                return 0;
            }
            int value = at + 2;
            int close = value;
            while (close < to && text[close] != '"' && text[close] != '\\' && text[close] >= 0) {
                close++;
            }
            if (to - close < 2 || text[close] != '"' || !add(text, start, at, value, close)) {
                return 0;
            }
            at = close + 2;
            if (text[close + 1] == '}') {
                return at;
            }
            if (text[close + 1] != ',') {
                return 0;
            }
        }
    }

    private boolean add(byte[] text, int from, int to, int valueFrom, int valueTo) {
        if (valueTo - valueFrom > limits.maxLabelBytes() || size / 2 == limits.maxLabels()) {
            return false;
        }
        String label = words.word(text, from, to);
        int at = size;
        int order = 1;
        while (at > 0 && (order = label.compareTo(pairs[at - 2])) < 0) {
            at -= 2;
        }
        if (order == 0 || label.equals(RESERVED)) {
            return false;
        }
        if (size + 2 > pairs.length) {
            pairs = Arrays.copyOf(pairs, size * 2);
        }
        System.arraycopy(pairs, at, pairs, at + 2, size - at);
        pairs[at] = label;
        pairs[at + 1] = words.word(text, valueFrom, valueTo);
        size += 2;
        return true;
    }

    String name() {
        return name;
    }

    /** The value of a label, or the empty text. */
    String label(String label) {
        for (int i = 0; i < size; i += 2) {
            if (pairs[i].equals(label)) {
                return pairs[i + 1];
            }
        }
        return "";
    }

    Labels labels() {
        return Labels.ofSorted(pairs, size);
    }

    /** Behind them in the text. */
    int end() {
        return end;
    }
}
