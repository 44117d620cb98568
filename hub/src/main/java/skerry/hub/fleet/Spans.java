package skerry.hub.fleet;

import java.time.Duration;

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
}
