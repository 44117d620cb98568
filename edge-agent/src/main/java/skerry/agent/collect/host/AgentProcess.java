package skerry.agent.collect.host;

import java.io.File;
import java.io.IOException;
import java.util.Map;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/**
 * What the agent itself uses: CPU, memory, files, and bytes it made the storage read and write, from {@code /proc/self},
 * whatever tree the host collectors look at. Source: proc_pid_stat(5), proc_pid_io(5).
 */
public final class AgentProcess implements Collector {
    private static final double KILOBYTE = 1024;
    private static final double TICKS_PER_SECOND = 100;

    /** From field 4, ppid, to field 13, cmajflt. */
    private static final int WORDS_FROM_STATE_TO_USER_TIME = 10;

    /** From field 16, cutime, to field 21, itrealvalue. */
    private static final int WORDS_FROM_SYSTEM_TIME_TO_START = 6;

    private static final MetricFamily CPU =
            MetricFamily.counter("process_cpu_seconds_total", "CPU time the agent used, in user and system mode.");
    private static final MetricFamily START =
            MetricFamily.gauge("process_start_time_seconds", "When the agent started, in Unix time.");
    private static final MetricFamily OPEN_FILES = MetricFamily.gauge("process_open_fds", "Files the agent has open.");
    private static final Map<String, MetricFamily> STATUS = Map.of(
            "VmSize", MetricFamily.gauge("process_virtual_memory_bytes", "Address space of the agent."),
            "VmRSS", MetricFamily.gauge("process_resident_memory_bytes", "Memory the agent has in RAM."),
            "RssAnon",
                    MetricFamily.gauge(
                            "skerry_agent_anonymous_memory_bytes", "Memory of the agent that no file backs."),
            "Threads", MetricFamily.gauge("process_threads", "Threads of the agent."));
    private static final Map<String, MetricFamily> IO = Map.of(
            "read_bytes",
                    MetricFamily.counter("skerry_agent_disk_read_bytes_total", "Bytes the agent made storage read."),
            "write_bytes",
                    MetricFamily.counter(
                            "skerry_agent_disk_written_bytes_total", "Bytes the agent made storage write."));

    private final KernelText text = new KernelText();
    private final File directory = HostPaths.LOCAL.procfs().resolve("self").toFile();
    private final File stat = new File(directory, "stat");
    private final File status = new File(directory, "status");
    private final File io = new File(directory, "io");
    private final File files = new File(directory, "fd");
    private final File systemStat = HostPaths.LOCAL.procfs().resolve("stat").toFile();
    private double bootTime = Double.NaN;

    @Override
    public String name() {
        return "agent";
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        times(sink);
        named(status, STATUS, sink);
        named(io, IO, sink);
        String[] open = files.list();
        if (open != null) {
            sink.add(OPEN_FILES, open.length);
        }
    }

    private void times(SampleSink sink) throws IOException {
        if (Double.isNaN(bootTime)) {
            bootTime = bootTime();
        }
        text.readRequired(stat);
        text.nextLine();
        text.nextUntilLast(')'); // the name may hold anything
        text.nextWord(); // state
        text.skipWords(WORDS_FROM_STATE_TO_USER_TIME);
        double user = text.nextNumber();
        sink.add(CPU, (user + text.nextNumber()) / TICKS_PER_SECOND);
        text.skipWords(WORDS_FROM_SYSTEM_TIME_TO_START);
        sink.add(START, bootTime + text.nextNumber() / TICKS_PER_SECOND);
    }

    private double bootTime() throws IOException {
        text.readRequired(systemStat);
        while (text.nextLine()) {
            if (text.nextWord() && text.is("btime")) {
                return text.nextNumber();
            }
        }
        throw text.broken("there is no btime", null);
    }

    /** Lines of {@code VmRSS: 1234 kB} or {@code read_bytes: 1234}. */
    private void named(File file, Map<String, MetricFamily> families, SampleSink sink) throws IOException {
        if (!text.read(file)) {
            return;
        }
        while (text.nextLine()) {
            if (text.nextUntil(':')) {
                var family = families.get(text.word());
                if (family != null) {
                    double value = text.nextNumber();
                    sink.add(family, text.nextWord() ? value * KILOBYTE : value);
                }
            }
        }
    }
}
