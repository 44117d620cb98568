package skerry.agent.collect.logs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import skerry.protocol.payload.Severity;

/**
 * Finds how grave a log line is from its text, in one pass over its beginning: klog's first letter, syslog's
 * {@code <PRI>}, {@code level} and its like in JSON and logfmt, level words in capitals anywhere, in other letters where a
 * bracket or colon marks them. The first that is found counts. Stateless.
 */
public final class SeverityScan {
    /** Levels stand at the beginning of a line; words further on are prose. */
    private static final int WINDOW = 128;

    /** In JSON the level may be the last member. */
    private static final int JSON_WINDOW = 4096;

    private static final int LONGEST_WORD = 13;

    private static final byte[] TRACEBACK = "Traceback (most recent call last):".getBytes(US_ASCII);
    private static final byte[] PANIC = "panic: ".getBytes(US_ASCII);
    private static final byte[] GO_FATAL = "fatal error: ".getBytes(US_ASCII);
    private static final byte[] UNHANDLED = "Unhandled exception".getBytes(US_ASCII);
    private static final byte[] UNHANDLED_NET = "Unhandled Exception".getBytes(US_ASCII);
    private static final byte[] IN_THREAD = "Exception in thread ".getBytes(US_ASCII);

    private SeverityScan() {}

    /** The severity that the range tells, {@link Severity#UNKNOWN} if it tells none. */
    public static Severity of(byte[] b, int from, int to) {
        int i = from;
        while (i < to && (b[i] == ' ' || b[i] == '\t')) {
            i++;
        }
        if (i == to) {
            return Severity.UNKNOWN;
        }
        if (b[i] == '{') {
            return json(b, i + 1, Math.min(to, i + JSON_WINDOW));
        }
        Severity first = ofStart(b, i, to);
        return first == Severity.UNKNOWN ? words(b, i, Math.min(to, i + WINDOW), to) : first;
    }

    private static Severity ofStart(byte[] b, int from, int to) {
        switch (b[from]) {
            case 'I', 'W', 'E', 'F' -> {
                if (to - from > 5
                        && isDigit(b[from + 1])
                        && isDigit(b[from + 2])
                        && isDigit(b[from + 3])
                        && isDigit(b[from + 4])
                        && b[from + 5] == ' ') {
                    return ofLetter(b[from]);
                }
                if (startsWith(b, from, to, IN_THREAD)) {
                    return Severity.ERROR;
                }
            }
            case '<' -> {
                int i = from + 1;
                int priority = 0;
                while (i < to && i - from < 4 && isDigit(b[i])) {
                    priority = priority * 10 + b[i++] - '0';
                }
                if (i > from + 1 && i < to && b[i] == '>' && priority < 192) {
                    return ofSyslog(priority & 7);
                }
            }
            case 'T' -> {
                if (startsWith(b, from, to, TRACEBACK)) {
                    return Severity.ERROR;
                }
            }
            case 'U' -> {
                if (startsWith(b, from, to, UNHANDLED) || startsWith(b, from, to, UNHANDLED_NET)) {
                    return Severity.ERROR;
                }
            }
            case 'p' -> {
                if (startsWith(b, from, to, PANIC)) {
                    return Severity.FATAL;
                }
            }
            case 'f' -> {
                if (startsWith(b, from, to, GO_FATAL)) {
                    return Severity.FATAL;
                }
            }
            default -> {
                // told by a word, if at all
            }
        }
        return Severity.UNKNOWN;
    }

    /** Syslog's and journald's numbers, 0 to 7. */
    public static Severity ofSyslog(int number) {
        return switch (number) {
            case 0, 1, 2 -> Severity.FATAL;
            case 3 -> Severity.ERROR;
            case 4 -> Severity.WARNING;
            case 5, 6 -> Severity.INFO;
            case 7 -> Severity.DEBUG;
            default -> Severity.UNKNOWN;
        };
    }

    private static Severity words(byte[] b, int from, int to, int lineTo) {
        int i = from;
        while (i < to) {
            if (!isLetter(b[i])) {
                i++;
                continue;
            }
            int wordTo = i + 1;
            while (wordTo < to && isLetter(b[wordTo])) {
                wordTo++;
            }
            Severity severity = wordTo - i <= LONGEST_WORD ? ofWord(b, i, wordTo) : Severity.UNKNOWN;
            if (severity != Severity.UNKNOWN && isMarked(b, from, i, wordTo, lineTo)) {
                return severity;
            }
            if (wordTo < to && b[wordTo] == '=' && isLevelKey(b, i, wordTo)) {
                Severity value = ofValue(b, wordTo + 1, lineTo);
                if (value != Severity.UNKNOWN) {
                    return value;
                }
            }
            i = wordTo;
        }
        return Severity.UNKNOWN;
    }

    /** Whether a level word is used as one: all capitals and alone, or in other letters with a bracket or colon. */
    private static boolean isMarked(byte[] b, int from, int wordFrom, int wordTo, int lineTo) {
        byte before = wordFrom == from ? (byte) ' ' : b[wordFrom - 1];
        byte after = wordTo >= lineTo ? (byte) ' ' : b[wordTo];
        if (isDigit(before) || isDigit(after) || before == '_' || after == '_' || after == '=') {
            return false;
        }
        boolean framed = switch (before) {
            case '[' -> after == ']';
            case '(' -> after == ')';
            case '<' -> after == '>';
            case '\t' -> after == '\t';
            default -> false;
        };
        if (framed) {
            return true;
        }
        if (isCapital(b[wordFrom]) && isCapital(b[wordTo - 1])) {
            return before != '-' && before != '.' && before != '/' && after != '-' && after != '.' && after != '/';
        }
        boolean stopped = before == ' ' && wordFrom > from + 1 && isStop(b[wordFrom - 2]);
        boolean begins = wordFrom == from || before == '[' || stopped;
        return begins && after == ':';
    }

    private static boolean isStop(byte b) {
        return b == ':' || b == ']' || b == '|' || b == '>' || isDigit(b) || b == 'Z';
    }

    /** Looks for a level among the members of the outermost object, whose text begins at {@code from}. */
    private static Severity json(byte[] b, int from, int to) {
        int depth = 1;
        int i = from;
        while (i < to && depth > 0) {
            switch (b[i]) {
                case '"' -> {
                    int keyTo = stringEnd(b, i + 1, to);
                    if (depth == 1) {
                        Severity severity = ofMember(b, i + 1, keyTo, to);
                        if (severity != Severity.UNKNOWN) {
                            return severity;
                        }
                    }
                    i = keyTo;
                }
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {
                    // between members
                }
            }
            i++;
        }
        return Severity.UNKNOWN;
    }

    /** The severity that a member tells, if its key lies between {@code from} and {@code keyTo}. */
    private static Severity ofMember(byte[] b, int from, int keyTo, int to) {
        boolean mongo = keyTo == from + 1 && b[from] == 's';
        if (!mongo && !isLevelKey(b, from, keyTo)) {
            return Severity.UNKNOWN;
        }
        int value = keyTo + 1;
        while (value < to && (b[value] == ' ' || b[value] == ':')) {
            value++;
        }
        boolean told = value > keyTo + 1 && value < to && (!mongo || b[value] == '"');
        return told ? ofValue(b, value, to) : Severity.UNKNOWN;
    }

    private static int stringEnd(byte[] b, int from, int to) {
        int i = from;
        while (i < to && b[i] != '"') {
            i += b[i] == '\\' ? 2 : 1;
        }
        return Math.min(i, to);
    }

    private static boolean isLevelKey(byte[] b, int from, int to) {
        return switch (to - from) {
            case 2 -> b[from] == '@' && b[from + 1] == 'l';
            case 3 -> is(b, from, to, "lvl");
            case 5 -> is(b, from, to, "level");
            case 8 -> is(b, from, to, "severity") || is(b, from, to, "loglevel");
            case 9 -> is(b, from, to, "log.level") || is(b, from, to, "levelname") || is(b, from, to, "log_level");
            case 12 -> is(b, from, to, "severityText");
            case 13 -> is(b, from, to, "severity_text");
            default -> false;
        };
    }

    /** The severity of a value: a word, a letter, a syslog number, or a number in tens as Bunyan and Pino write it. */
    private static Severity ofValue(byte[] b, int at, int to) {
        int from = at < to && (b[at] == '"' || b[at] == '\'') ? at + 1 : at;
        int end = from;
        if (from < to && isDigit(b[from])) {
            int number = 0;
            while (end < to && end - from < 4 && isDigit(b[end])) {
                number = number * 10 + b[end++] - '0';
            }
            return number < 10 ? ofSyslog(number) : number > 60 ? Severity.UNKNOWN : Severity.of(number / 10);
        }
        while (end < to && isLetter(b[end])) {
            end++;
        }
        return end - from == 1 ? ofLetter(b[from]) : ofWord(b, from, end);
    }

    private static Severity ofLetter(byte letter) {
        return switch (letter) {
            case 'T', 'V' -> Severity.TRACE;
            case 'D' -> Severity.DEBUG;
            case 'I' -> Severity.INFO;
            case 'W' -> Severity.WARNING;
            case 'E' -> Severity.ERROR;
            case 'F', 'C' -> Severity.FATAL;
            default -> Severity.UNKNOWN;
        };
    }

    /** The level that a whole word names, in any letters. */
    private static Severity ofWord(byte[] b, int from, int to) {
        int length = to - from;
        if (length < 3) {
            return Severity.UNKNOWN;
        }
        return switch (b[from] | 0x20) {
            case 'i' ->
                is(b, from, to, "info") || is(b, from, to, "information") || is(b, from, to, "inf")
                        ? Severity.INFO
                        : Severity.UNKNOWN;
            case 'e' -> {
                if (is(b, from, to, "error") || is(b, from, to, "err")) {
                    yield Severity.ERROR;
                }
                yield is(b, from, to, "emerg") || is(b, from, to, "emergency") ? Severity.FATAL : Severity.UNKNOWN;
            }
            case 'w' ->
                is(b, from, to, "warn") || is(b, from, to, "warning") || is(b, from, to, "wrn")
                        ? Severity.WARNING
                        : Severity.UNKNOWN;
            case 'd' ->
                is(b, from, to, "debug") || is(b, from, to, "dbug") || is(b, from, to, "dbg")
                        ? Severity.DEBUG
                        : Severity.UNKNOWN;
            case 't' -> is(b, from, to, "trace") || is(b, from, to, "trce") ? Severity.TRACE : Severity.UNKNOWN;
            case 'f' -> {
                if (is(b, from, to, "fatal") || is(b, from, to, "ftl")) {
                    yield Severity.FATAL;
                }
                if (is(b, from, to, "fail")) {
                    yield Severity.ERROR;
                }
                boolean fine = is(b, from, to, "fine") || is(b, from, to, "finer");
                yield fine ? Severity.DEBUG : is(b, from, to, "finest") ? Severity.TRACE : Severity.UNKNOWN;
            }
            case 'c' -> is(b, from, to, "critical") || is(b, from, to, "crit") ? Severity.FATAL : Severity.UNKNOWN;
            case 's' -> is(b, from, to, "severe") ? Severity.ERROR : Severity.UNKNOWN;
            case 'n' -> is(b, from, to, "notice") ? Severity.INFO : Severity.UNKNOWN;
            case 'a' -> is(b, from, to, "alert") ? Severity.FATAL : Severity.UNKNOWN;
            case 'p' -> is(b, from, to, "panic") ? Severity.FATAL : Severity.UNKNOWN;
            case 'v' -> is(b, from, to, "verbose") ? Severity.TRACE : Severity.UNKNOWN;
            default -> Severity.UNKNOWN;
        };
    }

    /** Whether the range is {@code word}, in letters of either case. */
    private static boolean is(byte[] b, int from, int to, String word) {
        if (to - from != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            byte c = b[from + i];
            if ((isCapital(c) ? c | 0x20 : c) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWith(byte[] b, int from, int to, byte[] start) {
        if (to - from < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if (b[from + i] != start[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isCapital(byte b) {
        return b >= 'A' && b <= 'Z';
    }

    private static boolean isLetter(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
    }
}
