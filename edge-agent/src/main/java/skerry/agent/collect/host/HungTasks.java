package skerry.agent.collect.host;

import java.io.File;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/** Tasks that the kernel found hung, from {@code /proc/sys/kernel/hung_task_detect_count} (Linux 6.15 and later). */
public final class HungTasks implements Collector {
    private static final MetricFamily HUNG =
            MetricFamily.counter("node_kernel_hung_tasks_total", "Tasks found hung since boot.");

    private final KernelText text = new KernelText();
    private final File file;

    public HungTasks(HostPaths paths) {
        this.file = paths.procfs().resolve("sys/kernel/hung_task_detect_count").toFile();
    }

    @Override
    public String name() {
        return "kernel_hung";
    }

    @Override
    public void collect(SampleSink sink) {
        text.number(file).ifPresent(count -> sink.add(HUNG, count));
    }
}
