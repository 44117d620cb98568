package skerry.agent.collect.host;

import java.io.File;
import java.io.IOException;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.LabelCache;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/**
 * How each CPU keeps up with arriving packets, from {@code /proc/net/softnet_stat}: hexadecimal columns, 9 on old
 * kernels, 11 since 4.17, 13 and more since 5.10, when the CPU's number came. Source: kernel net/core/net-procfs.c.
 */
public final class PacketBacklog implements Collector {
    private static final int MIN_COLUMNS = 9;
    private static final int CPU_COLUMN = 12;
    private static final int COLUMNS = 13;

    private static final Column[] TAKEN = {
        new Column(0, counter("processed_total", "Packets processed.")),
        new Column(1, counter("dropped_total", "Packets dropped because the backlog was full.")),
        new Column(2, counter("times_squeezed_total", "Times processing ran out of its quota.")),
        new Column(8, counter("cpu_collision_total", "Collisions over a device's lock while sending.")),
        new Column(9, counter("received_rps_total", "Times the CPU was woken to take packets.")),
        new Column(10, counter("flow_limit_count_total", "Times the flow limit was reached.")),
        new Column(11, MetricFamily.gauge("node_softnet_backlog_len", "Packets that wait."))
    };

    private final KernelText text = new KernelText();
    private final LabelCache labels = new LabelCache("cpu");
    private final long[] values = new long[COLUMNS];
    private final File file;

    private record Column(int index, MetricFamily family) {}

    private static MetricFamily counter(String name, String help) {
        return MetricFamily.counter("node_softnet_" + name, help);
    }

    public PacketBacklog(HostPaths paths) {
        this.file = new ProcNet(paths).file("softnet_stat");
    }

    @Override
    public String name() {
        return "softnet";
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        if (!text.read(file)) {
            return;
        }
        for (int line = 0; text.nextLine(); line++) {
            int columns = 0;
            while (columns < COLUMNS && text.nextWord()) {
                values[columns++] = text.hex();
            }
            if (columns < MIN_COLUMNS) {
                throw text.broken("there are only " + columns + " columns", null);
            }
            for (int missing = columns; missing < COLUMNS; missing++) {
                values[missing] = 0;
            }
            long cpu = columns > CPU_COLUMN ? values[CPU_COLUMN] : line;
            var cpuLabels = labels.of(Long.toString(cpu));
            for (var column : TAKEN) {
                sink.add(column.family(), cpuLabels, (double) values[column.index()]);
            }
        }
    }
}
