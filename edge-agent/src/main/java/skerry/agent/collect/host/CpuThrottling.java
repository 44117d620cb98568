package skerry.agent.collect.host;

import java.io.File;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.LabelCache;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/**
 * How often x86 cores and packages throttled for heat, and which CPUs are isolated, from {@code /sys/devices/system/cpu}.
 * Threads of one core share one counter: it is read from the first of them. Source: kernel doc
 * ABI/testing/sysfs-devices-system-cpu.
 */
public final class CpuThrottling implements Collector {
    private static final MetricFamily CORE =
            MetricFamily.counter("node_cpu_core_throttles_total", "How often the core throttled for heat.");
    private static final MetricFamily PACKAGE =
            MetricFamily.counter("node_cpu_package_throttles_total", "How often the package throttled for heat.");
    private static final MetricFamily ISOLATED =
            MetricFamily.gauge("node_cpu_isolated", "1 for each CPU kept out of general scheduling.");

    private final KernelText text = new KernelText();
    private final LabelCache cpuLabels = new LabelCache("cpu");
    private final NumberedDirectories cpus;
    private final File isolated;
    private List<NumberedDirectories.Entry> scanned = List.of();
    private List<Counter> counters = List.of();

    private record Counter(File file, MetricFamily family, Labels labels) {}

    public CpuThrottling(HostPaths paths) {
        var directory = paths.sysfs().resolve("devices/system/cpu");
        this.cpus = new NumberedDirectories(directory, "cpu");
        this.isolated = directory.resolve("isolated").toFile();
    }

    @Override
    public String name() {
        return "cpu_throttling";
    }

    @Override
    public void collect(SampleSink sink) {
        var present = cpus.list();
        if (!present.equals(scanned)) {
            counters = scan(present);
            scanned = present;
        }
        for (var counter : counters) {
            text.number(counter.file()).ifPresent(count -> sink.add(counter.family(), counter.labels(), count));
        }
        text.value(isolated)
                .ifPresent(list -> CpuRanges.parse(list).stream()
                        .forEach(cpu -> sink.add(ISOLATED, cpuLabels.of(Integer.toString(cpu)), 1)));
    }

    private List<Counter> scan(List<NumberedDirectories.Entry> present) {
        var found = new ArrayList<Counter>();
        Set<Labels> known = new HashSet<>();
        for (var cpu : present) {
            var topology = new File(cpu.directory(), "topology");
            var packageId = text.number(new File(topology, "physical_package_id"));
            var coreId = text.number(new File(topology, "core_id"));
            if (packageId.isEmpty() || coreId.isEmpty()) {
                continue;
            }
            String packageName = Long.toString((long) packageId.getAsDouble());
            var ofCore = Labels.of("core", Long.toString((long) coreId.getAsDouble()), "package", packageName);
            var ofPackage = Labels.of("package", packageName);
            var counts = new File(cpu.directory(), "thermal_throttle");
            var coreCount = new File(counts, "core_throttle_count");
            if (coreCount.exists() && known.add(ofCore)) {
                found.add(new Counter(coreCount, CORE, ofCore));
            }
            var packageCount = new File(counts, "package_throttle_count");
            if (packageCount.exists() && known.add(ofPackage)) {
                found.add(new Counter(packageCount, PACKAGE, ofPackage));
            }
        }
        return found;
    }
}
