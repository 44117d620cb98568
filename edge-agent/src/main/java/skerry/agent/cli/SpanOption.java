package skerry.agent.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The span of time that a query is about. */
final class SpanOption {
    private static final Pattern AGO = Pattern.compile("(\\d{1,9})(s|m|h|d|w)");

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "From this long ago (30s, 15m, 2h, 7d, 4w), from a moment (2026-11-21T10:00:00Z), or all."
                    + " Usually 1h.")
    private String since = "1h";

    @Option(names = "--until", paramLabel = "TIME", description = "Up to this long ago, or up to a moment.")
    private @Nullable String until;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** First wall time, UTC epoch milliseconds. */
    long fromMillis(InstantSource wall) {
        return since.equals("all") ? Long.MIN_VALUE : millis("--since", since, wall);
    }

    /** Last wall time; without the option also what a wrong clock dated into the future. */
    long toMillis(InstantSource wall) {
        String end = until;
        return end == null ? Long.MAX_VALUE : millis("--until", end, wall);
    }

    private long millis(String option, String text, InstantSource wall) {
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
