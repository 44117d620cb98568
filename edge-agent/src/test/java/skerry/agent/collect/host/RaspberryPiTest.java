package skerry.agent.collect.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.Collected;

/** What only small boards have: throttling, under-voltage, worn flash. */
class RaspberryPiTest {
    @TempDir
    private Path directory;

    @Test
    void eachBitOfTheFirmwareIsASeriesNowAndSinceBoot() throws Exception {
        Collected.write(
                directory, "sys/devices/platform/soc@107c000000/soc@107c000000:firmware/get_throttled", "a0004\n");

        assertThat(Collected.from(new RaspberryPi(Collected.treesIn(directory))))
                .containsExactly(
                        "skerry_pi_undervoltage 0.0",
                        "skerry_pi_undervoltage_since_boot 0.0",
                        "skerry_pi_frequency_capped 0.0",
                        "skerry_pi_frequency_capped_since_boot 1.0",
                        "skerry_pi_throttled 1.0",
                        "skerry_pi_throttled_since_boot 0.0",
                        "skerry_pi_soft_temperature_limit 0.0",
                        "skerry_pi_soft_temperature_limit_since_boot 1.0");
    }

    @Test
    void withoutTheFirmwaresWordTheVoltageSensorTells() throws Exception {
        Collected.write(directory, "sys/class/hwmon/hwmon3/name", "rpi_volt\n");
        Collected.write(directory, "sys/class/hwmon/hwmon3/in0_lcrit_alarm", "1\n");

        assertThat(Collected.from(new RaspberryPi(Collected.treesIn(directory))))
                .containsExactly("skerry_pi_undervoltage 1.0");
    }

    @Test
    void anotherMachineSaysNothing() throws Exception {
        Collected.write(directory, "sys/firmware/devicetree/base/model", "Some Board\0");

        assertThat(Collected.from(new RaspberryPi(Collected.treesIn(directory))))
                .isEmpty();
    }

    @Test
    void wearOfCardsAndFileSystemsIsTold() throws Exception {
        Collected.write(directory, "sys/block/mmcblk0/device/life_time", "0x00 0x0a\n");
        Collected.write(directory, "sys/block/mmcblk1/device/type", "SD\n");
        Collected.write(directory, "sys/block/sda/device/life_time", "0x01 0x01\n");
        Collected.write(directory, "sys/fs/ext4/mmcblk0p2/lifetime_write_kbytes", "2\n");

        assertThat(Collected.from(new StorageWear(Collected.treesIn(directory))))
                .containsExactly(
                        "skerry_mmc_life_used_ratio{device=\"mmcblk0\",memory=\"b\"} 1.0",
                        "skerry_mmc_info{device=\"mmcblk0\"} 1.0",
                        "skerry_mmc_info{device=\"mmcblk1\",type=\"SD\"} 1.0",
                        "skerry_ext4_lifetime_written_bytes_total{device=\"mmcblk0p2\"} 2048.0");
    }
}
