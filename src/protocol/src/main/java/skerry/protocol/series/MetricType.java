package skerry.protocol.series;

/** How the values of a series behave; the wire code is stable. Source: OpenMetrics 1.0, "MetricFamily type". */
public enum MetricType {
    /** A value that goes up and down. */
    GAUGE(0),
    /** A total that only grows, until its process restarts. */
    COUNTER(1);

    private final int code;

    MetricType(int code) {
        this.code = code;
    }

    /** The number on the wire and in the ring. */
    public int code() {
        return code;
    }

    /** @throws IllegalArgumentException for a code of a later version */
    public static MetricType of(int code) {
        return switch (code) {
            case 0 -> GAUGE;
            case 1 -> COUNTER;
            default -> throw new IllegalArgumentException("unknown metric type " + code);
        };
    }
}
