package skerry.agent.collect.targets;

import skerry.agent.collect.Collector;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/** What the agent tells of its own scraping, by job. */
public final class ScrapeMetrics implements Collector {
    private static final MetricFamily FAILED =
            MetricFamily.counter("skerry_scrapes_failed_total", "Scrapes of which nothing was taken, by reason.");
    private static final MetricFamily DROPPED = MetricFamily.counter(
            "skerry_scrape_dropped_samples_total", "Samples left out of scrapes that were taken, by cause.");
    private static final MetricFamily EXEMPLARS = MetricFamily.counter(
            "skerry_scrape_dropped_exemplars_total", "Exemplars left out: the ring has no place for them.");
    private static final MetricFamily TARGETS =
            MetricFamily.gauge("skerry_scrape_targets", "Targets that are scraped.");

    private final ScrapeTally tally;

    public ScrapeMetrics(ScrapeTally tally) {
        this.tally = tally;
    }

    @Override
    public String name() {
        return "scrape";
    }

    @Override
    public void collect(SampleSink sink) {
        sink.add(TARGETS, tally.states().size());
        tally.eachFailed(
                (key, count) -> sink.add(FAILED, Labels.of("job", key.job(), "reason", key.cause()), (double) count));
        tally.eachDropped(
                (key, count) -> sink.add(DROPPED, Labels.of("job", key.job(), "cause", key.cause()), (double) count));
        tally.eachExemplars((key, count) -> sink.add(EXEMPLARS, Labels.of("job", key.job()), (double) count));
    }
}
