package skerry.agent.collect.host;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/**
 * Under-voltage and throttling of a Raspberry Pi: now, and at any time since it booted. The firmware's word is in {@code
 * get_throttled} where the kernel has that file; else the voltage sensor {@code rpi_volt} tells of under-voltage alone.
 * Nothing on other machines. Source: Raspberry Pi documentation, "vcgencmd get_throttled"; kernel doc
 * hwmon/raspberrypi-hwmon.rst.
 */
public final class RaspberryPi implements Collector {
    private static final int SINCE_BOOT_SHIFT = 16;
    private static final MetricFamily INFO =
            MetricFamily.gauge("skerry_pi_info", "Which Raspberry Pi this is.", "model");
    private static final String[] STATES = {"undervoltage", "frequency_capped", "throttled", "soft_temperature_limit"};
    private static final String[] HELP = {
        "the supply's voltage is too low",
        "the CPU's frequency is capped",
        "the CPU is throttled",
        "the soft temperature limit is active"
    };
    private static final MetricFamily[] NOW = new MetricFamily[STATES.length];
    private static final MetricFamily[] SINCE_BOOT = new MetricFamily[STATES.length];

    static {
        for (int i = 0; i < STATES.length; i++) {
            NOW[i] = MetricFamily.gauge("skerry_pi_" + STATES[i], "Whether " + HELP[i] + " now.");
            SINCE_BOOT[i] = MetricFamily.gauge(
                    "skerry_pi_" + STATES[i] + "_since_boot", "Whether at any time since boot " + HELP[i] + ".");
        }
    }

    private final KernelText text = new KernelText();
    private final File model;
    private final List<File> throttled;
    private final List<File> voltageAlarms;
    private Labels info = Labels.NONE;

    public RaspberryPi(HostPaths paths) {
        this.model = paths.sysfs().resolve("firmware/devicetree/base/model").toFile();
        this.throttled = firmwareFiles(paths.sysfs());
        this.voltageAlarms = voltageAlarms(paths.sysfs());
    }

    @Override
    public String name() {
        return "raspberry_pi";
    }

    @Override
    public void collect(SampleSink sink) {
        if (info.equals(Labels.NONE)) {
            info = readInfo();
        }
        if (!info.equals(Labels.NONE)) {
            sink.add(INFO, info, 1);
        }
        for (var file : throttled) {
            var bits = text.value(file);
            if (bits.isPresent() && addBits(bits.get(), sink)) {
                return;
            }
        }
        for (var file : voltageAlarms) {
            text.number(file).ifPresent(alarm -> sink.add(NOW[0], alarm == 0 ? 0 : 1));
        }
    }

    /** The kernel prints the bits in hexadecimal without {@code 0x}. */
    private static boolean addBits(String hex, SampleSink sink) {
        int bits;
        try {
            bits = Integer.parseUnsignedInt(hex.startsWith("0x") ? hex.substring(2) : hex, 16);
        } catch (NumberFormatException e) {
            return false;
        }
        for (int i = 0; i < STATES.length; i++) {
            sink.add(NOW[i], bits >> i & 1);
            sink.add(SINCE_BOOT[i], bits >> (SINCE_BOOT_SHIFT + i) & 1);
        }
        return true;
    }

    /** Text in the device tree ends with a zero byte. */
    private Labels readInfo() {
        String name = text.value(model).orElse("").replace("\0", "");
        return name.startsWith("Raspberry Pi") ? Labels.of("model", name) : Labels.NONE;
    }

    /** {@code …/soc/soc:firmware/get_throttled}; on a Pi 5 soc is called soc@107c000000. */
    private static List<File> firmwareFiles(Path sysfs) {
        var platform = sysfs.resolve("devices/platform").toFile();
        var found = new ArrayList<File>();
        for (String soc : names(platform)) {
            if (soc.startsWith("soc")) {
                found.add(new File(platform, soc + "/" + soc + ":firmware/get_throttled"));
            }
        }
        found.removeIf(file -> !file.exists());
        return found;
    }

    private List<File> voltageAlarms(Path sysfs) {
        var hwmon = sysfs.resolve("class/hwmon").toFile();
        var found = new ArrayList<File>();
        for (String chip : names(hwmon)) {
            var directory = new File(hwmon, chip);
            if (text.value(new File(directory, "name")).orElse("").equals("rpi_volt")) {
                found.add(new File(directory, "in0_lcrit_alarm"));
            }
        }
        return found;
    }

    private static List<String> names(File directory) {
        String[] names = directory.list();
        if (names == null) {
            return List.of();
        }
        Arrays.sort(names);
        return List.of(names);
    }
}
