package skerry.agent.collect.host;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.LabelCache;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/**
 * Bytes, packets and errors of each network interface from {@code /proc/net/dev}, and the packets no protocol took from
 * {@code /sys/class/net}. Where the given tree has no {@code net/dev} the interfaces are those the agent itself sees, as
 * with node_exporter, which asks the kernel by netlink whatever its tree is. Source: proc_pid_net(5).
 */
public final class NetworkTraffic implements Collector {
    private static final int HEADER_LINES = 2;
    private static final String[] COLUMNS = {
        "receive_bytes",
        "receive_packets",
        "receive_errs",
        "receive_drop",
        "receive_fifo",
        "receive_frame",
        "receive_compressed",
        "receive_multicast",
        "transmit_bytes",
        "transmit_packets",
        "transmit_errs",
        "transmit_drop",
        "transmit_fifo",
        "transmit_colls",
        "transmit_carrier",
        "transmit_compressed"
    };
    private static final MetricFamily[] FAMILIES = new MetricFamily[COLUMNS.length];
    private static final MetricFamily NO_HANDLER = family("receive_nohandler");

    static {
        for (int i = 0; i < COLUMNS.length; i++) {
            FAMILIES[i] = family(COLUMNS[i]);
        }
    }

    private final KernelText text = new KernelText();
    private final KernelText attribute = new KernelText();
    private final LabelCache labels = new LabelCache("device");
    private final Predicate<String> wanted;
    private final File table;
    private final Path devices;

    private static MetricFamily family(String column) {
        return MetricFamily.counter("node_network_" + column + "_total", column + " of the network interface.");
    }

    /** @param wanted which interfaces to tell of */
    public NetworkTraffic(HostPaths paths, Predicate<String> wanted) {
        this.wanted = wanted;
        var ofTree = new ProcNet(paths).file("dev");
        if (ofTree.exists()) {
            this.table = ofTree;
            this.devices = paths.sysfs().resolve("class/net");
        } else {
            this.table = HostPaths.LOCAL.procfs().resolve("self/net/dev").toFile();
            this.devices = HostPaths.LOCAL.sysfs().resolve("class/net");
        }
    }

    @Override
    public String name() {
        return "netdev";
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        text.readRequired(table);
        for (int i = 0; i < HEADER_LINES; i++) {
            text.nextLine();
        }
        while (text.nextLine()) {
            // eth0: 1296 16 …, and with large numbers on old kernels eth0:129604321 16 …
            if (text.nextUntil(':')) {
                String device = text.word();
                if (wanted.test(device)) {
                    collect(device, sink);
                }
            }
        }
    }

    private void collect(String device, SampleSink sink) throws IOException {
        var deviceLabels = labels.of(device);
        for (var family : FAMILIES) {
            sink.add(family, deviceLabels, text.nextNumber());
        }
        attribute
                .number(devices.resolve(device)
                        .resolve("statistics/rx_nohandler")
                        .toFile())
                .ifPresent(packets -> sink.add(NO_HANDLER, deviceLabels, packets));
    }
}
