package skerry.agent.collect.scrape;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** The two forms in which programs write their metrics as text. */
public enum MetricsText {
    /** Prometheus text 0.0.4. */
    PROMETHEUS {
        @Override
        public List<ParsedSample> parse(byte[] text, ScrapeLimits limits) throws TextFormatException {
            return TextFormat.parse(text, limits);
        }
    },
    /** OpenMetrics 1.0. */
    OPENMETRICS {
        @Override
        public List<ParsedSample> parse(byte[] text, ScrapeLimits limits) throws TextFormatException {
            return OpenMetricsFormat.parse(text, limits);
        }
    };

    /** What has no meaning in text 0.0.4: the end mark, also one written wrongly, a unit, and the types that came later. */
    private static final Pattern ONLY_OPENMETRICS = Pattern.compile(
            "^[ \\t]*#[ \\t]*EOF|^# UNIT |^# TYPE [^\\n]* (?:info|stateset|unknown)$",
            Pattern.MULTILINE | Pattern.UNIX_LINES);

    /**
     * Reads a text; all of it or nothing.
     *
     * @throws TextFormatException if it breaks a rule or a limit; names the first line that does
     */
    public abstract List<ParsedSample> parse(byte[] text, ScrapeLimits limits) throws TextFormatException;

    /** The form that a text is meant to have, by its content. */
    public static MetricsText of(byte[] text) {
        // Latin-1 keeps each byte one character: what is looked for is ASCII.
        return ONLY_OPENMETRICS
                        .matcher(new String(text, StandardCharsets.ISO_8859_1))
                        .find()
                ? OPENMETRICS
                : PROMETHEUS;
    }
}
