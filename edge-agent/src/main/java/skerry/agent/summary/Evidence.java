package skerry.agent.summary;

/**
 * Tells lines of one pattern apart by their values, for {@link KnownPattern#isOften}. When a line was written is no value, and
 * what redaction masked cannot be told apart. Holds no state.
 */
final class Evidence {
    /** Seconds since 1970 have so many digits, and three more for each thousandth of them. */
    private static final int EPOCH_DIGITS = 10;

    private static final int LONGEST_MASK = 34;

    private Evidence() {}

    /** A hash of the line without its times and masks. */
    static int of(String line) {
        int hash = withoutTimes(line).hashCode();
        hash = (hash ^ hash >>> 16) * 0x85ebca6b;
        hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
        return hash ^ hash >>> 16;
    }

    /** A text without its times and masks. */
    static String withoutTimes(String message) {
        var rest = new StringBuilder(message.length());
        int i = 0;
        while (i < message.length()) {
            char c = message.charAt(i);
            if (Words.digit(c) && (i == 0 || !Words.letterOrDigit(message.charAt(i - 1)))) {
                int day = dayOfAccessLog(message, i);
                int end = numberEnd(message, day);
                if (day == i && !isTime(message, i, end)) {
                    rest.append(message, i, end);
                }
                i = end;
            } else if (c == '<' && maskEnd(message, i) > 0) {
                i = maskEnd(message, i);
            } else {
                rest.append(c);
                i++;
            }
        }
        return rest.toString();
    }

    /** The end of digits and of what stands between the parts of a time. */
    static int numberEnd(String line, int from) {
        int i = from;
        int end = from;
        while (i < line.length()) {
            char c = line.charAt(i);
            if (Words.digit(c)) {
                end = i + 1;
            } else if (".,:-/TZ+".indexOf(c) < 0) {
                break;
            }
            i++;
        }
        return end < line.length() && line.charAt(end) == 'Z' ? end + 1 : end;
    }

    /** In {@code 26/Nov/2026:10:03:07} the place of the year; else {@code from}. */
    private static int dayOfAccessLog(String line, int from) {
        int at = from;
        while (at < line.length() && at - from < 2 && Words.digit(line.charAt(at))) {
            at++;
        }
        int year = at + 5;
        if (year + 5 > line.length()
                || line.charAt(at) != '/'
                || line.charAt(at + 4) != '/'
                || line.charAt(at + 9) != ':') {
            return from;
        }
        for (int i = at + 1; i < at + 9; i++) {
            char c = line.charAt(i);
            if (i < at + 4 ? !Words.lower((char) (c | ' ')) : i > at + 4 && !Words.digit(c)) {
                return from;
            }
        }
        return year;
    }

    /**
     * {@code 10:03:07}, {@code 2026-11-26T10:03:07.123+01:00}, {@code 28/11/2026}, {@code 20261126T100307Z},
     * {@code 1764230400.25}, and the kernel's {@code [12345.678901]}.
     */
    static boolean isTime(String line, int from, int end) {
        int first = 0;
        while (from + first < end && Words.digit(line.charAt(from + first))) {
            first++;
        }
        char sign = from + first < end ? line.charAt(from + first) : ' ';
        int second = 0;
        while (from + first + 1 + second < end && Words.digit(line.charAt(from + first + 1 + second))) {
            second++;
        }
        return switch (sign) {
            case ':' -> first <= 2 && second == 2;
            case '-', '/' -> second <= 2 && (first == 4 || first <= 2) && separators(line, from, end, sign) >= 2;
            case 'T' -> first == 8 && second == 6;
            case '.' -> isEpoch(line, from, first) || (second >= 6 && isInBrackets(line, from, end));
            default -> isEpoch(line, from, first);
        };
    }

    private static boolean isEpoch(String line, int from, int digits) {
        return digits >= EPOCH_DIGITS && (digits - EPOCH_DIGITS) % 3 == 0 && line.charAt(from) == '1';
    }

    private static boolean isInBrackets(String line, int from, int end) {
        int before = from - 1;
        while (before >= 0 && line.charAt(before) == ' ') {
            before--;
        }
        return before >= 0 && line.charAt(before) == '[' && end < line.length() && line.charAt(end) == ']';
    }

    private static int separators(String line, int from, int end, char sign) {
        int found = 0;
        for (int i = from; i < end; i++) {
            found += line.charAt(i) == sign ? 1 : 0;
        }
        return found;
    }

    /** Behind a mask such as {@code <email>} that begins here, or 0. */
    private static int maskEnd(String line, int from) {
        int i = from + 1;
        while (i < line.length() && i - from < LONGEST_MASK) {
            char c = line.charAt(i);
            if (c == '>') {
                return i > from + 1 ? i + 1 : 0;
            }
            if (!Words.lower(c) && !Words.digit(c) && c != '-') {
                return 0;
            }
            i++;
        }
        return 0;
    }
}
