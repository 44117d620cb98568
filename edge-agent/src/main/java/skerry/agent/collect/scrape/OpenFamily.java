package skerry.agent.collect.scrape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.TextType;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;

/**
 * A family of OpenMetrics while its lines are read: its metadata once each and before its samples, its metrics one after
 * the other, their points in the order of time.
 */
final class OpenFamily {
    private static final double MILLISECONDS = 1000;

    private final TextLine line;
    private final String name;
    private final Consumer<ParsedSample> out;
    private final Map<String, MetricFamily> bySuffix = new HashMap<>();
    private final Set<Labels> ended = new HashSet<>();

    private OpenMetricsType type = OpenMetricsType.UNKNOWN;
    private boolean typed;
    private @Nullable String help;
    private @Nullable String unit;

    private Labels metric = Labels.NONE;
    private @Nullable OpenPoint point;

    /** @param line its first one */
    OpenFamily(TextLine line, String name, Consumer<ParsedSample> out) {
        this.line = line;
        this.name = name;
        this.out = out;
    }

    String name() {
        return name;
    }

    TextLine line() {
        return line;
    }

    /** What it is, for messages. */
    String words() {
        return "the " + type.word() + " " + name;
    }

    /** Its own name and those that its samples may have. */
    List<String> names() {
        var names = new ArrayList<String>();
        names.add(name);
        type.suffixes().stream().filter(suffix -> !suffix.isEmpty()).forEach(suffix -> names.add(name + suffix));
        return names;
    }

    /** Whether a sample of this name is one of this family. */
    boolean owns(String sample) {
        return sample.startsWith(name)
                && (type.suffixes().contains(sample.substring(name.length()))
                        || (type.hasBuckets() && sample.length() == name.length()));
    }

    void type(TextLine where, String word) throws TextFormatException {
        checkMetadata(where, "TYPE", typed);
        type = OpenMetricsType.of(word).orElseThrow(() -> where.error("'" + word + "' is no type of metric"));
        typed = true;
        checkUnit(where);
    }

    void help(TextLine where, String text) throws TextFormatException {
        checkMetadata(where, "HELP", help != null);
        help = TextLine.unescapedHelp(text);
    }

    void unit(TextLine where, String word) throws TextFormatException {
        checkMetadata(where, "UNIT", unit != null);
        unit = word;
        checkUnit(where);
    }

    private void checkMetadata(TextLine where, String kind, boolean given) throws TextFormatException {
        if (given) {
            throw where.error("a second " + kind + " for " + name);
        }
        if (point != null) {
            throw where.error(kind + " comes after samples of " + name);
        }
    }

    private void checkUnit(TextLine where) throws TextFormatException {
        String given = unit;
        if (given == null || given.isEmpty()) {
            return;
        }
        if (!name.endsWith("_" + given)) {
            throw where.error("the name " + name + " does not end with the unit _" + given);
        }
        if (type == OpenMetricsType.INFO || type == OpenMetricsType.STATESET) {
            throw where.error(words() + " has a unit, which its type cannot have");
        }
    }

    /** @throws TextFormatException if the sample is wrong here, or ends a point that is not whole */
    void add(OpenSample sample) throws TextFormatException {
        String suffix = sample.name().substring(name.length());
        var rest = new HashMap<>(sample.labels());
        rest.remove(OpenPoint.ownLabel(type, name, suffix));
        Labels labels = Labels.of(rest);
        OpenPoint current = point;
        if (current == null || !labels.equals(metric)) {
            end();
            if (ended.contains(labels)) {
                throw sample.line().error("samples of " + name + labels + " are parted by those of other labels");
            }
            metric = labels;
            current = new OpenPoint(type, name, sample.timestamp());
        } else if (current.isFollowedBy(sample, suffix)) {
            current.end();
            current = new OpenPoint(type, name, sample.timestamp());
        }
        point = current;
        current.add(sample, suffix);
        emit(sample, suffix);
    }

    /** @throws TextFormatException if the last point is not whole */
    void end() throws TextFormatException {
        OpenPoint last = point;
        if (last != null) {
            last.end();
            ended.add(metric);
        }
    }

    private void emit(OpenSample sample, String suffix) {
        if (sample.nativeHistogram().isPresent()) {
            String start = type == OpenMetricsType.HISTOGRAM ? "_" : "_g";
            emit(sample, start + "count", sample.nativeHistogram().get().count());
            emit(sample, start + "sum", sample.nativeHistogram().get().sum());
        } else {
            emit(sample, suffix, sample.value());
        }
    }

    private void emit(OpenSample sample, String suffix, double value) {
        out.accept(new ParsedSample(
                sample.line().number(),
                bySuffix.computeIfAbsent(suffix, this::metricFamily),
                Labels.of(sample.labels()),
                value,
                millis(sample.timestamp()),
                sample.exemplar().isPresent()));
    }

    private static OptionalLong millis(OptionalDouble seconds) {
        return seconds.isPresent()
                ? OptionalLong.of(Math.round(seconds.getAsDouble() * MILLISECONDS))
                : OptionalLong.empty();
    }

    /** As the same metrics would be called in text 0.0.4. */
    private MetricFamily metricFamily(String suffix) {
        String whole = name + suffix;
        String words = help == null ? "" : help;
        boolean part = type == OpenMetricsType.HISTOGRAM || type == OpenMetricsType.SUMMARY;
        if (suffix.equals("_created") || type == OpenMetricsType.GAUGEHISTOGRAM) {
            return new MetricFamily(whole, MetricType.GAUGE, words, TextType.GAUGE, whole, List.of());
        }
        boolean counts = switch (type) {
            case COUNTER, HISTOGRAM -> true;
            case SUMMARY -> !suffix.isEmpty();
            case UNKNOWN -> whole.endsWith("_total");
            case GAUGE, STATESET, INFO, GAUGEHISTOGRAM -> false;
        };
        TextType shown = switch (type) {
            case UNKNOWN -> TextType.UNTYPED;
            case COUNTER -> TextType.COUNTER;
            case HISTOGRAM -> TextType.HISTOGRAM;
            case SUMMARY -> TextType.SUMMARY;
            case GAUGE, STATESET, INFO, GAUGEHISTOGRAM -> TextType.GAUGE;
        };
        return new MetricFamily(
                whole, counts ? MetricType.COUNTER : MetricType.GAUGE, words, shown, part ? name : whole, List.of());
    }
}
