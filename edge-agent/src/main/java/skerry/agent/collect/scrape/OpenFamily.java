package skerry.agent.collect.scrape;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
    private final int line;
    private final String name;
    private final Consumer<ParsedSample> out;
    private final OpenPoint point;
    private final List<OpenPart> parts = new ArrayList<>();
    private final Set<Labels> metrics = new HashSet<>();

    private OpenMetricsType type = OpenMetricsType.UNKNOWN;
    private boolean typed;
    private @Nullable String help;
    private @Nullable String unit;

    /** The one whose samples came last, once there is one. */
    private Labels metric = Labels.NONE;

    private boolean begun;
    private boolean claimed;

    /** @param line its first one, counted from 1 */
    OpenFamily(int line, String name, LabelNumbers numbers, Consumer<ParsedSample> out) {
        this.line = line;
        this.name = name;
        this.point = new OpenPoint(name, numbers);
        this.out = out;
    }

    String name() {
        return name;
    }

    TextFormatException error(String reason) {
        return new TextFormatException(line, reason);
    }

    /** Whether its names are taken for it. */
    boolean isClaimed() {
        return claimed;
    }

    void claimed() {
        claimed = true;
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

    private boolean owns(String sample) {
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
        if (begun) {
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

    /** What samples of this name are here; null if they are none of this family. */
    @Nullable
    OpenPart part(String sample) {
        for (OpenPart part : parts) {
            if (part.sample().equals(sample)) {
                return part;
            }
        }
        if (!owns(sample)) {
            return null;
        }
        String suffix = sample.substring(name.length());
        var part = new OpenPart(
                sample, suffix, parts.size(), OpenPoint.ownLabel(type, name, suffix), metricFamily(suffix));
        parts.add(part);
        return part;
    }

    /** @throws TextFormatException if the sample is wrong here, or ends a point that is not whole */
    void add(OpenSample sample, OpenPart part) throws TextFormatException {
        if (!begun || !isOf(metric, sample.labels(), part.label())) {
            end();
            metric = without(sample.labels(), part.label());
            if (!metrics.add(metric)) {
                throw sample.error("samples of " + name + metric + " are parted by those of other labels");
            }
            point.begin(type, sample.seconds());
            begun = true;
        } else if (point.isFollowedBy(sample, part)) {
            point.end();
            point.begin(type, sample.seconds());
        }
        point.add(sample, part);
        emit(sample, part);
    }

    /** Whether a sample is one of the metric: {@code own} tells the samples of a metric apart. */
    private static boolean isOf(Labels metric, Labels sample, String own) {
        int at = 0;
        for (int i = 0; i < sample.size(); i++) {
            if (sample.name(i).equals(own)) {
                continue;
            }
            if (at == metric.size()
                    || !metric.value(at).equals(sample.value(i))
                    || !metric.name(at).equals(sample.name(i))) {
                return false;
            }
            at++;
        }
        return at == metric.size();
    }

    private static Labels without(Labels sample, String own) {
        if (sample.get(own).isEmpty()) {
            return sample;
        }
        var pairs = new String[2 * sample.size()];
        int size = 0;
        for (int i = 0; i < sample.size(); i++) {
            if (!sample.name(i).equals(own)) {
                pairs[size++] = sample.name(i);
                pairs[size++] = sample.value(i);
            }
        }
        return Labels.ofSorted(pairs, size);
    }

    /** @throws TextFormatException if the last point is not whole */
    void end() throws TextFormatException {
        if (begun) {
            point.end();
        }
    }

    private void emit(OpenSample sample, OpenPart part) {
        if (sample.nativeHistogram().isPresent()) {
            String start = type == OpenMetricsType.HISTOGRAM ? "_" : "_g";
            emit(
                    sample,
                    metricFamily(start + "count"),
                    sample.nativeHistogram().get().count());
            emit(
                    sample,
                    metricFamily(start + "sum"),
                    sample.nativeHistogram().get().sum());
        } else {
            emit(sample, part.family(), sample.value());
        }
    }

    private void emit(OpenSample sample, MetricFamily family, double value) {
        out.accept(
                new ParsedSample(sample.line(), family, sample.labels(), value, sample.millis(), sample.hasExemplar()));
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
