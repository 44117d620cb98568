package skerry.agent.collect.host;

import java.io.File;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/** Sockets in use per protocol and their memory from {@code /proc/net/sockstat} and {@code sockstat6}. */
public final class SocketStatistics implements Collector {
    private final KernelText text = new KernelText();
    private final Map<String, Map<String, MetricFamily>> families = new HashMap<>();
    private final List<File> files;
    private final long pageBytes;

    /** @param pageBytes the kernel's page size: memory is counted in pages */
    public SocketStatistics(HostPaths paths, long pageBytes) {
        var net = new ProcNet(paths);
        this.files = List.of(net.file("sockstat"), net.file("sockstat6"));
        this.pageBytes = pageBytes;
    }

    @Override
    public String name() {
        return "sockstat";
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        for (var file : files) {
            if (text.read(file)) {
                collectFile(sink);
            }
        }
    }

    /** {@code TCP: inuse 4 orphan 0 tw 4 alloc 17 mem 1} */
    private void collectFile(SampleSink sink) throws IOException {
        while (text.nextLine()) {
            if (!text.nextUntil(':')) {
                continue;
            }
            String protocol = text.word();
            var ofProtocol = families.computeIfAbsent(protocol, _ -> new HashMap<>());
            while (text.nextWord()) {
                String key = text.word();
                double value = text.nextNumber();
                sink.add(family(ofProtocol, protocol, key), value);
                if (key.equals("mem")) {
                    sink.add(family(ofProtocol, protocol, "mem_bytes"), value * pageBytes);
                }
            }
        }
    }

    private static MetricFamily family(Map<String, MetricFamily> ofProtocol, String protocol, String key) {
        return ofProtocol.computeIfAbsent(
                key,
                _ -> MetricFamily.gauge(
                        "node_sockstat_" + protocol + "_" + key, protocol + " " + key + " of /proc/net/sockstat."));
    }
}
