package skerry.agent.collect.scrape;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
    private static final int EXEMPLAR_CODE_POINTS = 128;

    private final ScrapeLimits limits;
    private final Consumer<ParsedSample> out;
    /** By each name that a sample of the family may have, and by its own. */
    private final Map<String, OpenFamily> families = new HashMap<>();

    private @Nullable OpenFamily open;
    private int samples;

    private OpenMetricsFormat(ScrapeLimits limits, Consumer<ParsedSample> out) {
        this.limits = limits;
        this.out = out;
    }

    /** @throws TextFormatException if the text breaks a rule or a limit; names the line */
    static void read(TextLines lines, ScrapeLimits limits, Consumer<ParsedSample> out) throws IOException {
        var format = new OpenMetricsFormat(limits, out);
        boolean end = false;
        for (TextLine line = lines.next(); line != null; line = lines.next()) {
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
        if (!end) {
            throw new TextFormatException(Math.max(1, lines.number()), "the text does not end with " + END);
        }
        format.endFamily();
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
        return current != null && current.name().equals(name) ? current : begin(line, name);
    }

    private OpenFamily begin(TextLine line, String name) throws TextFormatException {
        endFamily();
        var family = new OpenFamily(line, name, this::emit);
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
        for (String name : family.names()) {
            OpenFamily owner = families.putIfAbsent(name, family);
            if (owner != null && owner != family) {
                throw family.line().error("the name " + name + " belongs to " + owner.words());
            }
        }
    }

    private void sample(OpenSample sample) throws TextFormatException {
        if (samples >= limits.maxSamples()) {
            throw sample.line().beyond("there are more than " + limits.maxSamples() + " samples");
        }
        OpenFamily current = open;
        if (current == null || !current.owns(sample.name())) {
            current = begin(sample.line(), sample.name());
        }
        if (families.get(current.name()) != current) {
            claim(current);
        }
        current.add(sample);
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
        OptionalDouble timestamp = OptionalDouble.empty();
        if (!line.startsWith(" # ") && line.take(' ')) {
            timestamp = OptionalDouble.of(line.openTimestamp());
        }
        OptionalDouble exemplar = line.take(" # ") ? OptionalDouble.of(exemplar(line)) : OptionalDouble.empty();
        if (!line.atEnd()) {
            throw line.error("there is something behind the sample: '" + line.rest() + "'");
        }
        return new OpenSample(line, name, labels.values(), value, timestamp, exemplar, histogram);
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
