package skerry.agent.collect.scrape;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The types of OpenMetrics 1.0, and by which ends the samples of a family of that type are named. */
enum OpenMetricsType {
    UNKNOWN(""),
    GAUGE(""),
    COUNTER("_total", "_created"),
    STATESET(""),
    INFO("_info"),
    HISTOGRAM("_bucket", "_count", "_sum", "_created"),
    GAUGEHISTOGRAM("_bucket", "_gcount", "_gsum"),
    SUMMARY("", "_count", "_sum", "_created");

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> suffixes;

    OpenMetricsType(String... suffixes) {
        this.suffixes = List.of(suffixes);
    }

    List<String> suffixes() {
        return suffixes;
    }

    /** The word behind {@code # TYPE}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<OpenMetricsType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
    }

    boolean hasBuckets() {
        return this == HISTOGRAM || this == GAUGEHISTOGRAM;
    }

    /** Whether what happened, rather than what is, is counted: then no part goes down. */
    boolean counts() {
        return this == COUNTER || this == HISTOGRAM || this == SUMMARY;
    }
}
