package skerry.agent.collect.targets;

import skerry.agent.collect.MetricFamily;
import skerry.protocol.series.Labels;

/** A series of a target. Only {@link SeriesMemory} writes it. */
final class KnownSeries {
    /** Stands for all that relabelling drops. */
    static final KnownSeries DROPPED = new KnownSeries(
            MetricFamily.gauge("dropped", ""), new ScrapedSeries("dropped", Labels.NONE));

    final ScrapedSeries name;
    MetricFamily family;
    double value;

    /** The scrape that had it last, 0 for none. */
    int seen;

    /** The scrape that had it last and was taken, 0 for none. */
    int taken;

    KnownSeries(MetricFamily family, ScrapedSeries name) {
        this.family = family;
        this.name = name;
    }
}
