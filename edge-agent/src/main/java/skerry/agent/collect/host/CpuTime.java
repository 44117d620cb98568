package skerry.agent.collect.host;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/**
 * Seconds each CPU spent in each mode, from {@code /proc/stat}. Idle and I/O wait may step back a little in the kernel's
 * own account: then the higher value stays. A step back of idle by 3 s or more means that the CPU was taken out and put
 * back, and its counters begin anew. Source: proc_stat(5).
 */
public final class CpuTime implements Collector {
    /** The kernel shows its times to user space in this unit on every architecture we know. */
    private static final double TICKS_PER_SECOND = 100;

    private static final double HOTPLUG_STEP_SECONDS = 3;
    private static final int IDLE = 3;
    private static final int FIRST_GUEST = 8;
    private static final int MAX_CPUS = 8192;
    private static final String[] MODES = {
        "user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal", "user", "nice"
    };

    private static final MetricFamily TIME =
            MetricFamily.counter("node_cpu_seconds_total", "Seconds the CPU spent in each mode.");
    private static final MetricFamily GUEST = MetricFamily.counter(
            "node_cpu_guest_seconds_total", "Seconds the CPU spent in guests; they are part of user and nice as well.");

    private final KernelText text = new KernelText();
    private final List<Cpu> cpus = new ArrayList<>();
    private final double[] now = new double[MODES.length];
    private final File file;

    private static final class Cpu {
        final Labels[] labels = new Labels[MODES.length];
        final double[] last = new double[MODES.length];

        Cpu(int number) {
            for (int mode = 0; mode < MODES.length; mode++) {
                labels[mode] = Labels.of("cpu", Integer.toString(number), "mode", MODES[mode]);
            }
        }
    }

    public CpuTime(HostPaths paths) {
        this.file = paths.procfs().resolve("stat").toFile();
    }

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        text.readRequired(file);
        while (text.nextLine()) {
            // The line of all CPUs together, just "cpu", is their sum: left to whoever asks.
            if (text.nextWord() && text.startsWith("cpu") && !text.is("cpu")) {
                text.dropFirst("cpu".length());
                double number = text.number();
                if (number < 0 || number >= MAX_CPUS) {
                    throw text.broken("there is no CPU " + number, null);
                }
                collect(cpu((int) number), sink);
            }
        }
    }

    private Cpu cpu(int number) {
        while (cpus.size() <= number) {
            cpus.add(new Cpu(cpus.size()));
        }
        return cpus.get(number);
    }

    private void collect(Cpu cpu, SampleSink sink) throws IOException {
        for (int mode = 0; mode < MODES.length; mode++) {
            // Old kernels give fewer modes.
            now[mode] = text.nextWord() ? text.number() / TICKS_PER_SECOND : 0;
        }
        if (cpu.last[IDLE] - now[IDLE] >= HOTPLUG_STEP_SECONDS) {
            Arrays.fill(cpu.last, 0);
        }
        for (int mode = 0; mode < MODES.length; mode++) {
            cpu.last[mode] = Math.max(cpu.last[mode], now[mode]);
            sink.add(mode < FIRST_GUEST ? TIME : GUEST, cpu.labels[mode], cpu.last[mode]);
        }
    }
}
