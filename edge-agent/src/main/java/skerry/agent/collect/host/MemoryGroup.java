package skerry.agent.collect.host;

import java.io.File;
import java.io.IOException;
import java.util.Optional;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/**
 * Whether the kernel's memory control group is off, as Raspberry Pi OS has it by default: then no container's memory can be told or
 * bounded, and k3s does not start. Told only where it is off; a kernel does not change its mind before it starts again, so it is read once.
 * Source: kernel doc cgroup-v2.rst (cgroup.controllers), cgroup-v1/cgroups.rst (/proc/cgroups), kernel-parameters.txt.
 */
public final class MemoryGroup implements Collector {
    /** What is lacking where it is off. */
    public static final String LACK =
            "it is off in the kernel, so the memory of containers cannot be told or bounded, and k3s does not start";

    /** What to do about it. */
    public static final String ADVICE =
            "Where k3s or containers run, add cgroup_enable=memory cgroup_memory=1 to the one line of"
                    + " /boot/firmware/cmdline.txt (before Debian 12: /boot/cmdline.txt), then restart.";

    private static final MetricFamily ENABLED = MetricFamily.gauge(
            "skerry_memory_cgroup_enabled", "0 where the kernel's memory control group is off; not told elsewhere.");

    private final HostPaths paths;
    private Optional<Boolean> off = Optional.empty();

    public MemoryGroup(HostPaths paths) {
        this.paths = paths;
    }

    @Override
    public String name() {
        return "memory_cgroup";
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        if (off.isEmpty()) {
            off = Optional.of(isOff(paths));
        }
        if (off.get()) {
            sink.add(ENABLED, 0);
        }
    }

    /**
     * Where neither version of control groups tells, it counts as on.
     *
     * @throws IOException if a file that exists cannot be read; names it
     */
    public static boolean isOff(HostPaths paths) throws IOException {
        var text = new KernelText();
        File unified = paths.sysfs().resolve("fs/cgroup/cgroup.controllers").toFile();
        if (text.read(unified) && text.nextLine()) {
            // In version 1 the same file stands one folder deeper, and lists what is left over for it.
            while (text.nextWord()) {
                if (text.is("memory")) {
                    return false;
                }
            }
            return true;
        }
        if (text.read(paths.procfs().resolve("cgroups").toFile())) {
            while (text.nextLine()) {
                if (text.nextWord() && text.is("memory")) {
                    return text.skipWords(3) && text.is("0");
                }
            }
        }
        return false;
    }
}
