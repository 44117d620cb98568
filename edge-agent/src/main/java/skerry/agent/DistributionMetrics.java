package skerry.agent;

import skerry.agent.collect.Collector;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/** What could not be counted of distributions; nothing where all could. */
final class DistributionMetrics implements Collector {
    private static final MetricFamily UNCOUNTED = MetricFamily.counter(
            "skerry_distribution_uncounted_total",
            "Values that are in no distribution: refused, such as a duration below zero, or of a series without room.");

    private final Recorder recorder;

    DistributionMetrics(Recorder recorder) {
        this.recorder = recorder;
    }

    @Override
    public String name() {
        return "distributions";
    }

    @Override
    public void collect(SampleSink sink) {
        tell(sink, "refused", recorder.refusedValues());
        tell(sink, "left-out", recorder.leftOutValues());
    }

    private static void tell(SampleSink sink, String why, long values) {
        if (values > 0) {
            sink.add(UNCOUNTED, Labels.of("cause", why), (double) values);
        }
    }
}
