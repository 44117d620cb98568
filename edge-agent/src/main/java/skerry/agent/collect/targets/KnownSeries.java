package skerry.agent.collect.targets;

import skerry.agent.collect.MetricFamily;

/** A series of a target. Only {@link SeriesMemory} writes it. */
final class KnownSeries {
    final ScrapedSeries name;
    MetricFamily family;
    double value;

    /** The scrape whose text had it last, 0 for none; as long as the text is remembered, so is this. */
    int named;

    /** The scrape that had a sample of it last, 0 for none. */
    int seen;

    /** The scrape that had it last and was taken, 0 for none. */
    int taken;

    KnownSeries(MetricFamily family, ScrapedSeries name) {
        this.family = family;
        this.name = name;
    }
}
