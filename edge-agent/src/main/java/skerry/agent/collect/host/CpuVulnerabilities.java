package skerry.agent.collect.host;

import java.io.File;
import java.util.Arrays;
import java.util.Locale;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/**
 * Which CPU vulnerabilities apply and how they are mitigated, from {@code /sys/devices/system/cpu/vulnerabilities}.
 * Source: kernel doc admin-guide/hw-vuln.
 */
public final class CpuVulnerabilities implements Collector {
    private static final MetricFamily INFO = MetricFamily.gauge(
            "node_cpu_vulnerabilities_info",
            "State of each known CPU vulnerability.",
            "codename",
            "mitigation",
            "state");

    private final KernelText text = new KernelText();
    private final File directory;

    public CpuVulnerabilities(HostPaths paths) {
        this.directory =
                paths.sysfs().resolve("devices/system/cpu/vulnerabilities").toFile();
    }

    @Override
    public String name() {
        return "cpu_vulnerabilities";
    }

    @Override
    public void collect(SampleSink sink) {
        String[] names = directory.list();
        if (names == null) {
            return;
        }
        Arrays.sort(names);
        for (String name : names) {
            text.value(new File(directory, name)).ifPresent(state -> sink.add(INFO, labels(name, state), 1));
        }
    }

    /** {@code Mitigation: PTI}, {@code Vulnerable: no microcode}, {@code Vulnerable} or {@code Not affected}. */
    private static Labels labels(String name, String text) {
        for (String state : new String[] {"Vulnerable", "Mitigation"}) {
            if (text.startsWith(state)) {
                String rest = text.substring(state.length());
                return Labels.of(
                        "codename",
                        name,
                        "state",
                        state.toLowerCase(Locale.ROOT),
                        "mitigation",
                        rest.startsWith(": ") ? rest.substring(2) : rest);
            }
        }
        return Labels.of("codename", name, "state", text.toLowerCase(Locale.ROOT), "mitigation", "");
    }
}
