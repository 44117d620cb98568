package skerry.agent;

import java.util.Optional;
import skerry.agent.collect.Collector;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.agent.ring.Ring;
import skerry.agent.ring.SealedBlocks;
import skerry.protocol.series.Labels;

/** How raw detail lies on the disk, where a key is configured. Counting reads every row of the ring, so it is done seldom. */
final class SealingMetrics implements Collector {
    private static final MetricFamily BLOCKS = MetricFamily.gauge(
            "skerry_ring_blocks", "Blocks of raw detail: sealed, plain, or unreadable since their key is not here.");
    private static final MetricFamily WITHOUT_KEY = MetricFamily.gauge(
            "skerry_ring_key_troubles", "Files of keys that cannot be read; the log and the page say which.");
    private static final int ROUNDS = 40;

    private final Ring ring;
    private int round;
    private Optional<SealedBlocks> blocks = Optional.empty();

    SealingMetrics(Ring ring) {
        this.ring = ring;
    }

    @Override
    public String name() {
        return "sealing";
    }

    @Override
    public void collect(SampleSink sink) {
        if (round++ % ROUNDS == 0) {
            blocks = ring.sealing();
        }
        sink.add(WITHOUT_KEY, (double) ring.keys().troubles().size());
        if (blocks.isPresent()) {
            sink.add(BLOCKS, Labels.of("state", "sealed"), (double) blocks.get().sealed());
            sink.add(BLOCKS, Labels.of("state", "plain"), (double) blocks.get().plain());
            sink.add(BLOCKS, Labels.of("state", "unreadable"), (double)
                    blocks.get().unreadable());
        }
    }
}
