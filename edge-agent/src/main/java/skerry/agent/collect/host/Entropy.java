package skerry.agent.collect.host;

import java.io.File;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/** The random number generator's pool from {@code /proc/sys/kernel/random}. Source: random(4). */
public final class Entropy implements Collector {
    private static final MetricFamily AVAILABLE =
            MetricFamily.gauge("node_entropy_available_bits", "Bits of entropy available.");
    private static final MetricFamily POOL_SIZE =
            MetricFamily.gauge("node_entropy_pool_size_bits", "Size of the entropy pool in bits.");

    private final KernelText text = new KernelText();
    private final File available;
    private final File poolSize;

    public Entropy(HostPaths paths) {
        var directory = paths.procfs().resolve("sys/kernel/random");
        this.available = directory.resolve("entropy_avail").toFile();
        this.poolSize = directory.resolve("poolsize").toFile();
    }

    @Override
    public String name() {
        return "entropy";
    }

    @Override
    public void collect(SampleSink sink) {
        text.number(available).ifPresent(bits -> sink.add(AVAILABLE, bits));
        text.number(poolSize).ifPresent(bits -> sink.add(POOL_SIZE, bits));
    }
}
