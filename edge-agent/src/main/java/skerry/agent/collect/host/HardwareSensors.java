package skerry.agent.collect.host;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/**
 * Temperatures, fans, voltages, currents and powers from {@code /sys/class/hwmon}. Which chips and sensors there are is
 * looked up when the list of chips changes and every {@value #ROUNDS_BETWEEN_SCANS} rounds; values are read in each round.
 *
 * <p>A chip is named after the device it belongs to, because hwmon numbers change from boot to boot; chips of one device
 * are told apart by their own names. Source: kernel doc hwmon/sysfs-interface.rst.
 */
public final class HardwareSensors implements Collector {
    private static final int ROUNDS_BETWEEN_SCANS = 40;
    private static final MetricFamily CHIP =
            MetricFamily.gauge("node_hwmon_chip_names", "The driver's name for the chip.", "chip", "chip_name");
    private static final MetricFamily SENSOR = MetricFamily.gauge(
            "node_hwmon_sensor_label", "The driver's name for the sensor.", "chip", "label", "sensor");

    private final KernelText text = new KernelText();
    private final File directory;
    private String[] names = {};
    private int roundsToScan;
    private final List<Labels> chipNames = new ArrayList<>();
    private final List<Labels> sensorLabels = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();

    /** @param driver the driver's name for the chip, empty if it gives none */
    private record Chip(File directory, String baseName, String driver) {}

    /** One file that is read in each round. */
    private record Reading(File file, SensorReading meaning, Labels labels) {}

    public HardwareSensors(HostPaths paths) {
        this.directory = paths.sysfs().resolve("class/hwmon").toFile();
    }

    @Override
    public String name() {
        return "hwmon";
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        String[] now = directory.list();
        if (now == null) {
            return;
        }
        Arrays.sort(now);
        if (roundsToScan-- <= 0 || !Arrays.equals(names, now)) {
            names = now;
            roundsToScan = ROUNDS_BETWEEN_SCANS;
            scan();
        }
        chipNames.forEach(labels -> sink.add(CHIP, labels, 1));
        sensorLabels.forEach(labels -> sink.add(SENSOR, labels, 1));
        for (var reading : readings) {
            var value = text.value(reading.file());
            if (value.isPresent()) {
                reading.meaning()
                        .value(value.get())
                        .ifPresent(number -> sink.add(reading.meaning().family(), reading.labels(), number));
            }
        }
    }

    private void scan() throws IOException {
        chipNames.clear();
        sensorLabels.clear();
        readings.clear();
        var chips = new ArrayList<Chip>();
        for (String name : names) {
            var chip = new File(directory, name);
            if (chip.isDirectory()) {
                chips.add(new Chip(chip, baseName(chip), driverName(chip)));
            }
        }
        for (var chip : chips) {
            scan(chip, uniqueName(chip, chips));
        }
    }

    /** From the device if there is one, else the driver's name, else hwmonN. */
    private String baseName(File chip) throws IOException {
        var device = new File(chip, "device");
        if (device.exists()) {
            var real = device.getCanonicalFile();
            String name = cleaned(real.getName());
            String bus = real.getParentFile() == null
                    ? ""
                    : cleaned(real.getParentFile().getName());
            if (!name.isEmpty()) {
                return bus.isEmpty() ? name : bus + "_" + name;
            }
        }
        String name = driverName(chip);
        return name.isEmpty() ? cleaned(chip.getCanonicalFile().getName()) : name;
    }

    private String driverName(File chip) {
        return text.value(new File(chip, "name")).map(HardwareSensors::cleaned).orElse("");
    }

    /** The base name, with the driver's name or at last hwmonN behind it where several chips share the base name. */
    private static String uniqueName(Chip chip, List<Chip> chips) {
        var drivers = chips.stream()
                .filter(other -> other.baseName().equals(chip.baseName()))
                .map(Chip::driver)
                .toList();
        if (drivers.size() == 1) {
            return chip.baseName();
        }
        boolean tellsApart = !chip.driver().isEmpty() && Collections.frequency(drivers, chip.driver()) == 1;
        return chip.baseName() + "_"
                + (tellsApart ? chip.driver() : cleaned(chip.directory().getName()));
    }

    private void scan(Chip chip, String name) {
        if (!chip.driver().isEmpty()) {
            chipNames.add(Labels.of("chip", name, "chip_name", chip.driver()));
        }
        var sensors = new TreeMap<String, Map<String, File>>();
        addFiles(chip.directory(), sensors);
        addFiles(new File(chip.directory(), "device"), sensors); // where older drivers put them
        sensors.forEach((sensor, files) -> addSensor(name, sensor, files));
    }

    /** Sorts the files of a directory by sensor and property: {@code temp1} and {@code input}. */
    private static void addFiles(File directory, Map<String, Map<String, File>> sensors) {
        String[] files = directory.list();
        if (files == null) {
            return;
        }
        for (String file : files) {
            var path = new File(directory, file);
            SensorFile.parse(file)
                    .filter(_ -> path.isFile())
                    .ifPresent(parsed -> sensors.computeIfAbsent(parsed.type() + parsed.number(), _ -> new TreeMap<>())
                            .put(parsed.property(), path));
        }
    }

    private void addSensor(String chip, String sensor, Map<String, File> files) {
        var labels = Labels.of("chip", chip, "sensor", sensor);
        var label = Optional.ofNullable(files.get("label")).flatMap(text::value);
        label.ifPresent(value -> sensorLabels.add(labels.with("label", value)));
        String type = sensor.substring(0, sensor.length() - digitsAtEnd(sensor));
        files.forEach((property, file) -> {
            if (property.equals("label")) {
                return;
            }
            if (type.equals("freq") && property.equals("input")) {
                // node_exporter calls these sensors by their label, and leaves out those without one.
                label.ifPresent(value -> readings.add(
                        new Reading(file, SensorReading.frequency(), labels.with("sensor", cleaned(value)))));
            } else {
                SensorReading.of(type, property, files.containsKey(""))
                        .ifPresent(meaning -> readings.add(new Reading(file, meaning, labels)));
            }
        });
    }

    private static int digitsAtEnd(String text) {
        int end = text.length();
        while (end > 0 && Character.isDigit(text.charAt(end - 1))) {
            end--;
        }
        return text.length() - end;
    }

    /** Lower case, with anything but a-z, 0-9, colon and underscore as underscore, and none of these at the ends. */
    static String cleaned(String name) {
        var cleaned = new StringBuilder();
        for (char c : name.toLowerCase(Locale.ROOT).toCharArray()) {
            boolean allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ':';
            cleaned.append(allowed ? c : '_');
        }
        int start = 0;
        int end = cleaned.length();
        while (start < end && cleaned.charAt(start) == '_') {
            start++;
        }
        while (end > start && cleaned.charAt(end - 1) == '_') {
            end--;
        }
        return cleaned.substring(start, end);
    }
}
