package skerry.agent.collect.host;

import java.io.File;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/**
 * Temperatures of thermal zones and states of cooling devices from {@code /sys/class/thermal}. A zone that is disabled or
 * has no value now is left out. Source: kernel doc driver-api/thermal/sysfs-api.rst.
 */
public final class ThermalZones implements Collector {
    private static final double MILLIDEGREES = 1000;
    private static final MetricFamily TEMPERATURE =
            MetricFamily.gauge("node_thermal_zone_temp", "Temperature of the zone in degrees Celsius.", "type", "zone");
    private static final MetricFamily STATE = MetricFamily.gauge(
            "node_cooling_device_cur_state", "How much the cooling device cools now.", "name", "type");
    private static final MetricFamily MAX_STATE = MetricFamily.gauge(
            "node_cooling_device_max_state", "How much the cooling device can cool.", "name", "type");

    private final KernelText text = new KernelText();
    private final NumberedDirectories zones;
    private final NumberedDirectories coolers;

    public ThermalZones(HostPaths paths) {
        var directory = paths.sysfs().resolve("class/thermal");
        this.zones = new NumberedDirectories(directory, "thermal_zone");
        this.coolers = new NumberedDirectories(directory, "cooling_device");
    }

    @Override
    public String name() {
        return "thermal_zone";
    }

    @Override
    public void collect(SampleSink sink) {
        for (var zone : zones.list()) {
            if (value(zone.directory(), "mode").equals("disabled")) {
                continue;
            }
            text.number(new File(zone.directory(), "temp"))
                    .ifPresent(temperature -> sink.add(
                            TEMPERATURE,
                            Labels.of("zone", zone.number(), "type", value(zone.directory(), "type")),
                            temperature / MILLIDEGREES));
        }
        for (var cooler : coolers.list()) {
            var labels = Labels.of("name", cooler.number(), "type", value(cooler.directory(), "type"));
            text.number(new File(cooler.directory(), "cur_state")).ifPresent(state -> sink.add(STATE, labels, state));
            text.number(new File(cooler.directory(), "max_state"))
                    .ifPresent(state -> sink.add(MAX_STATE, labels, state));
        }
    }

    private String value(File directory, String name) {
        return text.value(new File(directory, name)).orElse("");
    }
}
