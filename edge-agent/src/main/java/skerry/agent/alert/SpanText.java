package skerry.agent.alert;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Prometheus writes them: {@code 1h30m}, {@code 5m}, {@code 0}. */
final class SpanText {
    private static final Pattern FORM = Pattern.compile(
            "(?:(\\d{1,4})y)?(?:(\\d{1,6})w)?(?:(\\d{1,6})d)?(?:(\\d{1,8})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");
    private static final long[] MILLIS = {31_536_000_000L, 604_800_000L, 86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L};

    private SpanText() {}

    /** @throws IllegalArgumentException with a sentence that begins with "must" */
    static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        if (text.isEmpty() || !matcher.matches()) {
            throw new IllegalArgumentException("must be a duration such as 30s, 5m or 1h30m");
        }
        long millis = 0;
        for (int i = 0; i < MILLIS.length; i++) {
            String number = matcher.group(i + 1);
            millis += number == null ? 0 : Long.parseLong(number) * MILLIS[i];
        }
        return Duration.ofMillis(millis);
    }

    /** The shortest way to write it. */
    static String of(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        var text = new StringBuilder();
        String[] units = {"y", "w", "d", "h", "m", "s", "ms"};
        long left = duration.toMillis();
        for (int i = 2; i < MILLIS.length; i++) {
            if (left >= MILLIS[i]) {
                text.append(left / MILLIS[i]).append(units[i]);
                left %= MILLIS[i];
            }
        }
        return text.toString();
    }
}
