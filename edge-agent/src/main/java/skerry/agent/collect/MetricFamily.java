package skerry.agent.collect;

import skerry.protocol.series.MetricType;

/** A metric name with the type and help text of all its series. */
public record MetricFamily(String name, MetricType type, String help) {
    public static MetricFamily gauge(String name, String help) {
        return new MetricFamily(name, MetricType.GAUGE, help);
    }

    public static MetricFamily counter(String name, String help) {
        return new MetricFamily(name, MetricType.COUNTER, help);
    }
}
