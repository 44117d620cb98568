package skerry.agent.collect.targets;

import java.util.Set;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/**
 * What Prometheus says of every scrape, under the target's own labels.
 *
 * @param up whether the scrape was taken
 * @param scraped samples in the text
 * @param kept samples that relabelling left
 * @param added series that are new
 */
record ScrapeReport(Target target, boolean up, double seconds, int scraped, int kept, int added) {
    private static final MetricFamily UP = MetricFamily.gauge("up", "Whether the target could be scraped.");
    private static final MetricFamily DURATION =
            MetricFamily.gauge("scrape_duration_seconds", "How long the scrape took.");
    private static final MetricFamily SCRAPED =
            MetricFamily.gauge("scrape_samples_scraped", "Samples that the target gave.");
    private static final MetricFamily KEPT =
            MetricFamily.gauge("scrape_samples_post_metric_relabeling", "Samples that were left after relabelling.");
    private static final MetricFamily ADDED =
            MetricFamily.gauge("scrape_series_added", "Series that the scrape before did not have.");

    /** Series of a report. */
    static final int SERIES = 5;

    private static final Set<String> NAMES =
            Set.of(UP.name(), DURATION.name(), SCRAPED.name(), KEPT.name(), ADDED.name());

    /** Whether a series of the target's own would be taken for one of these. */
    static boolean isReport(ScrapedSeries series, Target target) {
        return NAMES.contains(series.name()) && series.labels().equals(target.labels());
    }

    void tell(SampleSink sink) {
        sink.add(UP, target.labels(), up ? 1 : 0);
        sink.add(DURATION, target.labels(), seconds);
        sink.add(SCRAPED, target.labels(), scraped);
        sink.add(KEPT, target.labels(), kept);
        sink.add(ADDED, target.labels(), added);
    }
}
