package skerry.agent.collect.containers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
    private final SeriesLabels series;

    PodNetwork(HostPaths paths, SeriesLabels series) {
        this.procfs = paths.procfs();
        this.series = series;
    }

    /** @param pid one of the pod's processes, as the host counts them */
    void read(long pid, Labels pod, SampleSink sink) throws IOException {
        Path process = procfs.resolve(Long.toString(pid));
        if (isHosts(process) || !text.read(process.resolve("net/dev").toFile())) {
            return;
        }
        for (int i = 0; i < HEADER_LINES; i++) {
            text.nextLine();
        }
        while (text.nextLine()) {
            if (!text.nextUntil(':') || text.is(LOOPBACK)) {
                continue;
            }
            Labels labels = series.networkInterface(pod, text.word());
            for (int column = 0; column <= LAST_COLUMN; column++) {
                double value = text.nextNumber();
                MetricFamily family = COLUMNS.get(column);
                if (family != null) {
                    sink.add(family, labels, value);
                }
            }
        }
    }

    /** Who may not see which namespace it is is taken for the host. */
    private boolean isHosts(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("ns/net"))
                    .equals(Files.readSymbolicLink(procfs.resolve("1/ns/net")));
        } catch (IOException e) {
            return true;
        }
    }
}
