package skerry.agent.collect.host;

import java.io.File;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.LabelCache;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/**
 * Frequency, its limits and the governor of each CPU that is online, from {@code /sys/devices/system/cpu/cpu*}{@code
 * /cpufreq}. Source: kernel doc admin-guide/pm/cpufreq.rst.
 */
public final class CpuFrequency implements Collector {
    private static final double HERTZ_PER_KILOHERTZ = 1000;
    private static final String[] FILES = {
        "cpuinfo_cur_freq",
        "cpuinfo_min_freq",
        "cpuinfo_max_freq",
        "scaling_cur_freq",
        "scaling_min_freq",
        "scaling_max_freq"
    };
    private static final MetricFamily[] FREQUENCIES = {
        MetricFamily.gauge("node_cpu_frequency_hertz", "Present frequency of the CPU."),
        MetricFamily.gauge("node_cpu_frequency_min_hertz", "Lowest frequency the CPU can do."),
        MetricFamily.gauge("node_cpu_frequency_max_hertz", "Highest frequency the CPU can do."),
        MetricFamily.gauge("node_cpu_scaling_frequency_hertz", "Present frequency the kernel chose for the CPU."),
        MetricFamily.gauge("node_cpu_scaling_frequency_min_hertz", "Lowest frequency the kernel may choose."),
        MetricFamily.gauge("node_cpu_scaling_frequency_max_hertz", "Highest frequency the kernel may choose.")
    };
    private static final MetricFamily GOVERNOR =
            MetricFamily.gauge("node_cpu_scaling_governor", "1 for the frequency governor in use, 0 for the others.");

    private final KernelText text = new KernelText();
    private final LabelCache labels = new LabelCache("cpu");
    private final Map<String, Map<String, Labels>> governorLabels = new HashMap<>();
    private final NumberedDirectories cpus;
    private final File offline;

    public CpuFrequency(HostPaths paths) {
        var directory = paths.sysfs().resolve("devices/system/cpu");
        this.cpus = new NumberedDirectories(directory, "cpu");
        this.offline = directory.resolve("offline").toFile();
    }

    @Override
    public String name() {
        return "cpufreq";
    }

    @Override
    public void collect(SampleSink sink) {
        var out = text.value(offline).map(CpuRanges::parse).orElseGet(BitSet::new);
        for (var cpu : cpus.list()) {
            if (!out.get(Integer.parseInt(cpu.number()))) {
                collect(cpu.number(), new File(cpu.directory(), "cpufreq"), sink);
            }
        }
    }

    private void collect(String cpu, File directory, SampleSink sink) {
        if (!directory.exists()) {
            return;
        }
        var cpuLabels = labels.of(cpu);
        for (int i = 0; i < FILES.length; i++) {
            var family = FREQUENCIES[i];
            text.number(new File(directory, FILES[i]))
                    .ifPresent(kilohertz -> sink.add(family, cpuLabels, kilohertz * HERTZ_PER_KILOHERTZ));
        }
        String governor = text.value(new File(directory, "scaling_governor")).orElse("");
        if (!governor.isEmpty()) {
            String available = text.value(new File(directory, "scaling_available_governors"))
                    .filter(list -> !list.isEmpty())
                    .orElse(governor);
            var known = governorLabels.computeIfAbsent(cpu, _ -> new HashMap<>());
            for (String name : available.split(" ", -1)) {
                var governorAndCpu = known.computeIfAbsent(name, key -> Labels.of("cpu", cpu, "governor", key));
                sink.add(GOVERNOR, governorAndCpu, name.equals(governor) ? 1 : 0);
            }
        }
    }
}
