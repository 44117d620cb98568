package skerry.agent.collect.scrape;

import java.util.HashSet;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The samples of one metric at one time, checked against what their type means. */
final class OpenPoint {
    private final OpenMetricsType type;
    private final String family;
    private final OptionalDouble timestamp;
    private final Set<String> parts = new HashSet<>();

    private @Nullable TextLine last;
    private boolean nativeHistogram;
    private double bound = Double.NaN;
    private double counted;
    private double count = Double.NaN;
    private double sum = Double.NaN;
    private boolean negativeBounds;

    OpenPoint(OpenMetricsType type, String family, OptionalDouble timestamp) {
        this.type = type;
        this.family = family;
        this.timestamp = timestamp;
    }

    /** The label that tells the samples of one point apart; empty for a sample that stands alone. */
    static String ownLabel(OpenMetricsType type, String family, String suffix) {
        return switch (type) {
            case HISTOGRAM, GAUGEHISTOGRAM -> suffix.equals("_bucket") ? "le" : "";
            case SUMMARY -> suffix.isEmpty() ? "quantile" : "";
            case STATESET -> family;
            case UNKNOWN, GAUGE, COUNTER, INFO -> "";
        };
    }

    /**
     * Whether the sample belongs to a later point of the same metric.
     *
     * @throws TextFormatException if it belongs to an earlier one, or to no point at all
     */
    boolean isFollowedBy(OpenSample sample, String suffix) throws TextFormatException {
        if (sample.timestamp().isPresent() != timestamp.isPresent()) {
            throw sample.line().error("some samples of one metric have a timestamp and some have none");
        }
        boolean again = parts.contains(part(sample, suffix));
        if (timestamp.isEmpty()) {
            if (again) {
                throw sample.line().error("this sample is given twice");
            }
            return false;
        }
        double before = timestamp.getAsDouble();
        double now = sample.timestamp().orElse(before);
        if (now < before) {
            throw sample.line().error("the timestamps of one metric go backwards");
        }
        return now > before || again;
    }

    private String part(OpenSample sample, String suffix) {
        return suffix + "=" + sample.labels().getOrDefault(ownLabel(type, family, suffix), "");
    }

    /** @throws TextFormatException if the sample is not what its type allows */
    void add(OpenSample sample, String suffix) throws TextFormatException {
        TextLine line = sample.line();
        last = line;
        parts.add(part(sample, suffix));
        if (sample.nativeHistogram().isPresent()) {
            addNative(sample, suffix);
            return;
        }
        double value = sample.value();
        String label = ownLabel(type, family, suffix);
        if (!label.isEmpty() && !sample.labels().containsKey(label)) {
            throw line.error("this sample of a " + type.word() + " has no label " + label);
        }
        if (sample.exemplar().isPresent() && !suffix.equals("_total") && !suffix.equals("_bucket")) {
            throw line.error("only the total of a counter and the buckets of a histogram may have an exemplar");
        }
        switch (type) {
            case UNKNOWN, GAUGE -> {}
            case INFO -> require(value == 1, line, "the value of an info is always 1");
            case STATESET -> require(value == 0 || value == 1, line, "the value of a state is 0 or 1");
            case COUNTER -> addToCounter(line, suffix, value);
            case SUMMARY -> addToSummary(sample, suffix, value);
            case HISTOGRAM, GAUGEHISTOGRAM -> addToHistogram(sample, suffix, value);
        }
    }

    private void addNative(OpenSample sample, String suffix) throws TextFormatException {
        require(type.hasBuckets() && suffix.isEmpty(), sample.line(), "only a histogram may have a histogram as value");
        require(
                sample.nativeHistogram().orElseThrow().count() >= 0,
                sample.line(),
                "the count of a histogram is negative");
        nativeHistogram = true;
    }

    private static void addToCounter(TextLine line, String suffix, double value) throws TextFormatException {
        if (suffix.equals("_created")) {
            requireTime(line, value);
        } else {
            require(value >= 0, line, "the total of a counter is negative or NaN");
        }
    }

    private void addToSummary(OpenSample sample, String suffix, double value) throws TextFormatException {
        TextLine line = sample.line();
        switch (suffix) {
            case "_created" -> requireTime(line, value);
            case "_count" -> requireCount(line, value);
            case "_sum" -> require(value >= 0, line, "the sum of a summary is negative or NaN");
            default -> {
                String quantile = sample.labels().getOrDefault("quantile", "");
                double bounded = TextLine.isNumber(quantile) ? TextLine.parse(quantile) : Double.NaN;
                require(bounded >= 0 && bounded <= 1, line, "a quantile is not between 0 and 1: '" + quantile + "'");
                require(!(value < 0), line, "the value of a quantile is negative");
                return;
            }
        }
        require(!sample.labels().containsKey("quantile"), line, "only a quantile may have the label quantile");
    }

    private void addToHistogram(OpenSample sample, String suffix, double value) throws TextFormatException {
        TextLine line = sample.line();
        switch (suffix) {
            case "_bucket" -> {
                addBucket(sample, value);
                return;
            }
            case "_created" -> requireTime(line, value);
            case "_count", "_gcount" -> {
                requireCount(line, value);
                count = value;
            }
            case "_sum", "_gsum" -> {
                require(!Double.isNaN(value), line, "the sum of a histogram is NaN");
                sum = value;
            }
            default -> throw line.error("a sample of a histogram needs an end such as _bucket");
        }
        require(!sample.labels().containsKey("le"), line, "only a bucket may have the label le");
    }

    private void addBucket(OpenSample sample, double value) throws TextFormatException {
        TextLine line = sample.line();
        String le = sample.labels().getOrDefault("le", "");
        double upper = TextLine.isNumber(le) ? TextLine.parse(le) : Double.NaN;
        require(
                !Double.isNaN(upper) && (!Double.isInfinite(upper) || le.equals("+Inf")),
                line,
                "the bound of a bucket is neither a number nor +Inf: '" + le + "'");
        requireCount(line, value);
        require(!(upper <= bound), line, "the buckets of a histogram are not in the order of their bounds");
        require(value >= counted, line, "a bucket counts less than the one before, which is part of it");
        double exemplar = sample.exemplar().orElse(upper);
        require(exemplar <= upper, line, "the exemplar does not lie in its bucket");
        bound = upper;
        counted = value;
        negativeBounds |= upper < 0;
    }

    /** @throws TextFormatException if a part of the point is missing */
    void end() throws TextFormatException {
        TextLine line = last;
        if (line == null) {
            return;
        }
        if (type == OpenMetricsType.COUNTER) {
            require(parts.contains("_total="), line, "the counter " + family + " has no total");
        }
        if (!type.hasBuckets() || (nativeHistogram && Double.isNaN(bound))) {
            return;
        }
        require(bound == Double.POSITIVE_INFINITY, line, "the histogram " + family + " has no bucket +Inf");
        require(
                Double.isNaN(count) == Double.isNaN(sum),
                line,
                "the histogram " + family + " has only one of count and sum");
        require(
                Double.isNaN(count) || count == counted,
                line,
                "the count of the histogram " + family + " is not that of its bucket +Inf");
        if (type == OpenMetricsType.HISTOGRAM) {
            require(
                    !negativeBounds || Double.isNaN(sum),
                    line,
                    "the histogram " + family + " has a sum and negative bounds: a sum that can fall is not allowed");
        }
        require(
                !(sum < 0) || negativeBounds,
                line,
                "the sum of the histogram " + family + " is negative, and its bounds are not");
    }

    private static void requireCount(TextLine line, double value) throws TextFormatException {
        require(
                value >= 0 && value == Math.rint(value) && !Double.isInfinite(value),
                line,
                "a count is no whole number");
    }

    private static void requireTime(TextLine line, double value) throws TextFormatException {
        require(!Double.isNaN(value) && !Double.isInfinite(value), line, "the time of creation is not a time");
    }

    private static void require(boolean holds, TextLine line, String otherwise) throws TextFormatException {
        if (!holds) {
            throw line.error(otherwise);
        }
    }
}
