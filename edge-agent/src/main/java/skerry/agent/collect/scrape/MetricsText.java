package skerry.agent.collect.scrape;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The two forms in which programs write their metrics as text. */
public enum MetricsText {
    /** Prometheus text 0.0.4. */
    PROMETHEUS {
        @Override
        <R> void read(TextLines lines, ScrapeLimits limits, TextMemory<R> memory, SampleIntake<R> out)
                throws IOException {
            TextFormat.read(lines, limits, memory, out);
        }
    },
    /** OpenMetrics 1.0. */
    OPENMETRICS {
        @Override
        <R> void read(TextLines lines, ScrapeLimits limits, TextMemory<R> memory, SampleIntake<R> out)
                throws IOException {
            OpenMetricsFormat.read(lines, limits, out::sample);
        }
    };

    /** What has no meaning in text 0.0.4: the end mark, also one written wrongly, a unit, and the types that came later. */
    private static final Pattern ONLY_OPENMETRICS = Pattern.compile(
            "^[ \\t]*#[ \\t]*EOF|^# UNIT |^# TYPE [^\\n]* (?:info|stateset|unknown)$",
            Pattern.MULTILINE | Pattern.UNIX_LINES);

    /** What OpenMetrics cannot mean: there a counter's name has no such end, and its samples have it once. */
    private static final Pattern ONLY_PROMETHEUS =
            Pattern.compile("^# TYPE [^\\n ]*_total counter$", Pattern.MULTILINE | Pattern.UNIX_LINES);

    /** Only a family whose type is given can have buckets and quantiles in OpenMetrics. */
    private static final Pattern TYPE = Pattern.compile("^# TYPE ", Pattern.MULTILINE | Pattern.UNIX_LINES);

    private static final Pattern TYPED_LABEL = Pattern.compile("[{,](?:le|quantile)=\"");

    /**
     * Reads a text; all of it or nothing.
     *
     * @throws TextFormatException if it breaks a rule or a limit; names the first line that does
     */
    public List<ParsedSample> parse(byte[] text, ScrapeLimits limits) throws TextFormatException {
        if (text.length > limits.maxBytes()) {
            throw new TextFormatException(1, "the text is longer than " + limits.maxBytes() + " bytes", true);
        }
        var samples = new Listed();
        try (var memory = new TextMemory<Void>(ByteRoom.NONE)) {
            read(new TextLines(text, limits), limits, memory, samples);
        } catch (TextFormatException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
        return List.copyOf(samples.all);
    }

    /** Takes all samples as they are. */
    private static final class Listed implements SampleIntake<Void> {
        private final List<ParsedSample> all = new ArrayList<>();

        @Override
        public Optional<Void> sample(ParsedSample sample) {
            all.add(sample);
            return Optional.empty();
        }

        @Override
        public void again(Void series, double value, long timestampMillis) {
            throw new IllegalStateException("nothing was remembered");
        }
    }

    /**
     * Reads a text as it comes. What was handed over before an exception is no accepted text.
     *
     * @param memory of the text before from the same source; the caller says there whether this one is accepted
     * @throws TextFormatException if it breaks a rule or a limit; names the first line that does
     * @throws IOException if it cannot be read
     */
    public <R> void parse(InputStream text, ScrapeLimits limits, TextMemory<R> memory, SampleIntake<R> out)
            throws IOException {
        read(new TextLines(text, limits), limits, memory, out);
    }

    abstract <R> void read(TextLines lines, ScrapeLimits limits, TextMemory<R> memory, SampleIntake<R> out)
            throws IOException;

    /** The form that a text is meant to have, by its content. */
    public static MetricsText of(byte[] text) {
        // Latin-1 keeps each byte one character: what is looked for is ASCII.
        String latin = new String(text, StandardCharsets.ISO_8859_1);
        boolean isOpen = ONLY_OPENMETRICS.matcher(latin).find()
                && !ONLY_PROMETHEUS.matcher(latin).find()
                && (TYPE.matcher(latin).find() || !TYPED_LABEL.matcher(latin).find());
        return isOpen ? OPENMETRICS : PROMETHEUS;
    }
}
