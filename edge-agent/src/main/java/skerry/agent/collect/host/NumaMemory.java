package skerry.agent.collect.host;

import java.io.File;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.LabelCache;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/** Memory of each NUMA node from {@code /sys/devices/system/node}. Source: kernel doc ABI/stable/sysfs-devices-node. */
public final class NumaMemory implements Collector {
    private static final double KILOBYTE = 1024;

    private final KernelText text = new KernelText();
    private final LabelCache labels = new LabelCache("node");
    private final Map<String, MetricFamily> gauges = new HashMap<>();
    private final Map<String, MetricFamily> counters = new HashMap<>();
    private final NumberedDirectories nodes;

    public NumaMemory(HostPaths paths) {
        this.nodes = new NumberedDirectories(paths.sysfs().resolve("devices/system/node"), "node");
    }

    @Override
    public String name() {
        return "meminfo_numa";
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        for (var node : nodes.list()) {
            var nodeLabels = labels.of(node.number());
            memory(new File(node.directory(), "meminfo"), nodeLabels, sink);
            statistics(new File(node.directory(), "numastat"), nodeLabels, sink);
        }
    }

    private void memory(File file, Labels nodeLabels, SampleSink sink) throws IOException {
        text.readRequired(file);
        while (text.nextLine()) {
            // Node 0 MemTotal:       134182340 kB
            if (!text.skipWords(2) || !text.nextUntil(':')) {
                continue;
            }
            var family = gauges.computeIfAbsent(
                    text.word(),
                    key -> MetricFamily.gauge(
                            "node_memory_numa_" + MemoryInfo.metricName(key), key + " of a NUMA node's meminfo."));
            double value = text.nextNumber();
            sink.add(family, nodeLabels, text.nextWord() ? value * KILOBYTE : value);
        }
    }

    private void statistics(File file, Labels nodeLabels, SampleSink sink) throws IOException {
        text.readRequired(file);
        while (text.nextLine()) {
            if (!text.nextWord()) {
                continue;
            }
            var family = counters.computeIfAbsent(
                    text.word(),
                    key -> MetricFamily.counter(
                            "node_memory_numa_" + key + "_total", key + " of a NUMA node's numastat."));
            sink.add(family, nodeLabels, text.nextNumber());
        }
    }
}
