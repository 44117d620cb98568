package skerry.agent.summary;

import java.util.Locale;
import java.util.Map;
import skerry.protocol.payload.Severity;

/**
 * Reads how grave a line is from its text: the level field of JSON and logfmt lines, the first letter of klog lines, or a
 * level's word near the start. Owned by one thread.
 */
public final class TextSeverity {
    private static final int WORDS = 6;
    private static final int LOOK_AT = 120;

    private static final Map<String, Severity> NAMES = Map.ofEntries(
            Map.entry("trace", Severity.TRACE),
            Map.entry("trc", Severity.TRACE),
            Map.entry("finest", Severity.TRACE),
            Map.entry("debug", Severity.DEBUG),
            Map.entry("dbg", Severity.DEBUG),
            Map.entry("fine", Severity.DEBUG),
            Map.entry("info", Severity.INFO),
            Map.entry("inf", Severity.INFO),
            Map.entry("information", Severity.INFO),
            Map.entry("notice", Severity.INFO),
            Map.entry("warn", Severity.WARNING),
            Map.entry("warning", Severity.WARNING),
            Map.entry("wrn", Severity.WARNING),
            Map.entry("error", Severity.ERROR),
            Map.entry("err", Severity.ERROR),
            Map.entry("severe", Severity.ERROR),
            Map.entry("fatal", Severity.FATAL),
            Map.entry("ftl", Severity.FATAL),
            Map.entry("critical", Severity.FATAL),
            Map.entry("crit", Severity.FATAL),
            Map.entry("alert", Severity.FATAL),
            Map.entry("emerg", Severity.FATAL),
            Map.entry("panic", Severity.FATAL));

    private final JsonFields json = new JsonFields();

    /** The severity that the line states, or {@link Severity#UNKNOWN}. */
    public Severity of(String line) {
        if (line.isEmpty()) {
            return Severity.UNKNOWN;
        }
        if (line.charAt(0) == '{') {
            return json.read(line) ? named(json.level()) : Severity.UNKNOWN;
        }
        if (MessagePart.isKlog(line)) {
            return switch (line.charAt(0)) {
                case 'I' -> Severity.INFO;
                case 'W' -> Severity.WARNING;
                case 'E' -> Severity.ERROR;
                default -> Severity.FATAL;
            };
        }
        return nearTheStart(line);
    }

    private static Severity named(String level) {
        Severity severity = NAMES.get(level.toLowerCase(Locale.ROOT));
        if (severity != null) {
            return severity;
        }
        // pino and bunyan count in tens, syslog from 0 for the worst to 7.
        return switch (level) {
            case "0", "1", "2", "60" -> Severity.FATAL;
            case "3", "50" -> Severity.ERROR;
            case "4", "40" -> Severity.WARNING;
            case "5", "6", "30" -> Severity.INFO;
            case "7", "20" -> Severity.DEBUG;
            case "10" -> Severity.TRACE;
            default -> Severity.UNKNOWN;
        };
    }

    /** A word in capitals, in brackets, or after {@code level=}; other words in small letters are part of a sentence. */
    private static Severity nearTheStart(String line) {
        int limit = Math.min(line.length(), LOOK_AT);
        int words = 0;
        int i = 0;
        while (i < limit && words < WORDS) {
            while (i < limit && !letter(line.charAt(i))) {
                i++;
            }
            int start = i;
            boolean capitals = true;
            while (i < limit && letter(line.charAt(i))) {
                capitals &= line.charAt(i) < 'a';
                i++;
            }
            if (i - start >= 3 && i - start <= 11 && (capitals || enclosed(line, start, i))) {
                Severity severity = NAMES.get(line.substring(start, i).toLowerCase(Locale.ROOT));
                if (severity != null) {
                    return severity;
                }
            }
            words++;
        }
        return Severity.UNKNOWN;
    }

    private static boolean enclosed(String line, int start, int end) {
        char before = start > 0 ? line.charAt(start - 1) : ' ';
        char after = end < line.length() ? line.charAt(end) : ' ';
        return (before == '[' && after == ']')
                || (before == '<' && after == '>')
                || (before == '=' && (line.startsWith("level", start - 6) || line.startsWith("lvl", start - 4)))
                || (start == 0 && after == ':');
    }

    private static boolean letter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
