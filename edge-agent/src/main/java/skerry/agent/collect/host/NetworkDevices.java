package skerry.agent.collect.host;

import java.io.File;
import java.util.Arrays;
import java.util.function.Predicate;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.LabelCache;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/** State and settings of each network interface from {@code /sys/class/net}. Source: kernel doc ABI/testing/sysfs-class-net. */
public final class NetworkDevices implements Collector {
    private static final double BYTES_PER_MEGABIT = 1e6 / 8;
    private static final int FLAG_UP = 1;

    private static final MetricFamily UP = gauge("up", "1 if the interface's operational state is up.");
    private static final MetricFamily SPEED = gauge("speed_bytes", "Speed of the interface in bytes a second.");
    private static final MetricFamily INFO = MetricFamily.gauge(
            "node_network_info",
            "What is known of the network interface.",
            "address",
            "adminstate",
            "broadcast",
            "device",
            "duplex",
            "ifalias",
            "operstate");

    private static final Attribute[] ATTRIBUTES = {
        new Attribute("addr_assign_type", gauge("address_assign_type", "addr_assign_type of the interface.")),
        new Attribute("carrier", gauge("carrier", "carrier of the interface.")),
        new Attribute("carrier_changes", counter("carrier_changes_total", "carrier_changes of the interface.")),
        new Attribute("carrier_up_count", counter("carrier_up_changes_total", "carrier_up_count of the interface.")),
        new Attribute(
                "carrier_down_count", counter("carrier_down_changes_total", "carrier_down_count of the interface.")),
        new Attribute("dev_id", gauge("device_id", "dev_id of the interface.")),
        new Attribute("dormant", gauge("dormant", "dormant of the interface.")),
        new Attribute("ifindex", gauge("iface_id", "ifindex of the interface.")),
        new Attribute("iflink", gauge("iface_link", "iflink of the interface.")),
        new Attribute("link_mode", gauge("iface_link_mode", "link_mode of the interface.")),
        new Attribute("mtu", gauge("mtu_bytes", "mtu of the interface.")),
        new Attribute("name_assign_type", gauge("name_assign_type", "name_assign_type of the interface.")),
        new Attribute("netdev_group", gauge("net_dev_group", "netdev_group of the interface.")),
        new Attribute("tx_queue_len", gauge("transmit_queue_length", "tx_queue_len of the interface.")),
        new Attribute("type", gauge("protocol_type", "type of the interface."))
    };
    private static final MetricFamily FLAGS = gauge("flags", "flags of the interface.");

    private final KernelText text = new KernelText();
    private final LabelCache labels = new LabelCache("device");
    private final Predicate<String> wanted;
    private final File directory;

    private record Attribute(String file, MetricFamily family) {}

    private static MetricFamily gauge(String name, String help) {
        return MetricFamily.gauge("node_network_" + name, help);
    }

    private static MetricFamily counter(String name, String help) {
        return MetricFamily.counter("node_network_" + name, help);
    }

    /** @param wanted which interfaces to tell of */
    public NetworkDevices(HostPaths paths, Predicate<String> wanted) {
        this.directory = paths.sysfs().resolve("class/net").toFile();
        this.wanted = wanted;
    }

    @Override
    public String name() {
        return "netclass";
    }

    @Override
    public void collect(SampleSink sink) {
        String[] devices = directory.list();
        if (devices == null) {
            return;
        }
        Arrays.sort(devices);
        for (String device : devices) {
            var attributes = new File(directory, device);
            // Beside the interfaces there is a plain file, bonding_masters.
            if (wanted.test(device) && attributes.isDirectory()) {
                collect(device, attributes, sink);
            }
        }
    }

    private void collect(String device, File attributes, SampleSink sink) {
        var deviceLabels = labels.of(device);
        String state = value(attributes, "operstate");
        sink.add(UP, deviceLabels, state.equals("up") ? 1 : 0);
        for (var attribute : ATTRIBUTES) {
            text.number(new File(attributes, attribute.file()))
                    .ifPresent(value -> sink.add(attribute.family(), deviceLabels, value));
        }
        var flags = text.number(new File(attributes, "flags"));
        flags.ifPresent(value -> sink.add(FLAGS, deviceLabels, value));
        String adminState = flags.isEmpty() ? "unknown" : ((long) flags.getAsDouble() & FLAG_UP) != 0 ? "up" : "down";
        var speed = text.number(new File(attributes, "speed"));
        if (speed.orElse(-1) >= 0) { // -1 where it is unknown
            sink.add(SPEED, deviceLabels, speed.orElse(-1) * BYTES_PER_MEGABIT);
        }
        sink.add(
                INFO,
                Labels.of(
                        "device", device,
                        "address", value(attributes, "address"),
                        "adminstate", adminState,
                        "broadcast", value(attributes, "broadcast"),
                        "duplex", value(attributes, "duplex"),
                        "ifalias", value(attributes, "ifalias"),
                        "operstate", state),
                1);
    }

    private String value(File attributes, String name) {
        return text.value(new File(attributes, name)).orElse("");
    }
}
