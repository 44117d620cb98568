package skerry.agent.collect;

import skerry.protocol.series.Labels;

/** Takes the samples of one collection round; the round knows their time. */
@FunctionalInterface
public interface SampleSink {
    void add(MetricFamily family, Labels labels, double value);

    /** What follows comes from this source, as people know it. */
    default void from(String source) {}

    default void add(MetricFamily family, double value) {
        add(family, Labels.NONE, value);
    }
}
