package skerry.protocol.series;

/** One line of values over time: a metric name with its labels, and how its values behave. */
public record Series(String name, Labels labels, MetricType type) {
    /** @throws IllegalArgumentException if the name is blank */
    public Series {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a metric name must not be blank");
        }
    }

    // Written out, as it is asked with every sample: what a record has of its own goes by method handles, which a
    // node's Java
    // interprets.
    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Series that
                        && type == that.type
                        && labels.equals(that.labels)
                        && name.equals(that.name));
    }

    @Override
    public int hashCode() {
        return (name.hashCode() * 31 + labels.hashCode()) * 31 + type.code();
    }

    /** Prometheus notation: {@code node_cpu_seconds_total{cpu="0",mode="user"}}. */
    @Override
    public String toString() {
        return name + labels;
    }
}
