package skerry.agent.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Reads moments as options name them: so long ago, or a date with its time. */
final class MomentText {
    private static final Pattern AGO = Pattern.compile("(\\d{1,9})(s|m|h|d|w)");

    private MomentText() {}

    /**
     * UTC epoch milliseconds.
     *
     * @throws CommandLine.ParameterException if the text is no moment; names the option
     */
    static long millis(String option, String text, InstantSource wall, CommandSpec spec) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            long count = Long.parseLong(ago.group(1));
            Duration span = switch (ago.group(2)) {
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                case "d" -> Duration.ofDays(count);
                default -> Duration.ofDays(7 * count);
            };
            return wall.millis() - span.toMillis();
        }
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeException e) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    option + " cannot be '" + text + "': write 15m, 2h, 7d or a moment such as 2026-11-21T10:00:00Z",
                    e);
        }
    }
}
