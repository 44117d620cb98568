package skerry.agent.collect.host;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/** Hardware watchdogs from {@code /sys/class/watchdog}. Source: kernel doc ABI/testing/sysfs-class-watchdog. */
public final class Watchdogs implements Collector {
    private static final MetricFamily INFO = MetricFamily.gauge(
            "node_watchdog_info",
            "What is known of the watchdog.",
            "identity",
            "name",
            "options",
            "pretimeout_governor",
            "state",
            "status");
    private static final List<Attribute> NUMBERS = List.of(
            new Attribute("bootstatus", "bootstatus"),
            new Attribute("fw_version", "fw_version"),
            new Attribute("nowayout", "nowayout"),
            new Attribute("timeleft", "timeleft_seconds"),
            new Attribute("timeout", "timeout_seconds"),
            new Attribute("pretimeout", "pretimeout_seconds"),
            new Attribute("access_cs0", "access_cs0"));

    private final KernelText text = new KernelText();
    private final File directory;

    private record Attribute(String file, MetricFamily family) {
        Attribute(String file, String name) {
            this(file, MetricFamily.gauge("node_watchdog_" + name, file + " of the watchdog."));
        }
    }

    public Watchdogs(HostPaths paths) {
        this.directory = paths.sysfs().resolve("class/watchdog").toFile();
    }

    @Override
    public String name() {
        return "watchdog";
    }

    @Override
    public void collect(SampleSink sink) {
        String[] watchdogs = directory.list();
        if (watchdogs == null) {
            return;
        }
        Arrays.sort(watchdogs);
        for (String watchdog : watchdogs) {
            var attributes = new File(directory, watchdog);
            var labels = Labels.of("name", watchdog);
            for (var number : NUMBERS) {
                text.number(new File(attributes, number.file()))
                        .ifPresent(value -> sink.add(number.family(), labels, value));
            }
            sink.add(
                    INFO,
                    Labels.of(
                            "name", watchdog,
                            "identity", value(attributes, "identity"),
                            "options", value(attributes, "options"),
                            "pretimeout_governor", value(attributes, "pretimeout_governor"),
                            "state", value(attributes, "state"),
                            "status", value(attributes, "status")),
                    1);
        }
    }

    private String value(File attributes, String name) {
        return text.value(new File(attributes, name)).orElse("");
    }
}
