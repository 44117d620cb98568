package skerry.agent.cli;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The span of time that a query is about. */
final class SpanOption {
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
        return MomentText.millis(option, text, wall, spec);
    }
}
