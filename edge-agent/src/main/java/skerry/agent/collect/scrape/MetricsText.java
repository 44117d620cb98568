package skerry.agent.collect.scrape;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The two forms in which programs write their metrics as text. */
public enum MetricsText {
    /** Prometheus text 0.0.4. */
    PROMETHEUS {
        @Override
        void read(TextLines lines, ScrapeLimits limits, Consumer<ParsedSample> out) throws IOException {
            TextFormat.read(lines, limits, out);
        }
    },
    /** OpenMetrics 1.0. */
    OPENMETRICS {
        @Override
        void read(TextLines lines, ScrapeLimits limits, Consumer<ParsedSample> out) throws IOException {
            OpenMetricsFormat.read(lines, limits, out);
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
    public List<ParsedSample> parse(byte[] text, ScrapeLimits limits) throws TextFormatException {
        if (text.length > limits.maxBytes()) {
            throw new TextFormatException(1, "the text is longer than " + limits.maxBytes() + " bytes", true);
        }
        var samples = new ArrayList<ParsedSample>();
        try {
            read(new TextLines(text, limits), limits, samples::add);
        } catch (TextFormatException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
        return List.copyOf(samples);
    }

    /**
     * Reads a text as it comes. What was handed over before an exception is no accepted text.
     *
     * @throws TextFormatException if it breaks a rule or a limit; names the first line that does
     * @throws IOException if it cannot be read
     */
    public void parse(InputStream text, ScrapeLimits limits, Consumer<ParsedSample> out) throws IOException {
        read(new TextLines(text, limits), limits, out);
    }

    abstract void read(TextLines lines, ScrapeLimits limits, Consumer<ParsedSample> out) throws IOException;

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
