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
                int end = numberEnd(message, i);
                if (!isTime(message, i, end)) {
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

    /** {@code 10:03:07}, {@code 2026-11-26T10:03:07.123+01:00}, {@code 28/11/2026}, {@code 1764230400.25}. */
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
            default -> first >= EPOCH_DIGITS && (first - EPOCH_DIGITS) % 3 == 0 && line.charAt(from) == '1';
        };
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
