package skerry.agent;

import skerry.agent.collect.Collector;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.agent.collect.guard.CardinalityGuard;
import skerry.protocol.series.Labels;

/** What sources brought beyond their limits, so that nothing is left out without a number. */
final class RefusedMetrics implements Collector {
    private static final MetricFamily REFUSED = MetricFamily.counter(
            "skerry_series_refused_total",
            "Samples of series beyond the limits of their source, and lines of logs beyond those told apart, by setting.");

    private static final MetricFamily REFUSING = MetricFamily.gauge(
            "skerry_series_refusing", "Whether a source brought more than its limits within the last two hours.");

    private final Recorder recorder;

    RefusedMetrics(Recorder recorder) {
        this.recorder = recorder;
    }

    @Override
    public String name() {
        return "limits";
    }

    @Override
    public void collect(SampleSink sink) {
        CardinalityGuard.Sink counts = (source, reason, samples, refusing) -> {
            Labels labels = Labels.of("source", source, "reason", reason);
            sink.add(REFUSED, labels, (double) samples);
            sink.add(REFUSING, labels, refusing ? 1 : 0);
        };
        recorder.eachRefused(counts);
    }
}
