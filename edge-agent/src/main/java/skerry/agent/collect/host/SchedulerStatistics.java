package skerry.agent.collect.host;

import java.io.File;
import java.io.IOException;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.LabelCache;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/** Time tasks ran on each CPU and waited for it, from {@code /proc/schedstat}. Source: kernel doc scheduler/sched-stats.rst. */
public final class SchedulerStatistics implements Collector {
    private static final double NANOSECONDS = 1e9;

    /** Yields, two times schedule(), and two kinds of wake-ups. */
    private static final int WORDS_BEFORE_TIMES = 6;

    private static final MetricFamily RUNNING =
            MetricFamily.counter("node_schedstat_running_seconds_total", "Seconds tasks ran on the CPU.");
    private static final MetricFamily WAITING =
            MetricFamily.counter("node_schedstat_waiting_seconds_total", "Seconds tasks waited for the CPU.");
    private static final MetricFamily SLICES =
            MetricFamily.counter("node_schedstat_timeslices_total", "Time slices run on the CPU.");

    private final KernelText text = new KernelText();
    private final LabelCache labels = new LabelCache("cpu");
    private final File file;

    public SchedulerStatistics(HostPaths paths) {
        this.file = paths.procfs().resolve("schedstat").toFile();
    }

    @Override
    public String name() {
        return "schedstat";
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        if (!text.read(file)) {
            return;
        }
        while (text.nextLine()) {
            if (text.nextWord() && text.startsWith("cpu")) {
                text.dropFirst("cpu".length());
                var cpu = labels.of(text.word());
                text.skipWords(WORDS_BEFORE_TIMES);
                sink.add(RUNNING, cpu, text.nextNumber() / NANOSECONDS);
                sink.add(WAITING, cpu, text.nextNumber() / NANOSECONDS);
                sink.add(SLICES, cpu, text.nextNumber());
            }
        }
    }
}
