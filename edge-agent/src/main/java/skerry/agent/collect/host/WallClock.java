package skerry.agent.collect.host;

import java.io.File;
import java.time.InstantSource;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/** The wall clock, and which hardware it runs on, from {@code /sys/devices/system/clocksource}. */
public final class WallClock implements Collector {
    private static final double MILLISECONDS = 1000;
    private static final MetricFamily TIME = MetricFamily.gauge("node_time_seconds", "The wall clock in Unix time.");
    private static final MetricFamily AVAILABLE = MetricFamily.gauge(
            "node_time_clocksource_available_info", "Clock sources the kernel could use.", "clocksource", "device");
    private static final MetricFamily CURRENT = MetricFamily.gauge(
            "node_time_clocksource_current_info", "The clock source the kernel uses.", "clocksource", "device");

    private final KernelText text = new KernelText();
    private final InstantSource clock;
    private final NumberedDirectories sources;

    public WallClock(HostPaths paths, InstantSource clock) {
        this.clock = clock;
        this.sources = new NumberedDirectories(paths.sysfs().resolve("devices/system/clocksource"), "clocksource");
    }

    @Override
    public String name() {
        return "time";
    }

    @Override
    public void collect(SampleSink sink) {
        sink.add(TIME, clock.millis() / MILLISECONDS);
        for (var source : sources.list()) {
            add(sink, AVAILABLE, source, "available_clocksource");
            add(sink, CURRENT, source, "current_clocksource");
        }
    }

    private void add(SampleSink sink, MetricFamily family, NumberedDirectories.Entry source, String file) {
        for (String name :
                text.value(new File(source.directory(), file)).orElse("").split(" ", -1)) {
            if (!name.isEmpty()) {
                sink.add(family, Labels.of("device", source.number(), "clocksource", name), 1);
            }
        }
    }
}
