package skerry.agent.collect.host;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.LabelCache;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/**
 * Batteries, uninterruptible supplies and mains from {@code /sys/class/power_supply}, which is also where the hats that
 * carry a Raspberry Pi through a power cut appear. Source: kernel doc ABI/testing/sysfs-class-power.
 */
public final class PowerSupplies implements Collector {
    private static final double MICRO = 1e6;
    private static final MetricFamily INFO =
            MetricFamily.gauge("node_power_supply_info", "What is known of the power supply.");
    private static final List<String> WORDS = List.of(
            "capacity_level",
            "charge_type",
            "health",
            "manufacturer",
            "model_name",
            "scope",
            "serial_number",
            "status",
            "technology",
            "type",
            "usb_type");
    private static final List<Attribute> NUMBERS = List.of(
            new Attribute("authentic", "authentic", 1),
            new Attribute("calibrate", "calibrate", 1),
            new Attribute("capacity", "capacity", 1),
            new Attribute("capacity_alert_max", "capacity_alert_max", 1),
            new Attribute("capacity_alert_min", "capacity_alert_min", 1),
            new Attribute("charge_full", "charge_full", MICRO),
            new Attribute("charge_full_design", "charge_full_design", MICRO),
            new Attribute("charge_now", "charge_ampere", MICRO),
            new Attribute("current_avg", "current_avg", MICRO),
            new Attribute("current_now", "current_ampere", MICRO),
            new Attribute("cycle_count", "cyclecount", 1),
            new Attribute("energy_empty", "energy_empty", MICRO),
            new Attribute("energy_full", "energy_full", MICRO),
            new Attribute("energy_full_design", "energy_full_design", MICRO),
            new Attribute("energy_now", "energy_watthour", MICRO),
            new Attribute("online", "online", 1),
            new Attribute("power_now", "power_watt", MICRO),
            new Attribute("present", "present", 1),
            new Attribute("temp", "temp_celsius", 10),
            new Attribute("time_to_empty_now", "time_to_empty_seconds", 1),
            new Attribute("time_to_full_now", "time_to_full_seconds", 1),
            new Attribute("voltage_max", "voltage_max", MICRO),
            new Attribute("voltage_min", "voltage_min", MICRO),
            new Attribute("voltage_min_design", "voltage_min_design", MICRO),
            new Attribute("voltage_now", "voltage_volt", MICRO));

    private final KernelText text = new KernelText();
    private final LabelCache labels = new LabelCache("power_supply");
    private final File directory;

    /** @param divisor how many of the attribute's units make one base unit */
    private record Attribute(String file, MetricFamily family, double divisor) {
        Attribute(String file, String name, double divisor) {
            this(file, MetricFamily.gauge("node_power_supply_" + name, file + " of the power supply."), divisor);
        }
    }

    public PowerSupplies(HostPaths paths) {
        this.directory = paths.sysfs().resolve("class/power_supply").toFile();
    }

    @Override
    public String name() {
        return "powersupplyclass";
    }

    @Override
    public void collect(SampleSink sink) {
        String[] supplies = directory.list();
        if (supplies == null) {
            return;
        }
        Arrays.sort(supplies);
        for (String supply : supplies) {
            var attributes = new File(directory, supply);
            var supplyLabels = labels.of(supply);
            for (var number : NUMBERS) {
                text.number(new File(attributes, number.file()))
                        .ifPresent(value -> sink.add(number.family(), supplyLabels, value / number.divisor()));
            }
            sink.add(INFO, info(attributes, supplyLabels), 1);
        }
    }

    private Labels info(File attributes, Labels supply) {
        var info = supply.asMap();
        for (String word : WORDS) {
            text.value(new File(attributes, word)).ifPresent(value -> info.put(word, value));
        }
        return Labels.of(info);
    }
}
