package skerry.agent.collect.scrape;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
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
 * <p>A line is read in one of three ways that mean the same. One that is remembered from the text before costs a comparison of bytes
 * and a number; a sample that is written as most are is read from its bytes; any other line, and each that a rule may refuse, is
 * taken apart with line and reason at hand. Not thread-safe; one
 * object reads one text.
 *
 * @param <R> what is made of a series
 */
public final class TextFormat<R> {
    private final ScrapeLimits limits;
    private final TextMemory<R> memory;
    private final SampleIntake<R> out;
    private final DecimalBytes number = new DecimalBytes();
    private final LabelNumbers labelNumbers = new LabelNumbers();
    private final PlainSeries plain;
    private int samples;
    /** Of the plain line before, if it was taken. */
    private @Nullable MetricName named;
    /** Of the sample whose value was read last. */
    private long time;
    /** Of the sample understood last: behind its name and labels. */
    private int seriesEnd;

    private TextFormat(ScrapeLimits limits, PlainSeries plain, TextMemory<R> memory, SampleIntake<R> out) {
        this.limits = limits;
        this.plain = plain;
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
        read(lines, limits, new PlainSeries(limits), memory, out);
    }

    /**
     * @param plain reads what it can
     * @throws TextFormatException if the text breaks a rule or a limit; names the line
     */
    static <R> void read(
            TextLines lines, ScrapeLimits limits, PlainSeries plain, TextMemory<R> memory, SampleIntake<R> out)
            throws IOException {
        var format = new TextFormat<>(limits, plain, memory, out);
        memory.begin();
        while (lines.advance()) {
            if (!lines.ended() || !(format.recognise(lines.bytes(), lines.from(), lines.to()) || format.plain(lines))) {
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
        if (samples == limits.maxSamples() || !readValue(bytes, from, to)) {
            return false;
        }
        if (number.value() < 0 && !sample.mayBeNegative()) {
            return false;
        }
        if (!isSame(memory.family(memory.name(sample.name())), sample.family())) {
            return false;
        }
        out.again(sample.series(), number.value(), time);
        samples++;
        return true;
    }

    /** Reads what stands behind the labels. */
    private boolean readValue(byte[] bytes, int from, int to) {
        if (!number.readNumber(bytes, skipBlanks(bytes, from, to), to)) {
            return false;
        }
        int at = skipBlanks(bytes, number.end(), to);
        time = SampleIntake.NO_TIME;
        if (at < to) {
            if (!number.readWhole(bytes, at, to) || skipBlanks(bytes, number.end(), to) < to) {
                return false;
            }
            time = number.whole();
        }
        return true;
    }

    /**
     * Reads a sample that is written as most programs do.
     *
     * @return false if the line is to be taken apart; then nothing was done
     */
    private boolean plain(TextLines lines) {
        byte[] bytes = lines.bytes();
        MetricName before = named;
        named = null;
        if (samples == limits.maxSamples() || !plain.read(lines) || !readValue(bytes, plain.end(), lines.to())) {
            return false;
        }
        MetricName name = before != null && plain.isNamedAsBefore() ? before : memory.name(plain.name());
        named = name;
        MetricFamily family = memory.family(name);
        String bound = boundLabel(family);
        boolean isWrong = (isCount(family) && number.value() < 0)
                || (!bound.isEmpty()
                        && plain.has(bound)
                        && labelNumbers.number(plain.label(bound)).isEmpty());
        if (isWrong) {
            return false;
        }
        var timestamp = time == SampleIntake.NO_TIME ? OptionalLong.empty() : OptionalLong.of(time);
        samples++;
        out.sample(new ParsedSample(lines.number(), family, plain.labels(), number.value(), timestamp, false))
                .ifPresent(series -> memory.remember(
                        Arrays.copyOfRange(bytes, lines.from(), plain.end()),
                        new Sample<>(name, family, !isCount(family), series)));
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

    private void checkMeaning(TextLine line, MetricFamily family, Map<String, String> labels, double value)
            throws TextFormatException {
        if (isCount(family)) {
            if (value < 0) {
                throw line.error("a count in a histogram is negative");
            }
        }
        String bound = labels.get(boundLabel(family));
        if (bound != null && labelNumbers.number(bound).isEmpty()) {
            throw line.error("label " + boundLabel(family) + " is not a number: '" + bound + "'");
        }
    }

    /** The label that has to be a number; empty if none has. */
    private static String boundLabel(MetricFamily family) {
        if (family.textType() == TextType.HISTOGRAM
                && isPart(family)
                && family.name().endsWith("_bucket")) {
            return "le";
        }
        return family.textType() == TextType.SUMMARY && !isPart(family) ? "quantile" : "";
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
}
