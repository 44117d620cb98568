package skerry.agent.collect;

import java.util.List;
import skerry.protocol.series.MetricType;

/**
 * A metric name with the type and help text of all its series.
 *
 * @param name the name of the series: {@code http_seconds_bucket}
 * @param type how the values behave, for summaries and storage
 * @param help one line for people
 * @param textType the type Prometheus text shows
 * @param textName the name over which Prometheus text shows type and help; another than {@code name} only for the parts
 *     of histograms and summaries: {@code http_seconds}
 * @param labelNames labels that text always shows, even when their value is empty, as node_exporter does for its info
 *     metrics; may be left empty
 */
public record MetricFamily(
        String name, MetricType type, String help, TextType textType, String textName, List<String> labelNames) {
    /** @throws IllegalArgumentException if a name is blank */
    public MetricFamily {
        if (name.isBlank() || textName.isBlank()) {
            throw new IllegalArgumentException("a metric name must not be blank");
        }
        labelNames = labelNames.stream().sorted().toList();
    }

    public static MetricFamily gauge(String name, String help, String... labelNames) {
        return new MetricFamily(name, MetricType.GAUGE, help, TextType.GAUGE, name, List.of(labelNames));
    }

    public static MetricFamily counter(String name, String help, String... labelNames) {
        return new MetricFamily(name, MetricType.COUNTER, help, TextType.COUNTER, name, List.of(labelNames));
    }

    /** This family under another word in text, where node_exporter's differs from how the values behave. */
    public MetricFamily shownAs(TextType other) {
        return new MetricFamily(name, type, help, other, name, labelNames);
    }
}
