package skerry.agent.collect.host;

import java.nio.file.Path;
import java.util.Locale;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/**
 * What uname(2) tells, from {@code /proc/sys/kernel}. The machine word is there since Linux 6.1; before, the Java
 * runtime's own architecture stands in for it.
 */
public final class KernelIdentity implements Collector {
    private static final MetricFamily INFO = MetricFamily.gauge(
            "node_uname_info",
            "What uname tells of the kernel.",
            "domainname",
            "machine",
            "nodename",
            "release",
            "sysname",
            "version");

    private final KernelText text = new KernelText();
    private final Path directory;

    public KernelIdentity(HostPaths paths) {
        this.directory = paths.procfs().resolve("sys/kernel");
    }

    @Override
    public String name() {
        return "uname";
    }

    @Override
    public void collect(SampleSink sink) {
        String release = value("osrelease", "");
        if (release.isEmpty()) {
            return;
        }
        sink.add(
                INFO,
                Labels.of(
                        "sysname", value("ostype", "Linux"),
                        "release", release,
                        "version", value("version", ""),
                        "machine", value("arch", machineOfRuntime()),
                        "nodename", value("hostname", ""),
                        "domainname", value("domainname", "")),
                1);
    }

    private String value(String file, String missing) {
        return text.value(directory.resolve(file).toFile()).orElse(missing);
    }

    private static String machineOfRuntime() {
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return switch (arch) {
            case "amd64" -> "x86_64";
            case "arm" -> "armv7l";
            default -> arch;
        };
    }
}
