package skerry.agent.services;

import java.util.HashMap;
import java.util.Map;
import skerry.agent.services.LogValues.FieldSink;

/**
 * Durations in a log line, under names that are known: {@code dur=37ms}, {@code "elapsed":"1.2s"}, {@code duration_ms=12},
 * {@code "ms":12}, {@code took 3.2s}. A number without a unit counts only where the name has one; all else is passed over, as are
 * names that stand within an address. Makes no object for a line without one. Not thread-safe.
 */
final class DurationFields {
    private static final int LONGEST_NAME = 24;
    private static final int LONGEST_NUMBER = 18;
    private static final double HOUR = 3_600;
    private static final double MINUTE = 60;
    private static final double MILLI = 1e-3;
    private static final double MICRO = 1e-6;
    private static final double NANO = 1e-9;
    /** Of a name without a unit: its value has one. */
    private static final double OWN_UNIT = 0;

    private static final String[] STEMS = {
        "dur", "duration", "took", "elapsed", "latency", "elapsed_time", "response_time", "request_time", "time_taken"
    };
    private static final Map<String, Double> UNITS = units();
    /** Of all names: most fields of a line need no further look. */
    private static final String FIRST_LETTERS = "delmrt";

    private final FieldSink sink;
    private String text = "";

    /** @param sink is handed each duration with its name */
    DurationFields(FieldSink sink) {
        this.sink = sink;
    }

    private static Map<String, Double> units() {
        var units = new HashMap<String, Double>();
        for (String stem : STEMS) {
            units.put(stem, OWN_UNIT);
            unit(units, stem, "s", 1);
            unit(units, stem, "sec", 1);
            unit(units, stem, "secs", 1);
            unit(units, stem, "seconds", 1);
            unit(units, stem, "ms", MILLI);
            unit(units, stem, "msec", MILLI);
            unit(units, stem, "millis", MILLI);
            unit(units, stem, "us", MICRO);
            unit(units, stem, "micros", MICRO);
            unit(units, stem, "ns", NANO);
            unit(units, stem, "nanos", NANO);
        }
        units.put("responseTime", OWN_UNIT);
        units.put("responseTimeMs", MILLI);
        units.put("ms", MILLI);
        return units;
    }

    private static void unit(Map<String, Double> units, String stem, String unit, double seconds) {
        units.put(stem + '_' + unit, seconds);
        if (unit.length() > 1) {
            units.put(stem + Character.toUpperCase(unit.charAt(0)) + unit.substring(1), seconds);
        }
    }

    void find(String line) {
        text = line;
        int length = line.length();
        char before = 0;
        for (int at = 0; at < length; at++) {
            char c = line.charAt(at);
            if (c == '=' && mayEndName(before)) {
                field(at, at + 1);
            } else if (c == ':' && before == '"' && at > 1 && mayEndName(line.charAt(at - 2))) {
                field(at - 1, at + 1);
            } else if (c == ' ' && before == 'k' && line.startsWith("took", at - 4)) {
                field(at, at + 1);
            }
            before = c;
        }
    }

    /** Whether a known name may end so: most fields need no further look. */
    private static boolean mayEndName(char c) {
        return switch (c) {
            case 'c', 'd', 'e', 'k', 'n', 'r', 's', 'y' -> true;
            default -> false;
        };
    }

    /**
     * @param nameEnd behind the last character of what may be a name
     * @param from where its value begins
     */
    private void field(int nameEnd, int from) {
        int begin = nameEnd;
        int least = Math.max(0, nameEnd - LONGEST_NAME);
        while (begin > least && isOfName(text.charAt(begin - 1))) {
            begin--;
        }
        // What stands behind ? and & was written by whoever asked.
        if (begin == nameEnd || (begin > 0 && " \t,;{([\"".indexOf(text.charAt(begin - 1)) < 0)) {
            return;
        }
        if (FIRST_LETTERS.indexOf(text.charAt(begin)) < 0) {
            return;
        }
        String name = text.substring(begin, nameEnd);
        Double unit = UNITS.get(name);
        if (unit == null) {
            return;
        }
        int at = from;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '"')) {
            at++;
        }
        double seconds = unit == OWN_UNIT ? withUnits(at) : number(at, unit);
        if (!Double.isNaN(seconds)) {
            sink.field(name, seconds);
        }
    }

    private static boolean isOfName(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    /** A lone number, in seconds; not a number if there is none. */
    private double number(int from, double unit) {
        int end = numberEnd(from);
        return end == from || !isOver(end) ? Double.NaN : parse(from, end) * unit;
    }

    /** As Go writes it: {@code 1h2m3.5s}, {@code 37ms}, {@code 12µs}. */
    private double withUnits(int from) {
        double seconds = 0;
        int at = from;
        do {
            int end = numberEnd(at);
            int unitEnd = end;
            while (unitEnd < text.length() && isOfUnit(text.charAt(unitEnd))) {
                unitEnd++;
            }
            double unit = end == at ? Double.NaN : unit(text.substring(end, Math.min(unitEnd, end + 3)));
            if (Double.isNaN(unit)) {
                return Double.NaN;
            }
            seconds += parse(at, end) * unit;
            at = unitEnd;
        } while (at < text.length() && isDigit(text.charAt(at)));
        return isOver(at) ? seconds : Double.NaN;
    }

    private static double unit(String word) {
        return switch (word) {
            case "h" -> HOUR;
            case "m" -> MINUTE;
            case "s" -> 1;
            case "ms" -> MILLI;
            case "us", "µs", "μs" -> MICRO;
            case "ns" -> NANO;
            default -> Double.NaN;
        };
    }

    private int numberEnd(int from) {
        int at = from;
        int dots = 0;
        while (at < text.length()
                && (isDigit(text.charAt(at)) || (text.charAt(at) == '.' && at > from && dots++ == 0))) {
            at++;
        }
        return at;
    }

    private double parse(int from, int end) {
        return end - from > LONGEST_NUMBER ? Double.NaN : Double.parseDouble(text.substring(from, end));
    }

    /** Whether a value ends here: nothing else belongs to it. A stop ends it where no more follows. */
    private boolean isOver(int at) {
        if (at < text.length() && text.charAt(at) == '.') {
            return at + 1 == text.length() || text.charAt(at + 1) == ' ';
        }
        return at == text.length() || " \t,;})]\"".indexOf(text.charAt(at)) >= 0;
    }

    private static boolean isOfUnit(char c) {
        return (c >= 'a' && c <= 'z') || c == 'µ' || c == 'μ';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
