package skerry.agent;

import java.util.Locale;
import java.util.Map;
import skerry.agent.collect.Collector;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.agent.sync.peer.PeerTally;
import skerry.agent.sync.peer.Refusal;
import skerry.protocol.series.Labels;

/** What other nodes of the site asked of this one. */
final class PeerMetrics implements Collector {
    private static final MetricFamily HAND_OVERS = MetricFamily.counter(
            "skerry_peer_hand_overs_total",
            "Times that this node's outbox was handed over to another, by how it ended.");
    private static final MetricFamily BATCHES =
            MetricFamily.counter("skerry_peer_batches_total", "Batches handed over to other nodes.");
    private static final MetricFamily REFUSED = MetricFamily.counter(
            "skerry_peer_refused_total", "Connections of other nodes that were refused, by cause.");

    private static final MetricFamily LINKS =
            MetricFamily.gauge("skerry_peer_links", "Connections of other nodes to the hub over this one.");
    private static final MetricFamily RELAYED = MetricFamily.counter(
            "skerry_peer_relayed_bytes_total", "Bytes between other nodes and the hub over this one, both ways.");

    private final PeerTally tally;

    PeerMetrics(PeerTally tally) {
        this.tally = tally;
    }

    @Override
    public String name() {
        return "peers";
    }

    @Override
    public void collect(SampleSink sink) {
        PeerTally.Counted counted = tally.counted();
        sink.add(HAND_OVERS, Labels.of("end", "whole"), (double) counted.handedOver());
        sink.add(HAND_OVERS, Labels.of("end", "cut"), (double) counted.cut());
        sink.add(BATCHES, (double) counted.batches());
        sink.add(LINKS, (double) counted.links());
        sink.add(RELAYED, (double) counted.relayed());
        for (Map.Entry<Refusal, Long> refused : counted.refused().entrySet()) {
            String cause = refused.getKey().name().toLowerCase(Locale.ROOT).replace('_', '-');
            sink.add(REFUSED, Labels.of("cause", cause), (double) refused.getValue());
        }
    }
}
