package skerry.agent.ring;

import skerry.agent.collect.logs.LogSource;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;

/**
 * What records are about: a series or a log source.
 *
 * @param kind 0 gauge, 1 counter, 2 log source
 * @param name the metric's name or the source's key
 */
record Subject(int kind, String name, Labels labels) {
    static final int SOURCE = 2;

    static Subject of(LogSource source) {
        return new Subject(SOURCE, source.key(), source.labels());
    }

    boolean isSeries() {
        return kind < SOURCE;
    }

    Series series() {
        return new Series(name, labels, MetricType.of(kind));
    }

    LogSource source() {
        return new LogSource(name, labels);
    }
}
