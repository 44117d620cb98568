package skerry.agent.collect;

import skerry.protocol.series.Labels;

/** Takes values of which the distribution is told, such as how long each of many requests took. */
public interface ValueSink {
    /**
     * @param family a gauge
     * @param times how often the value came, at least 1
     */
    void value(MetricFamily family, Labels labels, double value, long times);

    /** So many values are of a series that there is no room for. */
    void leftOut(long values);
}
