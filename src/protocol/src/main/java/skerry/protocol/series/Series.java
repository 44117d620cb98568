package skerry.protocol.series;

/** One line of values over time: a metric name with its labels, and how its values behave. */
public record Series(String name, Labels labels, MetricType type) {
    /** @throws IllegalArgumentException if the name is blank */
    public Series {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a metric name must not be blank");
        }
    }

    /** Prometheus notation: {@code node_cpu_seconds_total{cpu="0",mode="user"}}. */
    @Override
    public String toString() {
        return name + labels;
    }
}
