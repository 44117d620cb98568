package skerry.agent;

import skerry.agent.blackbox.BlackBox;
import skerry.agent.collect.Collector;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/** What became of crashes on this node. */
final class BlackBoxMetrics implements Collector {
    private static final MetricFamily BOXES = MetricFamily.counter(
            "skerry_blackboxes_total",
            "Boxes that were pinned, that gave way to others, crashes held back since the same had a box, failures.");

    private final BlackBox box;

    BlackBoxMetrics(BlackBox box) {
        this.box = box;
    }

    @Override
    public String name() {
        return "blackbox";
    }

    @Override
    public void collect(SampleSink sink) {
        BlackBox.Counts counts = box.counts();
        sink.add(BOXES, Labels.of("result", "pinned"), (double) counts.pinned());
        sink.add(BOXES, Labels.of("result", "gave_way"), (double) counts.gaveWay());
        sink.add(BOXES, Labels.of("result", "held_back"), (double) counts.heldBack());
        sink.add(BOXES, Labels.of("result", "failed"), (double) counts.failed());
    }
}
