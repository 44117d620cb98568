package skerry.agent.collect.host;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/**
 * Time lost to waiting for CPU, I/O, memory and interrupts from {@code /proc/pressure}; nothing where the kernel has it
 * switched off. Source: kernel doc accounting/psi.rst.
 */
public final class Pressure implements Collector {
    private static final double MICROSECONDS = 1e6;

    private final KernelText text = new KernelText();
    private final List<Resource> resources;

    /** @param families by the first word of a line: some tasks waited, or all did at once */
    private record Resource(File file, Map<String, MetricFamily> families) {}

    public Pressure(HostPaths paths) {
        var directory = paths.procfs().resolve("pressure");
        this.resources = List.of(
                new Resource(directory.resolve("cpu").toFile(), Map.of("some", waiting("cpu", "CPU time"))),
                new Resource(
                        directory.resolve("io").toFile(),
                        Map.of("some", waiting("io", "I/O"), "full", stalled("io", "I/O"))),
                new Resource(
                        directory.resolve("memory").toFile(),
                        Map.of("some", waiting("memory", "memory"), "full", stalled("memory", "memory"))),
                new Resource(directory.resolve("irq").toFile(), Map.of("full", stalled("irq", "interrupts"))));
    }

    private static MetricFamily waiting(String resource, String what) {
        return MetricFamily.counter(
                "node_pressure_" + resource + "_waiting_seconds_total",
                "Time in which some task waited for " + what + ".");
    }

    private static MetricFamily stalled(String resource, String what) {
        return MetricFamily.counter(
                "node_pressure_" + resource + "_stalled_seconds_total",
                "Time in which no task could go on because of " + what + ".");
    }

    @Override
    public String name() {
        return "pressure";
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        for (var resource : resources) {
            if (read(resource.file())) {
                collect(resource, sink);
            }
        }
    }

    /** With {@code psi=0} the files exist, and reading them fails. */
    private boolean read(File file) {
        try {
            return text.read(file);
        } catch (IOException e) {
            return false;
        }
    }

    private void collect(Resource resource, SampleSink sink) throws IOException {
        while (text.nextLine()) {
            if (!text.nextWord()) {
                continue;
            }
            var family = resource.families().get(text.word());
            if (family == null) {
                continue;
            }
            // some avg10=0.18 avg60=0.34 avg300=0.10 total=159886802
            while (!text.startsWith("total=")) {
                if (!text.nextWord()) {
                    throw text.broken("there is no total", null);
                }
            }
            text.dropFirst("total=".length());
            sink.add(family, text.number() / MICROSECONDS);
        }
    }
}
