package skerry.agent.collect.host;

import java.io.File;
import java.io.IOException;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/** Load averages from {@code /proc/loadavg}. Source: proc_loadavg(5). */
public final class LoadAverage implements Collector {
    private static final MetricFamily[] LOADS = {
        MetricFamily.gauge("node_load1", "Runnable and uninterruptible tasks, averaged over 1 minute."),
        MetricFamily.gauge("node_load5", "Runnable and uninterruptible tasks, averaged over 5 minutes."),
        MetricFamily.gauge("node_load15", "Runnable and uninterruptible tasks, averaged over 15 minutes.")
    };

    private final KernelText text = new KernelText();
    private final File file;

    public LoadAverage(HostPaths paths) {
        this.file = paths.procfs().resolve("loadavg").toFile();
    }

    @Override
    public String name() {
        return "loadavg";
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        text.readRequired(file);
        text.nextLine();
        for (var load : LOADS) {
            sink.add(load, text.nextNumber());
        }
    }
}
