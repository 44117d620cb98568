package skerry.agent.collect.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.agent.collect.Collected;

class DiskStatisticsTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {"ram0", "zram1", "loop12", "fd0", "sda1", "hdb2", "vdc3", "xvda15", "nvme0n1p1", "nvme10n2p3"})
    void leavesOut(String device) {
        assertThat(DiskStatistics.isIgnored(device)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sda",
                "sdaa",
                "sdaa1",
                "vda",
                "sr0",
                "mmcblk0",
                "mmcblk0p1",
                "nvme0n1",
                "nvme0c1n1",
                "dm-0",
                "md127",
                "nbd0"
            })
    void tellsOf(String device) {
        assertThat(DiskStatistics.isIgnored(device)).isFalse();
    }

    @Test
    void eachKernelGivesTheColumnsItHas() throws Exception {
        Collected.write(directory, "proc/diskstats", """
                   8  1 sd 1 2 3
                   8  0 sda 1 2 3 4 5 6 7 8 9 10 11
                   8 16 sdb 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
                   8 32 sdc 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19
                """);

        var lines = Collected.from(new DiskStatistics(Collected.treesIn(directory)));

        assertThat(lines)
                .contains("node_disk_read_bytes_total{device=\"sda\"} 1536.0")
                .contains("node_disk_io_time_weighted_seconds_total{device=\"sda\"} 0.011")
                .contains("node_disk_discard_time_seconds_total{device=\"sdb\"} 0.015")
                .contains("node_disk_flush_requests_time_seconds_total{device=\"sdc\"} 0.017");
        assertThat(lines).filteredOn(line -> line.contains("device=\"sda\"")).hasSize(11 + 1);
        assertThat(lines).filteredOn(line -> line.contains("device=\"sdb\"")).hasSize(15 + 1);
        assertThat(lines).filteredOn(line -> line.contains("device=\"sdc\"")).hasSize(17 + 1);
        assertThat(lines).noneMatch(line -> line.contains("device=\"sd\""));
    }

    @Test
    void whatUdevKnowsIsReadAgainWhenItsFileChanges() throws Exception {
        Collected.write(directory, "proc/diskstats", "8 0 sda 1 2 3 4 5 6 7 8 9 10 11\n");
        Collected.write(directory, "udev/b8:0", "E:ID_MODEL=Old\n");
        Files.setLastModifiedTime(directory.resolve("udev/b8:0"), FileTime.fromMillis(1000));
        var collector = new DiskStatistics(Collected.treesIn(directory));
        assertThat(Collected.from(collector)).anyMatch(line -> line.contains("model=\"Old\""));

        Collected.write(directory, "udev/b8:0", "E:ID_MODEL=New\nS:ignored\nE:SCSI_IDENT_SERIAL=42\nE:ID_SERIAL=43\n");
        Files.setLastModifiedTime(directory.resolve("udev/b8:0"), FileTime.fromMillis(2000));

        assertThat(Collected.from(collector))
                .anyMatch(line -> line.contains("model=\"New\"") && line.contains("serial=\"42\""));
    }

    @Test
    void aValueThatIsNoNumberIsAnErrorThatNamesTheFile() throws Exception {
        Collected.write(directory, "proc/diskstats", "8 0 sda 1 2 three 4 5 6 7 8 9 10 11\n");

        assertThatThrownBy(() -> Collected.from(new DiskStatistics(Collected.treesIn(directory))))
                .hasMessageContaining("proc/diskstats line 1: 'three' is not a number");
    }
}
