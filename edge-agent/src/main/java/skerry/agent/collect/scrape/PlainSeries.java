package skerry.agent.collect.scrape;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import skerry.protocol.series.Labels;

/**
 * Name and labels of a sample as most programs write them: in ASCII, without escapes and without blanks. What is written otherwise, or
 * breaks a rule or a limit, is left to who can tell what is wrong. A line mostly begins like the one before: what both have in
 * common is not read again. Not thread-safe.
 */
final class PlainSeries {
    private static final byte LABEL = 1;
    private static final byte DIGIT = 2;
    private static final byte COLON = 3;
    private static final byte[] KINDS = kinds();
    private static final String RESERVED = "__name__";
    private static final int USUAL_LABELS = 16;

    private final ScrapeLimits limits;
    private final Words words = new Words();
    private String name = "";
    private int end;

    private boolean known;

    /** Of the series read last: where it stands, how long its name is; and its labels in the order of the text. */
    private int start;

    private int nameLength;
    private int size;
    private String[] names = new String[USUAL_LABELS];
    private String[] values = new String[USUAL_LABELS];
    /** From the beginning of the series on: each label's name, and behind the comma or brace behind it. */
    private int[] starts = new int[USUAL_LABELS];

    private int[] ends = new int[USUAL_LABELS];
    /** The labels in the order of their names. */
    private int[] order = new int[USUAL_LABELS];

    private String[] pairs = new String[2 * USUAL_LABELS];
    /** When the bytes were moved last; before that, nothing is where it was. */
    private int moves = -1;

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
     * Reads those of the line taken last.
     *
     * @return false if they are not written as most programs do; then nothing was read
     */
    boolean read(TextLines lines) {
        byte[] text = lines.bytes();
        int from = lines.from();
        int to = lines.to();
        if (moves != lines.moves()) {
            forget();
        }
        int common = common(text, from, to);
        moves = -1;
        known = common > nameLength;
        int at = known ? from + nameLength : name(text, from, to);
        if (at == from) {
            return false;
        }
        if (at < to && text[at] == '{') {
            at = labels(text, from, to, known ? common : 0);
            if (at == 0) {
                return false;
            }
        } else if (at == to || !DecimalBytes.isBlank(text[at])) {
            return false;
        } else {
            size = 0;
        }
        end = at;
        start = from;
        moves = lines.moves();
        return true;
    }

    private void forget() {
        start = 0;
        end = 0;
        nameLength = 0;
        size = 0;
    }

    /** How many bytes are as they were in the series before. */
    private int common(byte[] text, int from, int to) {
        int differ = Arrays.mismatch(text, start, end, text, from, to);
        return differ < 0 ? end - start : differ;
    }

    /** @return behind the name; {@code from} if it is none */
    private int name(byte[] text, int from, int to) {
        int at = from;
        while (at < to && KINDS[text[at] & 0xff] != 0) {
            at++;
        }
        if (!isWord(text, from, at)) {
            return from;
        }
        name = words.word(text, from, at);
        nameLength = at - from;
        return at;
    }

    /** Neither empty, nor too long, nor beginning with a digit. */
    private boolean isWord(byte[] text, int from, int to) {
        return to > from && to - from <= limits.maxLabelBytes() && KINDS[text[from] & 0xff] != DIGIT;
    }

    /**
     * @param common how many bytes were read before
     * @return behind the closing brace; 0 if they are not plain
     */
    private int labels(byte[] text, int from, int to, int common) {
        int count = 0;
        while (count < size && ends[count] <= common) {
            count++;
        }
        int at = from + (count == 0 ? nameLength + 1 : ends[count - 1]);
        boolean renamed = false;
        if (count == 0 && at < to && text[at] == '}') {
            size = 0;
            return at + 1;
        }
        while (count == 0 || text[at - 1] != '}') {
            if (count == limits.maxLabels()) {
                return 0;
            }
            if (count == names.length) {
                grow();
            }
            int nameEnd = sameName(text, at, to, count);
            if (nameEnd == at) {
                nameEnd = labelName(text, at, to);
                if (nameEnd == at || nameEnd - at > limits.maxLabelBytes()) {
                    return 0;
                }
                names[count] = words.word(text, at, nameEnd);
                renamed = true;
            }
            int close = value(text, nameEnd + 2, to);
            if (close == 0 || close - nameEnd - 2 > limits.maxLabelBytes()) {
                return 0;
            }
            values[count] = words.word(text, nameEnd + 2, close);
            starts[count] = at - from;
            at = close + 2;
            ends[count] = at - from;
            count++;
        }
        renamed |= count != size;
        size = count;
        return !renamed || sort() ? at : 0;
    }

    /** @return where the name of the label ends if it is that of the same label before; otherwise {@code at} */
    private int sameName(byte[] text, int at, int to, int label) {
        if (label >= size) {
            return at;
        }
        int length = names[label].length();
        int before = start + starts[label];
        boolean same =
                to - at > length + 2 && Arrays.equals(text, before, before + length + 2, text, at, at + length + 2);
        return same ? at + length : at;
    }

    /** @return where the name of the label ends; {@code from} if it is none, or not followed by a quote */
    static int labelName(byte[] text, int from, int to) {
        int at = from;
        while (at < to && (KINDS[text[at] & 0xff] == LABEL || KINDS[text[at] & 0xff] == DIGIT)) {
            at++;
        }
        boolean plain = at > from
                && KINDS[text[from] & 0xff] == LABEL
                && to - at >= 3
                && text[at] == '='
                && text[at + 1] == '"';
        return plain ? at : from;
    }

    /** @return the closing quote of a value that is followed by a comma or brace; 0 if it is not plain */
    static int value(byte[] text, int from, int to) {
        int at = from;
        while (at < to) {
            byte c = text[at];
            if (c == '"' || c == '\\' || c < 0) {
                break;
            }
            at++;
        }
        boolean plain = to - at >= 2 && text[at] == '"' && (text[at + 1] == ',' || text[at + 1] == '}');
        return plain ? at : 0;
    }

    /** Whether a label may not have this name. */
    static boolean isReserved(byte[] text, int from, int to) {
        return to - from == RESERVED.length()
                && RESERVED.equals(new String(text, from, to - from, StandardCharsets.ISO_8859_1));
    }

    private void grow() {
        int length = names.length * 2;
        names = Arrays.copyOf(names, length);
        values = Arrays.copyOf(values, length);
        starts = Arrays.copyOf(starts, length);
        ends = Arrays.copyOf(ends, length);
        order = Arrays.copyOf(order, length);
        pairs = new String[2 * length];
    }

    /** @return false if a name is there twice, or reserved */
    private boolean sort() {
        for (int label = 0; label < size; label++) {
            if (!sort(label)) {
                return false;
            }
        }
        return true;
    }

    private boolean sort(int label) {
        String one = names[label];
        int at = label;
        int difference = 1;
        while (at > 0 && (difference = one.compareTo(names[order[at - 1]])) < 0) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = label;
        return difference != 0 && !one.equals(RESERVED);
    }

    String name() {
        return name;
    }

    /** Whether the name is that of the series that was read before. */
    boolean isNamedAsBefore() {
        return known;
    }

    /** The value of a label, or the empty text. */
    String label(String label) {
        for (int i = 0; i < size; i++) {
            if (names[i].equals(label)) {
                return values[i];
            }
        }
        return "";
    }

    /** Whether there is such a label, even one without a value. */
    boolean has(String label) {
        for (int i = 0; i < size; i++) {
            if (names[i].equals(label)) {
                return true;
            }
        }
        return false;
    }

    /** The names of labels that have no value. */
    List<String> empty() {
        List<String> empty = List.of();
        for (int i = 0; i < size; i++) {
            if (values[i].isEmpty()) {
                empty = empty.isEmpty() ? new ArrayList<>() : empty;
                empty.add(names[i]);
            }
        }
        return empty;
    }

    Labels labels() {
        for (int i = 0; i < size; i++) {
            pairs[2 * i] = names[order[i]];
            pairs[2 * i + 1] = values[order[i]];
        }
        return Labels.ofSorted(pairs, 2 * size);
    }

    /** Behind them in the text. */
    int end() {
        return end;
    }
}
