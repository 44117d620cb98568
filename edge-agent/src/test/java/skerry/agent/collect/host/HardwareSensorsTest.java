package skerry.agent.collect.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.Collected;

class HardwareSensorsTest {
    @TempDir
    private Path directory;

    @Test
    void aChipIsCalledByItsDeviceElseItsDriverElseItsNumber() throws Exception {
        chip("hwmon0", "platform/coretemp.0", Map.of("name", "coretemp", "temp1_input", "45000"));
        chip("hwmon1", "", Map.of("name", "Acpi-TZ ", "temp1_input", "27800"));
        chip("hwmon2", "", Map.of("temp1_input", "30500"));

        assertThat(collect())
                .contains("node_hwmon_temp_celsius{chip=\"platform_coretemp_0\",sensor=\"temp1\"} 45.0")
                .contains("node_hwmon_chip_names{chip=\"platform_coretemp_0\",chip_name=\"coretemp\"} 1.0")
                .contains("node_hwmon_temp_celsius{chip=\"acpi_tz\",sensor=\"temp1\"} 27.8")
                .contains("node_hwmon_temp_celsius{chip=\"hwmon2\",sensor=\"temp1\"} 30.5");
    }

    @Test
    void chipsOfOneDeviceAreToldApartByDriverOrAtLastByNumber() throws Exception {
        chip("hwmon5", "platform/wmi", Map.of("name", "fans", "pwm1", "1"));
        chip("hwmon6", "platform/wmi", Map.of("name", "same", "pwm1", "2"));
        chip("hwmon7", "platform/wmi", Map.of("name", "same", "pwm1", "3"));

        assertThat(collect())
                .contains("node_hwmon_pwm{chip=\"platform_wmi_fans\",sensor=\"pwm1\"} 1.0")
                .contains("node_hwmon_pwm{chip=\"platform_wmi_hwmon6\",sensor=\"pwm1\"} 2.0")
                .contains("node_hwmon_pwm{chip=\"platform_wmi_hwmon7\",sensor=\"pwm1\"} 3.0");
    }

    @Test
    void everyTypeOfSensorHasItsUnit() throws Exception {
        chip(
                "hwmon0",
                "",
                Map.ofEntries(
                        Map.entry("name", "x"),
                        Map.entry("in0_input", "1250"),
                        Map.entry("in0_lcrit_alarm", "1"),
                        Map.entry("curr1_input", "500"),
                        Map.entry("power1_average", "2500000"),
                        Map.entry("power1_average_interval", "1000"),
                        Map.entry("energy1_input", "3000000"),
                        Map.entry("humidity1_input", "450000"),
                        Map.entry("fan1_input", "1200"),
                        Map.entry("fan1_pulses", "2"),
                        Map.entry("fan1_alarm", "0"),
                        Map.entry("temp1_input", "not a number"),
                        Map.entry("temp2_type", "4"),
                        Map.entry("temp2_beep", "1"),
                        Map.entry("pwm1", "128"),
                        Map.entry("pwm1_enable", "2"),
                        Map.entry("freq1_input", "300000000"),
                        Map.entry("freq1_label", "SCLK"),
                        Map.entry("freq2_input", "300000000"),
                        Map.entry("update_interval", "2000"),
                        Map.entry("uevent", "")));

        assertThat(collect())
                .containsExactlyInAnyOrder(
                        "node_hwmon_chip_names{chip=\"x\",chip_name=\"x\"} 1.0",
                        "node_hwmon_sensor_label{chip=\"x\",label=\"SCLK\",sensor=\"freq1\"} 1.0",
                        "node_hwmon_in_volts{chip=\"x\",sensor=\"in0\"} 1.25",
                        "node_hwmon_in_lcrit_alarm_volts{chip=\"x\",sensor=\"in0\"} 0.001",
                        "node_hwmon_curr_amps{chip=\"x\",sensor=\"curr1\"} 0.5",
                        "node_hwmon_power_average_watt{chip=\"x\",sensor=\"power1\"} 2.5",
                        "node_hwmon_power_average_interval_seconds{chip=\"x\",sensor=\"power1\"} 1.0",
                        "node_hwmon_energy_joule_total{chip=\"x\",sensor=\"energy1\"} 3.0",
                        "node_hwmon_humidity{chip=\"x\",sensor=\"humidity1\"} 0.45",
                        "node_hwmon_fan_rpm{chip=\"x\",sensor=\"fan1\"} 1200.0",
                        "node_hwmon_fan_pulses{chip=\"x\",sensor=\"fan1\"} 2.0",
                        "node_hwmon_fan_alarm{chip=\"x\",sensor=\"fan1\"} 0.0",
                        "node_hwmon_temp_type{chip=\"x\",sensor=\"temp2\"} 4.0",
                        "node_hwmon_temp_beep_enabled{chip=\"x\",sensor=\"temp2\"} 1.0",
                        "node_hwmon_pwm{chip=\"x\",sensor=\"pwm1\"} 128.0",
                        "node_hwmon_pwm_enable{chip=\"x\",sensor=\"pwm1\"} 2.0",
                        "node_hwmon_freq_freq_mhz{chip=\"x\",sensor=\"sclk\"} 300.0",
                        "node_hwmon_update_interval_seconds{chip=\"x\",sensor=\"update_interval0\"} 2.0");
    }

    @Test
    void sensorsThatOlderDriversPutAtTheDeviceAreFound() throws Exception {
        chip("hwmon0", "platform/applesmc.768", Map.of("name", "applesmc"));
        Collected.write(directory, "sys/devices/platform/applesmc.768/fan1_input", "1998\n");

        assertThat(collect()).contains("node_hwmon_fan_rpm{chip=\"platform_applesmc_768\",sensor=\"fan1\"} 1998.0");
    }

    @Test
    void aChipThatComesLaterIsSeenInTheNextRound() throws Exception {
        chip("hwmon0", "", Map.of("name", "a", "temp1_input", "1000"));
        var collector = new HardwareSensors(Collected.treesIn(directory));
        assertThat(Collected.from(collector)).hasSize(2);

        chip("hwmon1", "", Map.of("name", "b", "temp1_input", "2000"));
        Collected.write(directory, "sys/class/hwmon/hwmon0/temp1_input", "1500\n");

        assertThat(Collected.from(collector))
                .contains("node_hwmon_temp_celsius{chip=\"a\",sensor=\"temp1\"} 1.5")
                .contains("node_hwmon_temp_celsius{chip=\"b\",sensor=\"temp1\"} 2.0");
    }

    /** @param device where below {@code /sys/devices} the chip's device is; none if empty */
    private void chip(String number, String device, Map<String, String> files) throws IOException {
        String real = "sys/devices/" + (device.isEmpty() ? "virtual" : device) + "/hwmon/" + number;
        for (var file : files.entrySet()) {
            Collected.write(directory, real + "/" + file.getKey(), file.getValue() + "\n");
        }
        if (!device.isEmpty()) {
            Files.createSymbolicLink(directory.resolve(real + "/device"), directory.resolve("sys/devices/" + device));
        }
        var classes = Files.createDirectories(directory.resolve("sys/class/hwmon"));
        Files.createSymbolicLink(classes.resolve(number), directory.resolve(real));
    }

    private List<String> collect() throws IOException {
        return Collected.from(new HardwareSensors(Collected.treesIn(directory)));
    }
}
