package skerry.agent.collect.scrape;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.TextType;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;

/**
 * Reads Prometheus text 0.0.4, quoted UTF-8 names included, as strictly as Prometheus's own client library: one TYPE per
 * metric and before its samples, numbers in decimal, no negative counts in histograms, every line ended. The whole text is
 * accepted or none of it. Source: Prometheus "Text-based format" and "UTF-8 names".
 *
 * <p>Not thread-safe; one object reads one text.
 */
public final class TextFormat {
    private final ScrapeLimits limits;
    private final Consumer<ParsedSample> out;
    private int samples;
    private final Map<String, Metadata> declared = new HashMap<>();
    private final Map<String, MetricFamily> families = new HashMap<>();
    private final Set<String> withSamples = new HashSet<>();

    /** What HELP and TYPE said; {@code gaugeHistogram} because its parts go down as well. */
    private static final class Metadata {
        String help = "";
        boolean typed;
        TextType type = TextType.UNTYPED;
        boolean gaugeHistogram;
    }

    private TextFormat(ScrapeLimits limits, Consumer<ParsedSample> out) {
        this.limits = limits;
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
    static void read(TextLines lines, ScrapeLimits limits, Consumer<ParsedSample> out) throws IOException {
        var format = new TextFormat(limits, out);
        for (TextLine line = lines.next(); line != null; line = lines.next()) {
            if (!lines.ended() && !line.isBlank()) {
                throw line.error("the text ends in the middle of a line");
            }
            format.read(line);
        }
    }

    private void read(TextLine line) throws TextFormatException {
        line.skipBlanks();
        if (line.atEnd()) {
            return;
        }
        if (!line.take('#')) {
            out.accept(sample(line));
            samples++;
            return;
        }
        line.skipBlanks();
        switch (line.word()) {
            case "HELP" -> help(line);
            case "TYPE" -> type(line);
            default -> {
                // a remark
            }
        }
    }

    private void help(TextLine line) throws TextFormatException {
        line.skipBlanks();
        if (line.atEnd()) {
            return;
        }
        var metadata = metadata(name(line));
        line.skipBlanks();
        String help = line.rest();
        if (!help.isEmpty()) {
            if (!metadata.help.isEmpty()) {
                throw line.error("a second HELP for this metric");
            }
            metadata.help = TextLine.unescapedHelp(help);
        }
    }

    private void type(TextLine line) throws TextFormatException {
        line.skipBlanks();
        if (line.atEnd()) {
            return;
        }
        String name = name(line);
        var metadata = metadata(name);
        line.skipBlanks();
        String word = line.rest().stripTrailing();
        if (metadata.typed) {
            throw line.error("a second TYPE for " + name);
        }
        if (withSamples.contains(name)) {
            throw line.error("TYPE comes after samples of " + name);
        }
        metadata.typed = true;
        switch (word.toLowerCase(Locale.ROOT)) {
            case "counter" -> metadata.type = TextType.COUNTER;
            case "gauge" -> metadata.type = TextType.GAUGE;
            case "summary" -> metadata.type = TextType.SUMMARY;
            case "histogram" -> metadata.type = TextType.HISTOGRAM;
            case "untyped" -> metadata.type = TextType.UNTYPED;
            case "gaugehistogram", "gauge_histogram" -> {
                metadata.type = TextType.HISTOGRAM;
                metadata.gaugeHistogram = true;
            }
            default -> throw line.error("'" + word + "' is no type of metric");
        }
    }

    private static String name(TextLine line) throws TextFormatException {
        return line.startsWith('"') ? line.quotedName() : line.metricName();
    }

    private Metadata metadata(String name) {
        return declared.computeIfAbsent(name, _ -> new Metadata());
    }

    private ParsedSample sample(TextLine line) throws TextFormatException {
        if (samples == limits.maxSamples()) {
            throw line.beyond("there are more than " + limits.maxSamples() + " samples");
        }
        String name = line.startsWith('{') ? "" : line.metricName();
        line.skipBlanks();
        var labels = new TextLabels(limits);
        if (line.take('{')) {
            name = labels(line, name, labels);
        }
        if (name.isEmpty()) {
            throw line.error("there is no metric name");
        }
        labels.checkLength(line, name);
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
        var family = family(name);
        withSamples.add(family.textName());
        checkMeaning(line, family, labels.values(), value);
        return new ParsedSample(line.number(), family, Labels.of(labels.values()), value, timestamp, false);
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
        boolean isPart = !family.name().equals(family.textName());
        if (family.textType() == TextType.HISTOGRAM && isPart && !family.name().endsWith("_sum")) {
            if (value < 0) {
                throw line.error("a count in a histogram is negative");
            }
            if (family.name().endsWith("_bucket")) {
                checkBound(line, labels, "le");
            }
        }
        if (family.textType() == TextType.SUMMARY && !isPart) {
            checkBound(line, labels, "quantile");
        }
    }

    private static void checkBound(TextLine line, Map<String, String> labels, String label) throws TextFormatException {
        String bound = labels.get(label);
        if (bound != null && !TextLine.isNumber(bound)) {
            throw line.error("label " + label + " is not a number: '" + bound + "'");
        }
    }

    private MetricFamily family(String name) {
        var known = families.get(name);
        if (known == null) {
            known = newFamily(name);
            families.put(name, known);
        }
        return known;
    }

    private MetricFamily newFamily(String name) {
        var own = declared.get(name);
        if (own == null || !own.typed) {
            for (String suffix : new String[] {"_bucket", "_sum", "_count"}) {
                String whole = name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : "";
                var metadata = declared.get(whole);
                if (metadata != null && hasPart(metadata.type, suffix)) {
                    var type = metadata.gaugeHistogram ? MetricType.GAUGE : MetricType.COUNTER;
                    return new MetricFamily(name, type, metadata.help, metadata.type, whole, List.of());
                }
            }
        }
        var metadata = own == null ? new Metadata() : own;
        // What is untyped by a name that ends like a counter's most likely is one.
        boolean counts =
                metadata.type == TextType.COUNTER || (metadata.type == TextType.UNTYPED && name.endsWith("_total"));
        return new MetricFamily(
                name, counts ? MetricType.COUNTER : MetricType.GAUGE, metadata.help, metadata.type, name, List.of());
    }

    private static boolean hasPart(TextType type, String suffix) {
        return type == TextType.HISTOGRAM || (type == TextType.SUMMARY && !suffix.equals("_bucket"));
    }
}
