package skerry.agent.collect.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.Collected;

/** What the CPUs are, how fast they run and how often they throttled. */
class CpuTest {
    private static final String CPU = "sys/devices/system/cpu/cpu";

    @TempDir
    private Path directory;

    @Test
    void rangesOfCpusAreReadAndOthersLeftOut() {
        assertThat(CpuRanges.parse("1,3-5,9\n")).hasToString("{1, 3, 4, 5, 9}");
        assertThat(CpuRanges.parse("").isEmpty()).isTrue();
        assertThat(CpuRanges.parse("x,2,5-3,1-999999999")).hasToString("{2}");
    }

    @Test
    void aCoreThatSeveralThreadsShareIsCountedOnce() throws Exception {
        for (int cpu = 0; cpu < 4; cpu++) {
            Collected.write(directory, CPU + cpu + "/topology/physical_package_id", "0\n");
            Collected.write(directory, CPU + cpu + "/topology/core_id", cpu % 2 + "\n");
            Collected.write(directory, CPU + cpu + "/thermal_throttle/core_throttle_count", 10 + cpu + "\n");
            Collected.write(directory, CPU + cpu + "/thermal_throttle/package_throttle_count", 20 + cpu + "\n");
        }
        Collected.write(directory, "sys/devices/system/cpu/isolated", "2-3\n");
        var collector = new CpuThrottling(Collected.treesIn(directory));

        assertThat(Collected.from(collector))
                .containsExactly(
                        "node_cpu_core_throttles_total{core=\"0\",package=\"0\"} 10.0",
                        "node_cpu_package_throttles_total{package=\"0\"} 20.0",
                        "node_cpu_core_throttles_total{core=\"1\",package=\"0\"} 11.0",
                        "node_cpu_isolated{cpu=\"2\"} 1.0",
                        "node_cpu_isolated{cpu=\"3\"} 1.0");

        Collected.write(directory, CPU + "4/topology/physical_package_id", "1\n");
        Collected.write(directory, CPU + "4/topology/core_id", "0\n");
        Collected.write(directory, CPU + "4/thermal_throttle/core_throttle_count", "7\n");
        assertThat(Collected.from(collector))
                .as("a CPU plugged in later")
                .contains("node_cpu_core_throttles_total{core=\"0\",package=\"1\"} 7.0");
    }

    @Test
    void cpusThatAreOfflineHaveNoFrequency() throws Exception {
        for (int cpu = 0; cpu < 3; cpu++) {
            Collected.write(directory, CPU + cpu + "/cpufreq/scaling_cur_freq", "600000\n");
        }
        Collected.write(directory, CPU + "0/cpufreq/scaling_governor", "schedutil\n");
        Collected.write(directory, "sys/devices/system/cpu/offline", "1\n");

        assertThat(Collected.from(new CpuFrequency(Collected.treesIn(directory))))
                .containsExactly(
                        "node_cpu_scaling_frequency_hertz{cpu=\"0\"} 6.0E8",
                        "node_cpu_scaling_governor{cpu=\"0\",governor=\"schedutil\"} 1.0",
                        "node_cpu_scaling_frequency_hertz{cpu=\"2\"} 6.0E8");
    }

    @Test
    void frequencyIsReadAgainInEachRoundAndTheRestWhenTheNumberOfCpusChanges() throws Exception {
        String block = """
                processor\t: %d
                vendor_id\t: Maker
                model name\t: Fast: CPU
                cpu MHz\t\t: %s
                physical id\t: 0
                core id\t\t: %d
                flags\t\t: fpu aes avx2
                bugs\t\t: mds l1tf

                """;
        Collected.write(directory, "proc/cpuinfo", block.formatted(0, "800.5", 0));
        var collector = new CpuInfo(Collected.treesIn(directory));

        assertThat(Collected.from(collector))
                .containsExactly(
                        "node_cpu_info{core=\"0\",cpu=\"0\",model_name=\"Fast: CPU\",package=\"0\",vendor=\"Maker\"} 1.0",
                        "node_cpu_flag_info{flag=\"aes\"} 1.0",
                        "node_cpu_flag_info{flag=\"avx2\"} 1.0",
                        "node_cpu_bug_info{bug=\"mds\"} 1.0",
                        "node_cpu_bug_info{bug=\"l1tf\"} 1.0",
                        "node_cpu_frequency_hertz{core=\"0\",cpu=\"0\",package=\"0\"} 8.005E8");

        Collected.write(directory, "proc/cpuinfo", block.formatted(0, "900", 0) + block.formatted(1, "950", 1));
        assertThat(Collected.from(collector))
                .contains("node_cpu_frequency_hertz{core=\"0\",cpu=\"0\",package=\"0\"} 9.0E8")
                .contains("node_cpu_frequency_hertz{core=\"1\",cpu=\"1\",package=\"0\"} 9.5E8")
                .filteredOn(line -> line.startsWith("node_cpu_info"))
                .hasSize(2);
    }
}
