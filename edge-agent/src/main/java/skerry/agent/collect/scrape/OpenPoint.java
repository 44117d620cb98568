package skerry.agent.collect.scrape;

import java.util.HashSet;
import java.util.Set;

/** The samples of one metric at one time, checked against what their type means. One object takes the points of a family in turn. */
final class OpenPoint {
    /** A set that once held more would take long to be emptied for each point. */
    private static final int MOST_KEPT = 64;

    private final String family;
    private final LabelNumbers numbers;

    private OpenMetricsType type = OpenMetricsType.UNKNOWN;
    private double seconds;
    /** The parts that are there, a bit each; for one that is told apart by a label, the values that are there. */
    private int parts;

    private Set<String> told = new HashSet<>();
    private boolean hasTotal;
    private int line;
    private boolean nativeHistogram;
    private double bound;
    private double counted;
    private double count;
    private double sum;
    private boolean negativeBounds;

    OpenPoint(String family, LabelNumbers numbers) {
        this.family = family;
        this.numbers = numbers;
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

    /** @param at in seconds, or {@link OpenSample#NO_TIME} */
    void begin(OpenMetricsType of, double at) {
        type = of;
        seconds = at;
        parts = 0;
        hasTotal = false;
        line = 0;
        nativeHistogram = false;
        bound = Double.NaN;
        counted = 0;
        count = Double.NaN;
        sum = Double.NaN;
        negativeBounds = false;
        if (told.size() > MOST_KEPT) {
            told = new HashSet<>();
        } else if (!told.isEmpty()) {
            told.clear();
        }
    }

    /**
     * Whether the sample belongs to a later point of the same metric.
     *
     * @throws TextFormatException if it belongs to an earlier one, or to no point at all
     */
    boolean isFollowedBy(OpenSample sample, OpenPart part) throws TextFormatException {
        boolean hasTime = !Double.isNaN(seconds);
        if (sample.hasTime() != hasTime) {
            throw sample.error("some samples of one metric have a timestamp and some have none");
        }
        boolean again = has(sample, part);
        if (!hasTime) {
            if (again) {
                throw sample.error("this sample is given twice");
            }
            return false;
        }
        if (sample.seconds() < seconds) {
            throw sample.error("the timestamps of one metric go backwards");
        }
        return sample.seconds() > seconds || again;
    }

    private boolean has(OpenSample sample, OpenPart part) {
        return part.label().isEmpty()
                ? (parts & 1 << part.number()) != 0
                : told.contains(sample.labels().get(part.label()));
    }

    /** @throws TextFormatException if the sample is not what its type allows */
    void add(OpenSample sample, OpenPart part) throws TextFormatException {
        line = sample.line();
        String label = part.label();
        if (label.isEmpty()) {
            parts |= 1 << part.number();
        } else {
            told.add(sample.labels().get(label));
        }
        if (sample.nativeHistogram().isPresent()) {
            addNative(sample, part.suffix());
            return;
        }
        double value = sample.value();
        String suffix = part.suffix();
        if (!label.isEmpty() && !sample.has(label)) {
            throw sample.error("this sample of a " + type.word() + " has no label " + label);
        }
        if (sample.hasExemplar() && !suffix.equals("_total") && !suffix.equals("_bucket")) {
            throw sample.error("only the total of a counter and the buckets of a histogram may have an exemplar");
        }
        switch (type) {
            case UNKNOWN, GAUGE -> {}
            case INFO -> require(value == 1, sample, "the value of an info is always 1");
            case STATESET -> require(value == 0 || value == 1, sample, "the value of a state is 0 or 1");
            case COUNTER -> addToCounter(sample, suffix, value);
            case SUMMARY -> addToSummary(sample, suffix, value);
            case HISTOGRAM, GAUGEHISTOGRAM -> addToHistogram(sample, suffix, value);
        }
    }

    private void addNative(OpenSample sample, String suffix) throws TextFormatException {
        require(type.hasBuckets() && suffix.isEmpty(), sample, "only a histogram may have a histogram as value");
        require(sample.nativeHistogram().orElseThrow().count() >= 0, sample, "the count of a histogram is negative");
        nativeHistogram = true;
    }

    private void addToCounter(OpenSample sample, String suffix, double value) throws TextFormatException {
        if (suffix.equals("_created")) {
            requireTime(sample, value);
        } else {
            require(value >= 0, sample, "the total of a counter is negative or NaN");
            hasTotal = true;
        }
    }

    private void addToSummary(OpenSample sample, String suffix, double value) throws TextFormatException {
        switch (suffix) {
            case "_created" -> requireTime(sample, value);
            case "_count" -> requireCount(sample, value);
            case "_sum" -> require(value >= 0, sample, "the sum of a summary is negative or NaN");
            default -> {
                String quantile = sample.labels().get("quantile");
                double bounded = numbers.number(quantile).orElse(Double.NaN);
                if (!(bounded >= 0 && bounded <= 1)) {
                    throw sample.error("a quantile is not between 0 and 1: '" + quantile + "'");
                }
                require(!(value < 0), sample, "the value of a quantile is negative");
                return;
            }
        }
        require(!sample.has("quantile"), sample, "only a quantile may have the label quantile");
    }

    private void addToHistogram(OpenSample sample, String suffix, double value) throws TextFormatException {
        switch (suffix) {
            case "_bucket" -> {
                addBucket(sample, value);
                return;
            }
            case "_created" -> requireTime(sample, value);
            case "_count", "_gcount" -> {
                requireCount(sample, value);
                count = value;
            }
            case "_sum", "_gsum" -> {
                require(!Double.isNaN(value), sample, "the sum of a histogram is NaN");
                sum = value;
            }
            default -> throw sample.error("a sample of a histogram needs an end such as _bucket");
        }
        require(!sample.has("le"), sample, "only a bucket may have the label le");
    }

    private void addBucket(OpenSample sample, double value) throws TextFormatException {
        String le = sample.labels().get("le");
        double upper = numbers.number(le).orElse(Double.NaN);
        if (Double.isNaN(upper) || (Double.isInfinite(upper) && !le.equals("+Inf"))) {
            throw sample.error("the bound of a bucket is neither a number nor +Inf: '" + le + "'");
        }
        requireCount(sample, value);
        require(!(upper <= bound), sample, "the buckets of a histogram are not in the order of their bounds");
        require(value >= counted, sample, "a bucket counts less than the one before, which is part of it");
        require(!sample.hasExemplar() || sample.exemplar() <= upper, sample, "the exemplar does not lie in its bucket");
        bound = upper;
        counted = value;
        negativeBounds |= upper < 0;
    }

    /** @throws TextFormatException if a part of the point is missing */
    void end() throws TextFormatException {
        if (type == OpenMetricsType.COUNTER && !hasTotal) {
            throw error("the counter " + family + " has no total");
        }
        if (!type.hasBuckets() || (nativeHistogram && Double.isNaN(bound))) {
            return;
        }
        if (bound != Double.POSITIVE_INFINITY) {
            throw error("the histogram " + family + " has no bucket +Inf");
        }
        if (Double.isNaN(count) != Double.isNaN(sum)) {
            throw error("the histogram " + family + " has only one of count and sum");
        }
        if (!Double.isNaN(count) && count != counted) {
            throw error("the count of the histogram " + family + " is not that of its bucket +Inf");
        }
        if (type == OpenMetricsType.HISTOGRAM && negativeBounds && !Double.isNaN(sum)) {
            throw error(
                    "the histogram " + family + " has a sum and negative bounds: a sum that can fall is not allowed");
        }
        if (sum < 0 && !negativeBounds) {
            throw error("the sum of the histogram " + family + " is negative, and its bounds are not");
        }
    }

    private TextFormatException error(String reason) {
        return new TextFormatException(line, reason);
    }

    private static void requireCount(OpenSample sample, double value) throws TextFormatException {
        require(
                value >= 0 && value == Math.rint(value) && !Double.isInfinite(value),
                sample,
                "a count is no whole number");
    }

    private static void requireTime(OpenSample sample, double value) throws TextFormatException {
        require(!Double.isNaN(value) && !Double.isInfinite(value), sample, "the time of creation is not a time");
    }

    private static void require(boolean holds, OpenSample sample, String otherwise) throws TextFormatException {
        if (!holds) {
            throw sample.error(otherwise);
        }
    }
}
