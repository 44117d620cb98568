package skerry.agent.collect.scrape;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.TextType;
import skerry.agent.collect.scrape.RememberedLine.Help;
import skerry.agent.collect.scrape.RememberedLine.Meaning;
import skerry.agent.collect.scrape.RememberedLine.Remark;
import skerry.agent.collect.scrape.RememberedLine.Sample;
import skerry.agent.collect.scrape.RememberedLine.Typing;
import skerry.protocol.series.Labels;

/**
 * Reads Prometheus text 0.0.4, quoted UTF-8 names included, as strictly as Prometheus's own client library: one TYPE per
 * metric and before its samples, numbers in decimal, no negative counts in histograms, every line ended. The whole text is
 * accepted or none of it. Source: Prometheus "Text-based format" and "UTF-8 names".
 *
 * <p>A line is read in one of two ways that mean the same. One that is remembered from the text before costs a comparison of bytes
 * and a number; any other, and each that a rule may refuse, is taken apart with line and reason at hand. Not thread-safe; one
 * object reads one text.
 *
 * @param <R> what is made of a series
 */
public final class TextFormat<R> {
    private final ScrapeLimits limits;
    private final TextMemory<R> memory;
    private final SampleIntake<R> out;
    private final DecimalBytes number = new DecimalBytes();
    private int samples;
    /** Of the sample understood last: behind its name and labels. */
    private int seriesEnd;

    private TextFormat(ScrapeLimits limits, TextMemory<R> memory, SampleIntake<R> out) {
        this.limits = limits;
        this.memory = memory;
        this.out = out;
    }

    /**
     * Reads a text.
     *
     * @throws TextFormatException if it breaks a rule or a limit; names the first line that does
     */
    public static List<ParsedSample> parse(byte[] text, ScrapeLimits limits) throws TextFormatException {
        return MetricsText.PROMETHEUS.parse(text, limits);
    }

    /** @throws TextFormatException if the text breaks a rule or a limit; names the line */
    static <R> void read(TextLines lines, ScrapeLimits limits, TextMemory<R> memory, SampleIntake<R> out)
            throws IOException {
        var format = new TextFormat<>(limits, memory, out);
        memory.begin();
        while (lines.advance()) {
            if (!lines.ended() || !format.recognise(lines.bytes(), lines.from(), lines.to())) {
                format.understand(lines);
            }
        }
    }

    /** @return false if the line is to be understood first; then nothing was done */
    private boolean recognise(byte[] bytes, int from, int to) {
        RememberedLine<R> line = memory.find(bytes, from, to);
        if (line == null) {
            return false;
        }
        boolean known = switch (line.meaning()) {
            case Remark<R> _ -> true;
            case Help<R>(MetricName name, String words) -> help(memory.name(name), words);
            case Typing<R>(MetricName name, TextType type, boolean gauge) -> type(memory.name(name), type, gauge);
            case Sample<R> sample -> sample(sample, bytes, from + line.length(), to);
        };
        if (known) {
            memory.stands(line);
        }
        return known;
    }

    private boolean sample(Sample<R> sample, byte[] bytes, int from, int to) {
        int at = skipBlanks(bytes, from, to);
        if (samples == limits.maxSamples() || !number.readNumber(bytes, at, to)) {
            return false;
        }
        if (number.value() < 0 && !sample.mayBeNegative()) {
            return false;
        }
        at = skipBlanks(bytes, number.end(), to);
        long time = SampleIntake.NO_TIME;
        if (at < to) {
            if (!number.readWhole(bytes, at, to) || skipBlanks(bytes, number.end(), to) < to) {
                return false;
            }
            time = number.whole();
        }
        if (!isSame(memory.family(memory.name(sample.name())), sample.family())) {
            return false;
        }
        out.again(sample.series(), number.value(), time);
        samples++;
        return true;
    }

    /** One that is equal is the same: a name keeps its family as long as nothing changes of it. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(MetricFamily one, MetricFamily other) {
        return one == other;
    }

    private static int skipBlanks(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && DecimalBytes.isBlank(bytes[at])) {
            at++;
        }
        return at;
    }

    /** @return false if HELP is there already */
    private static boolean help(MetricName name, String words) {
        if (name.hasHelp()) {
            return false;
        }
        name.help(words);
        return true;
    }

    /** @return false if TYPE is there already, or comes too late */
    private static boolean type(MetricName name, TextType type, boolean gauge) {
        if (name.isTyped() || name.hasSamples()) {
            return false;
        }
        name.type(type, gauge);
        return true;
    }

    private void understand(TextLines lines) throws TextFormatException {
        TextLine line = lines.line();
        if (!lines.ended() && !line.isBlank()) {
            throw line.error("the text ends in the middle of a line");
        }
        Optional<Meaning<R>> meaning = read(line);
        if (meaning.isPresent()) {
            Meaning<R> found = meaning.get();
            String same = found instanceof Sample ? line.text().substring(0, seriesEnd) : line.text();
            memory.remember(same.getBytes(StandardCharsets.UTF_8), found);
        }
    }

    /** @return what is to be remembered of the line */
    private Optional<Meaning<R>> read(TextLine line) throws TextFormatException {
        line.skipBlanks();
        if (line.atEnd()) {
            return Optional.of(new Remark<>());
        }
        if (!line.take('#')) {
            return sample(line);
        }
        line.skipBlanks();
        return Optional.of(
                switch (line.word()) {
                    case "HELP" -> help(line);
                    case "TYPE" -> type(line);
                    default -> new Remark<>();
                });
    }

    private Meaning<R> help(TextLine line) throws TextFormatException {
        line.skipBlanks();
        if (line.atEnd()) {
            return new Remark<>();
        }
        MetricName name = memory.name(name(line));
        line.skipBlanks();
        if (line.atEnd()) {
            return new Remark<>();
        }
        String words = TextLine.unescapedHelp(line.rest());
        if (!help(name, words)) {
            throw line.error("a second HELP for this metric");
        }
        return new Help<>(name, words);
    }

    private Meaning<R> type(TextLine line) throws TextFormatException {
        line.skipBlanks();
        if (line.atEnd()) {
            return new Remark<>();
        }
        MetricName name = memory.name(name(line));
        line.skipBlanks();
        String word = line.rest().stripTrailing();
        if (name.isTyped()) {
            throw line.error("a second TYPE for " + name.name());
        }
        if (name.hasSamples()) {
            throw line.error("TYPE comes after samples of " + name.name());
        }
        String type = word.toLowerCase(Locale.ROOT);
        boolean gauge = type.equals("gaugehistogram") || type.equals("gauge_histogram");
        TextType known = switch (type) {
            case "counter" -> TextType.COUNTER;
            case "gauge" -> TextType.GAUGE;
            case "summary" -> TextType.SUMMARY;
            case "histogram", "gaugehistogram", "gauge_histogram" -> TextType.HISTOGRAM;
            case "untyped" -> TextType.UNTYPED;
            default -> throw line.error("'" + word + "' is no type of metric");
        };
        name.type(known, gauge);
        return new Typing<>(name, known, gauge);
    }

    private static String name(TextLine line) throws TextFormatException {
        return line.startsWith('"') ? line.quotedName() : line.metricName();
    }

    private Optional<Meaning<R>> sample(TextLine line) throws TextFormatException {
        if (samples == limits.maxSamples()) {
            throw line.beyond("there are more than " + limits.maxSamples() + " samples");
        }
        String text = line.startsWith('{') ? "" : line.metricName();
        seriesEnd = line.at();
        line.skipBlanks();
        var labels = new TextLabels(limits);
        if (line.take('{')) {
            text = labels(line, text, labels);
            seriesEnd = line.at();
        }
        if (text.isEmpty()) {
            throw line.error("there is no metric name");
        }
        labels.checkLength(line, text);
        line.skipBlanks();
        double value = line.value();
        line.skipBlanks();
        var timestamp = OptionalLong.empty();
        if (!line.atEnd()) {
            timestamp = OptionalLong.of(line.timestamp());
            line.skipBlanks();
        }
        if (!line.atEnd()) {
            throw line.error("there is something behind the sample: '" + line.rest() + "'");
        }
        MetricName name = memory.name(text);
        MetricFamily family = memory.family(name);
        checkMeaning(line, family, labels.values(), value);
        samples++;
        Optional<R> series = out.sample(
                new ParsedSample(line.number(), family, Labels.of(labels.values()), value, timestamp, false));
        if (series.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Sample<>(name, family, !isCount(family), series.get()));
    }

    /** Reads up to the closing brace; returns the metric's name, which may stand among the labels in quotes. */
    private static String labels(TextLine line, String nameBefore, TextLabels labels) throws TextFormatException {
        String name = nameBefore;
        line.skipBlanks();
        if (line.take(',')) {
            line.skipBlanks();
        }
        while (!line.take('}')) {
            boolean quoted = line.startsWith('"');
            String label = quoted ? line.quotedName() : line.labelName();
            line.skipBlanks();
            if (quoted && name.isEmpty() && !line.startsWith('=')) {
                name = label;
            } else {
                if (!line.take('=')) {
                    throw line.error("behind the label name " + label + " there is no equals sign");
                }
                line.skipBlanks();
                labels.add(line, label, line.quotedValue());
            }
            line.skipBlanks();
            boolean comma = line.take(',');
            line.skipBlanks();
            if (line.atEnd() || (!comma && !line.startsWith('}') && !line.startsWithName())) {
                throw line.error("behind a label there is neither a comma nor a closing brace");
            }
        }
        return name;
    }

    private static void checkMeaning(TextLine line, MetricFamily family, Map<String, String> labels, double value)
            throws TextFormatException {
        if (isCount(family)) {
            if (value < 0) {
                throw line.error("a count in a histogram is negative");
            }
            if (family.name().endsWith("_bucket")) {
                checkBound(line, labels, "le");
            }
        }
        if (family.textType() == TextType.SUMMARY && !isPart(family)) {
            checkBound(line, labels, "quantile");
        }
    }

    /** Of a histogram: how many, in all or up to a bound. */
    private static boolean isCount(MetricFamily family) {
        return family.textType() == TextType.HISTOGRAM
                && isPart(family)
                && !family.name().endsWith("_sum");
    }

    private static boolean isPart(MetricFamily family) {
        return !family.name().equals(family.textName());
    }

    private static void checkBound(TextLine line, Map<String, String> labels, String label) throws TextFormatException {
        String bound = labels.get(label);
        if (bound != null && !TextLine.isNumber(bound)) {
            throw line.error("label " + label + " is not a number: '" + bound + "'");
        }
    }
}
