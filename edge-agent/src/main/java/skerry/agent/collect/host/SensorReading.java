package skerry.agent.collect.host;

import java.util.Optional;
import java.util.OptionalDouble;
import skerry.agent.collect.MetricFamily;

/**
 * What the number in a hwmon attribute means: node_exporter's metric name for it, and how many of the attribute's units make
 * one base unit. Source: kernel doc hwmon/sysfs-interface.rst, for the units.
 */
record SensorReading(MetricFamily family, double divisor) {
    private static final double MILLI = 1e3;
    private static final double MICRO = 1e6;

    /** @param hasPlainValue whether the sensor also has an attribute without property, such as {@code pwm1} */
    static Optional<SensorReading> of(String type, String property, boolean hasPlainValue) {
        return switch (type) {
            case "beep_enable" -> whole(property, "beep_enabled", "Whether the chip's beeper is on.", 1);
            case "vrm" -> whole(property, "voltage_regulator_version", "Version of the voltage regulator.", 1);
            case "update_interval" ->
                whole(property, "update_interval_seconds", "How often the chip updates its values.", MILLI);
            default -> Optional.of(numbered(type, property, hasPlainValue));
        };
    }

    private static SensorReading numbered(String type, String property, boolean hasPlainValue) {
        String name = "node_hwmon_" + type + suffix(property, hasPlainValue);
        String help =
                "Attribute " + (property.isEmpty() ? "value" : property) + " of hwmon sensors of type " + type + ".";
        return switch (property) {
            case "fault", "alarm" -> gauge(name, help, 1);
            case "beep" -> gauge(name + "_enabled", help, 1);
            default -> withUnit(type, property, name, help);
        };
    }

    /** Frequencies of graphics chips, in MHz as node_exporter has them. */
    static SensorReading frequency() {
        return gauge("node_hwmon_freq_freq_mhz", "Frequency of the chip's clock in MHz.", MICRO);
    }

    /** Types that are one attribute, without number and property. */
    private static Optional<SensorReading> whole(String property, String name, String help, double divisor) {
        return property.isEmpty() ? Optional.of(gauge("node_hwmon_" + name, help, divisor)) : Optional.empty();
    }

    private static String suffix(String property, boolean hasPlainValue) {
        if (property.isEmpty() || (property.equals("input") && !hasPlainValue)) {
            return "";
        }
        return "_" + HardwareSensors.cleaned(property);
    }

    private static SensorReading withUnit(String type, String property, String name, String help) {
        return switch (type) {
            case "in", "cpu" -> gauge(name + "_volts", help, MILLI);
            case "temp" -> property.equals("type") ? gauge(name, help, 1) : gauge(name + "_celsius", help, MILLI);
            case "curr" -> gauge(name + "_amps", help, MILLI);
            case "energy" -> new SensorReading(MetricFamily.counter(name + "_joule_total", help), MICRO);
            case "power" -> power(property, name, help);
            case "humidity" -> gauge(name, help, MICRO);
            case "fan" ->
                switch (property) {
                    case "input", "min", "max", "target" -> gauge(name + "_rpm", help, 1);
                    default -> gauge(name, help, 1);
                };
            default -> gauge(name, help, 1);
        };
    }

    private static SensorReading power(String property, String name, String help) {
        return switch (property) {
            case "accuracy" -> gauge(name, help, MICRO);
            case "average_interval", "average_interval_min", "average_interval_max" ->
                gauge(name + "_seconds", help, MILLI);
            default -> gauge(name + "_watt", help, MICRO);
        };
    }

    private static SensorReading gauge(String name, String help, double divisor) {
        return new SensorReading(MetricFamily.gauge(name, help), divisor);
    }

    /** The number in the attribute in base units; nothing if it holds something else. */
    OptionalDouble value(String text) {
        try {
            return OptionalDouble.of(Double.parseDouble(text) / divisor);
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
