package skerry.agent.collect.scrape;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import skerry.protocol.series.Labels;

/**
 * Reads OpenMetrics 1.0 text, with names in quotes and native histograms beside it, as strictly as its specification asks:
 * the whole text is accepted or none of it. Names that the specification only reserves are accepted, since many exporters
 * use them.
 *
 * <p>This class knows lines and their parts; {@link OpenFamily} knows what may stand together. Not thread-safe; one object
 * reads one text.
 */
final class OpenMetricsFormat {
    private static final String END = "# EOF";
    /** Of all names and values of an exemplar's labels. */
    static final int EXEMPLAR_CODE_POINTS = 128;

    private final ScrapeLimits limits;
    private final PlainSeries plain;
    private final PlainExemplar exemplar;
    private final DecimalBytes number = new DecimalBytes();
    private final LabelNumbers labelNumbers = new LabelNumbers();
    private final Consumer<ParsedSample> out;
    /** By each name that a sample of the family may have, and by its own. */
    private final Map<String, OpenFamily> families = new HashMap<>();

    private @Nullable OpenFamily open;
    private int samples;

    private OpenMetricsFormat(ScrapeLimits limits, PlainSeries plain, Consumer<ParsedSample> out) {
        this.limits = limits;
        this.plain = plain;
        this.exemplar = new PlainExemplar(limits);
        this.out = out;
    }

    /** @throws TextFormatException if the text breaks a rule or a limit; names the line */
    static void read(TextLines lines, ScrapeLimits limits, Consumer<ParsedSample> out) throws IOException {
        read(lines, limits, new PlainSeries(limits), out);
    }

    /**
     * @param plain reads what it can
     * @throws TextFormatException if the text breaks a rule or a limit; names the line
     */
    static void read(TextLines lines, ScrapeLimits limits, PlainSeries plain, Consumer<ParsedSample> out)
            throws IOException {
        var format = new OpenMetricsFormat(limits, plain, out);
        boolean end = false;
        while (lines.advance()) {
            if (end || !lines.ended() || !format.plain(lines)) {
                TextLine line = lines.line();
                if (end) {
                    throw line.error("there is something behind " + END);
                }
                end = line.text().equals(END);
                if (!end) {
                    if (!lines.ended()) {
                        throw line.error("the text ends in the middle of a line");
                    }
                    format.read(line);
                }
            }
        }
        if (!end) {
            throw new TextFormatException(Math.max(1, lines.number()), "the text does not end with " + END);
        }
        format.endFamily();
    }

    /**
     * Reads a sample that is written as most programs do.
     *
     * @return false if the line is to be taken apart; then nothing was done
     * @throws TextFormatException if the sample cannot stand here
     */
    private boolean plain(TextLines lines) throws TextFormatException {
        byte[] bytes = lines.bytes();
        int to = lines.to();
        if (samples >= limits.maxSamples()
                || !plain.read(lines)
                || bytes[plain.end()] != ' '
                || !number.readNumber(bytes, plain.end() + 1, to)) {
            return false;
        }
        double value = number.value();
        double seconds = OpenSample.NO_TIME;
        int at = number.end();
        if (at < to && !PlainExemplar.isHere(bytes, at, to)) {
            if (bytes[at] != ' '
                    || !number.readNumber(bytes, at + 1, to)
                    || !(Math.abs(number.value()) <= TextLine.LATEST_SECONDS)) {
                return false;
            }
            seconds = number.value();
            at = number.end();
        }
        boolean hasExemplar = at < to;
        if (hasExemplar && !(PlainExemplar.isHere(bytes, at, to) && exemplar.read(bytes, at, to))) {
            return false;
        }
        sample(new OpenSample(
                lines.number(),
                plain.name(),
                plain.labels(),
                plain.empty(),
                value,
                seconds,
                hasExemplar,
                hasExemplar ? exemplar.value() : Double.NaN,
                Optional.empty()));
        return true;
    }

    private void read(TextLine line) throws TextFormatException {
        if (line.text().endsWith("\r")) {
            throw line.error("the line ends with a carriage return");
        }
        if (line.take("# TYPE ")) {
            OpenFamily family = described(line);
            family.type(line, line.rest());
        } else if (line.take("# HELP ")) {
            OpenFamily family = described(line);
            family.help(line, line.rest());
        } else if (line.take("# UNIT ")) {
            OpenFamily family = described(line);
            family.unit(line, line.rest());
        } else if (line.startsWith('#')) {
            throw line.error("only TYPE, HELP, UNIT and EOF may stand behind '# '");
        } else {
            sample(sampleLine(line));
        }
    }

    /** The family that a metadata line is about; takes the line up to its last part. */
    private OpenFamily described(TextLine line) throws TextFormatException {
        String name = name(line);
        if (!line.take(' ')) {
            throw line.error("behind the name " + name + " there is nothing");
        }
        OpenFamily current = open;
        return current != null && current.name().equals(name) ? current : begin(line.number(), name);
    }

    private OpenFamily begin(int line, String name) throws TextFormatException {
        endFamily();
        var family = new OpenFamily(line, name, labelNumbers, this::emit);
        open = family;
        return family;
    }

    private void endFamily() throws TextFormatException {
        OpenFamily current = open;
        if (current != null) {
            claim(current);
            current.end();
            open = null;
        }
    }

    /** Takes the names for this family; a family takes them once it has a sample, since its type is known then. */
    private void claim(OpenFamily family) throws TextFormatException {
        if (family.isClaimed()) {
            return;
        }
        family.claimed();
        for (String name : family.names()) {
            OpenFamily owner = families.putIfAbsent(name, family);
            if (owner != null && owner != family) {
                throw family.error("the name " + name + " belongs to " + owner.words());
            }
        }
    }

    private void sample(OpenSample sample) throws TextFormatException {
        if (samples >= limits.maxSamples()) {
            throw new TextFormatException(
                    sample.line(), "there are more than " + limits.maxSamples() + " samples", true);
        }
        OpenFamily family = open;
        OpenPart part = family == null ? null : family.part(sample.name());
        if (family == null || part == null) {
            family = begin(sample.line(), sample.name());
            part = Objects.requireNonNull(family.part(sample.name()), "its own name");
        }
        claim(family);
        family.add(sample, part);
    }

    private void emit(ParsedSample sample) {
        samples++;
        out.accept(sample);
    }

    private OpenSample sampleLine(TextLine line) throws TextFormatException {
        boolean nameAmongLabels = line.startsWith('{');
        String name = nameAmongLabels ? "" : line.metricName();
        var labels = new TextLabels(limits);
        if (line.take('{')) {
            name = labels(line, name, nameAmongLabels, labels);
        }
        if (name.isEmpty()) {
            throw line.error("there is no metric name");
        }
        labels.checkLength(line, name);
        if (!line.take(' ')) {
            throw line.error("behind the name and its labels there is no value");
        }
        Optional<NativeHistogram> histogram = Optional.empty();
        double value = Double.NaN;
        if (line.startsWith('{')) {
            histogram = Optional.of(NativeHistogram.read(line));
        } else {
            value = line.openNumber();
        }
        double seconds = OpenSample.NO_TIME;
        if (!line.startsWith(" # ") && line.take(' ')) {
            seconds = line.openTimestamp();
        }
        boolean hasExemplar = line.take(" # ");
        double exemplarValue = hasExemplar ? exemplar(line) : Double.NaN;
        if (!line.atEnd()) {
            throw line.error("there is something behind the sample: '" + line.rest() + "'");
        }
        return new OpenSample(
                line.number(),
                name,
                Labels.of(labels.values()),
                labels.empty(),
                value,
                seconds,
                hasExemplar,
                exemplarValue,
                histogram);
    }

    private double exemplar(TextLine line) throws TextFormatException {
        if (!line.take('{')) {
            throw line.error("an exemplar has no labels: even none are written {}");
        }
        var labels = new TextLabels(limits);
        labels(line, "-", false, labels);
        int length = 0;
        for (var label : labels.values().entrySet()) {
            length += label.getKey().codePointCount(0, label.getKey().length());
            length += label.getValue().codePointCount(0, label.getValue().length());
        }
        if (length > EXEMPLAR_CODE_POINTS) {
            throw line.error("the labels of an exemplar are longer than " + EXEMPLAR_CODE_POINTS + " characters");
        }
        if (!line.take(' ')) {
            throw line.error("behind the labels of an exemplar there is no value");
        }
        double value = line.openNumber();
        if (line.take(' ')) {
            line.openTimestamp();
        }
        return value;
    }

    /**
     * Reads up to the closing brace.
     *
     * @param nameAmongLabels whether the metric's name stands here, in quotes; a space may follow a comma then
     * @return the metric's name
     */
    private static String labels(TextLine line, String nameBefore, boolean nameAmongLabels, TextLabels labels)
            throws TextFormatException {
        String name = nameBefore;
        if (line.take('}')) {
            return name;
        }
        do {
            if (nameAmongLabels) {
                line.take(' ');
            }
            boolean quoted = line.startsWith('"');
            String label = quoted ? line.quotedName() : line.labelName();
            if (quoted && name.isEmpty() && !line.startsWith('=')) {
                name = label;
            } else {
                if (!line.take('=')) {
                    throw line.error("behind the label name " + label + " there is no equals sign");
                }
                labels.add(line, label, line.quotedValue());
            }
        } while (line.take(','));
        if (!line.take('}')) {
            throw line.error("behind a label there is neither a comma nor a closing brace");
        }
        return name;
    }

    private static String name(TextLine line) throws TextFormatException {
        return line.startsWith('"') ? line.quotedName() : line.metricName();
    }
}
