package skerry.hub.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Spans of time as a person says them. */
public final class Spans {
    private Spans() {}

    /** The two coarsest units at most: {@code 14 days}, {@code 3 h}, {@code 5 min}, {@code 40 s}. */
    public static String text(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds >= 2 * 86_400) {
            return seconds / 86_400 + " days";
        }
        if (seconds >= 2 * 3_600) {
            return seconds / 3_600 + " h";
        }
        if (seconds >= 2 * 60) {
            return seconds / 60 + " min";
        }
        return seconds + " s";
    }

    /** In all its units: {@code 2 days 2 h}, {@code 5 h 30 min}. */
    public static String exactly(Duration span) {
        long days = span.toHours() < 48 ? 0 : span.toDays();
        Duration rest = span.minusDays(days);
        var parts = new ArrayList<String>();
        part(parts, days, "days");
        part(parts, rest.toHours(), "h");
        part(parts, rest.toMinutesPart(), "min");
        part(parts, rest.toSecondsPart(), "s");
        return parts.isEmpty() ? "0 s" : String.join(" ", parts);
    }

    private static void part(List<String> parts, long number, String unit) {
        if (number > 0) {
            parts.add(number + " " + unit);
        }
    }
}
