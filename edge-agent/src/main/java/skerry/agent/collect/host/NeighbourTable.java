package skerry.agent.collect.host;

import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.LabelCache;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/** Known IPv4 neighbours per interface from {@code /proc/net/arp}. Source: proc_pid_net(5). */
public final class NeighbourTable implements Collector {
    private static final int WORDS_BEFORE_DEVICE = 5;
    private static final MetricFamily ENTRIES =
            MetricFamily.gauge("node_arp_entries", "Known IPv4 neighbours of the interface.");

    private final KernelText text = new KernelText();
    private final LabelCache labels = new LabelCache("device");
    private final Map<String, Integer> counts = new TreeMap<>();
    private final File file;

    public NeighbourTable(HostPaths paths) {
        this.file = new ProcNet(paths).file("arp");
    }

    @Override
    public String name() {
        return "arp";
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        if (!text.read(file)) {
            return;
        }
        counts.clear();
        text.nextLine(); // IP address, HW type, Flags, HW address, Mask, Device
        while (text.nextLine()) {
            if (text.skipWords(WORDS_BEFORE_DEVICE) && text.nextWord()) {
                counts.merge(text.word(), 1, Integer::sum);
            }
        }
        counts.forEach((device, count) -> sink.add(ENTRIES, labels.of(device), count));
    }
}
