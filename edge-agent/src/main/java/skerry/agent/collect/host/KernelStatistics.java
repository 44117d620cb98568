package skerry.agent.collect.host;

import java.io.File;
import java.io.IOException;
import java.util.Map;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/** Interrupts, context switches, forks, boot time and process counts from {@code /proc/stat}. Source: proc_stat(5). */
public final class KernelStatistics implements Collector {
    private static final Map<String, MetricFamily> BY_KEY = Map.of(
            "intr", MetricFamily.counter("node_intr_total", "Interrupts serviced."),
            "ctxt", MetricFamily.counter("node_context_switches_total", "Context switches."),
            "btime", MetricFamily.gauge("node_boot_time_seconds", "When the node booted, in Unix time."),
            "processes", MetricFamily.counter("node_forks_total", "Processes and threads created."),
            "procs_running", MetricFamily.gauge("node_procs_running", "Threads that run or could run."),
            "procs_blocked", MetricFamily.gauge("node_procs_blocked", "Threads that wait for I/O."));

    private final KernelText text = new KernelText();
    private final File file;

    public KernelStatistics(HostPaths paths) {
        this.file = paths.procfs().resolve("stat").toFile();
    }

    @Override
    public String name() {
        return "stat";
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        text.readRequired(file);
        while (text.nextLine()) {
            if (text.nextWord() && !text.startsWith("cpu")) {
                var family = BY_KEY.get(text.word());
                if (family != null) {
                    sink.add(family, text.nextNumber());
                }
            }
        }
    }
}
