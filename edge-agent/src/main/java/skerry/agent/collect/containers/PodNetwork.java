package skerry.agent.collect.containers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/**
 * Traffic of a pod's network namespace, as one of its processes sees it. What shares the host's network is left out: it
 * would show the host's traffic as its own. Not thread-safe. Source: proc_pid_net(5), namespaces(7).
 */
final class PodNetwork {
    private static final int HEADER_LINES = 2;
    private static final String LOOPBACK = "lo";
    private static final String NAMESPACE = "ns/net";
    /** By the column behind the interface's name. */
    private static final Map<Integer, MetricFamily> COLUMNS = Map.of(
            0, ContainerFamilies.network("receive_bytes"),
            1, ContainerFamilies.network("receive_packets"),
            2, ContainerFamilies.network("receive_errors"),
            3, ContainerFamilies.network("receive_packets_dropped"),
            8, ContainerFamilies.network("transmit_bytes"),
            9, ContainerFamilies.network("transmit_packets"),
            10, ContainerFamilies.network("transmit_errors"),
            11, ContainerFamilies.network("transmit_packets_dropped"));

    private static final int LAST_COLUMN = 11;

    private final KernelText text = new KernelText();
    private final Path procfs;
    private final Path host;
    private final SeriesLabels series;

    PodNetwork(HostPaths paths, SeriesLabels series) {
        this.procfs = paths.procfs();
        this.host = procfs.resolve("1");
        this.series = series;
    }

    /** @param pid one of the pod's processes, as the host counts them */
    void read(long pid, Labels pod, SampleSink sink) throws IOException {
        Path process = procfs.resolve(Long.toString(pid));
        Optional<Boolean> isHosts = isHosts(process);
        Map<String, double[]> found;
        if (isHosts.isPresent()) {
            found = isHosts.get() ? Map.of() : interfaces(process);
        } else {
            Map<String, double[]> before = interfaces(host);
            found = interfaces(process);
            found = isBetween(before, found, interfaces(host)) ? Map.of() : found;
        }
        for (Map.Entry<String, double[]> one : found.entrySet()) {
            if (!one.getKey().equals(LOOPBACK)) {
                Labels labels = series.networkInterface(pod, one.getKey());
                COLUMNS.forEach((column, family) -> sink.add(family, labels, one.getValue()[column]));
            }
        }
    }

    /** Empty if this agent may not see which namespace it is, which takes the right to trace the process. */
    private Optional<Boolean> isHosts(Path process) {
        try {
            return Optional.of(Files.readSymbolicLink(process.resolve(NAMESPACE))
                    .equals(Files.readSymbolicLink(host.resolve(NAMESPACE))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The counters of each interface that a process sees; none if it is gone. */
    private Map<String, double[]> interfaces(Path process) throws IOException {
        var interfaces = new LinkedHashMap<String, double[]>();
        if (text.read(process.resolve("net/dev").toFile())) {
            for (int i = 0; i < HEADER_LINES; i++) {
                text.nextLine();
            }
            while (text.nextLine()) {
                if (text.nextUntil(':')) {
                    var counters = new double[LAST_COLUMN + 1];
                    String name = text.word();
                    for (int column = 0; column <= LAST_COLUMN; column++) {
                        counters[column] = text.nextNumber();
                    }
                    interfaces.put(name, counters);
                }
            }
        }
        return interfaces;
    }

    /** Counters only grow: what was read of the host's own between two looks at them lies between those, and nothing else does. */
    private static boolean isBetween(
            Map<String, double[]> before, Map<String, double[]> found, Map<String, double[]> after) {
        return found.entrySet().stream().allMatch(one -> {
            double[] least = before.get(one.getKey());
            double[] most = after.get(one.getKey());
            if (least == null && most == null) {
                return before.isEmpty();
            }
            return least == null || most == null || isBetween(least, one.getValue(), most);
        });
    }

    private static boolean isBetween(double[] least, double[] found, double[] most) {
        return IntStream.range(0, found.length)
                .allMatch(column -> least[column] <= found[column] && found[column] <= most[column]);
    }
}
