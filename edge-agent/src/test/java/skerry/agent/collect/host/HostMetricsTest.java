package skerry.agent.collect.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.Collected;
import skerry.agent.collect.CollectionRound;
import skerry.agent.collect.Exposition;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.Samples;

/** All host collectors together, on the trees of a small Raspberry Pi and on this machine. */
class HostMetricsTest {
    private static final Path RESOURCES = Path.of("src/test/resources/host");
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.250Z");

    /** Answers for every directory of the trees. */
    private static final KernelCalls KERNEL = new KernelCalls() {
        @Override
        public Optional<Space> space(File directory) {
            return Optional.of(
                    new Space(32e9, 12e9, 10.5e9, OptionalDouble.of(1_900_000), OptionalDouble.of(1_700_000)));
        }

        @Override
        public Optional<ClockState> clock() {
            return Optional.of(new ClockState(true, -0.000125, 1.00002, 0.5, 0.001, 0x2001, 7, 0.01, 37));
        }

        @Override
        public long pageBytes() {
            return 16384;
        }
    };

    @TempDir
    private Path directory;

    /** With {@code -Dgolden.refresh=true} the file is written anew, to be read in the diff. */
    @Test
    void theTreesOfARaspberryPiGiveTheExpectedText() throws Exception {
        var golden = RESOURCES.resolve("pi-metrics.txt");
        var text = new StringBuilder();
        Exposition.write(collect(pi(), HostMetrics.Detail.EVERYTHING), text);
        String actual = withoutThisProcess(text.toString());
        if (Boolean.getBoolean("golden.refresh")) {
            Files.writeString(golden, actual);
        }

        assertThat(actual).isEqualTo(Files.readString(golden));
    }

    @Test
    void anAgentLeavesInterfacesAndMountsOfContainersToTheirOwnCollector() throws Exception {
        var everything = names(collect(pi(), HostMetrics.Detail.EVERYTHING));
        var standard = names(collect(pi(), HostMetrics.Detail.STANDARD));

        assertThat(everything)
                .contains(
                        "node_network_receive_bytes_total{device=\"veth1a2b3c\"}",
                        "node_filesystem_size_bytes{device=\"shm\",fstype=\"tmpfs\",mountpoint=\"/run/k3s/containerd/shm\"}",
                        "node_memory_numa_MemTotal{node=\"0\"}");
        assertThat(standard)
                .contains("node_network_receive_bytes_total{device=\"eth0\"}")
                .noneMatch(name -> name.contains("veth"))
                .noneMatch(name -> name.contains("/run/k3s"))
                .noneMatch(name -> name.startsWith("node_memory_numa"));
        assertThat(everything).containsAll(standard);
    }

    @Test
    void anEmptyTreeGivesNoMetricsOfItAndErrorsThatNameTheFilesEveryLinuxHas() throws Exception {
        var samples = collect(Collected.treesIn(directory), HostMetrics.Detail.EVERYTHING);

        var failed = new ArrayList<String>();
        samples.forEach((family, labels, value) -> {
            if (family.name().equals("node_scrape_collector_success") && value == 0) {
                failed.add(labels.get("collector"));
            }
        });
        assertThat(failed).containsExactlyInAnyOrder("cpu", "loadavg", "meminfo", "filesystem", "stat", "vmstat");
        assertThat(names(samples)).noneMatch(name -> name.startsWith("node_cpu") || name.startsWith("node_disk"));
    }

    @Test
    void thisMachineGivesPlausibleMetricsRoundAfterRound() throws Exception {
        try (var host = new HostMetrics(
                        HostPaths.LOCAL,
                        HostMetrics.Detail.STANDARD,
                        InstantSource.system(),
                        System::nanoTime,
                        KernelCalls.ofThisMachine(),
                        new SystemCommands(Duration.ofSeconds(5)));
                var round = new CollectionRound(
                        host.collectors(), Duration.ofSeconds(30), 5000, InstantSource.system(), System::nanoTime)) {
            var first = round.run();
            var second = round.run();

            for (var samples : List.of(first, second)) {
                samples.forEach((family, labels, value) -> {
                    if (family.name().equals("node_scrape_collector_success")) {
                        assertThat(value).as("success of %s", labels).isEqualTo(1);
                    }
                });
            }
            assertThat(value(second, "node_memory_MemTotal_bytes")).isGreaterThan(1e8);
            assertThat(value(second, "node_boot_time_seconds")).isBetween(1e9, value(second, "node_time_seconds"));
            assertThat(value(second, "process_resident_memory_bytes")).isGreaterThan(1e7);
            assertThat(value(second, "process_start_time_seconds"))
                    .isBetween(value(second, "node_boot_time_seconds"), value(second, "node_time_seconds") + 1);
            assertThat(value(second, "process_cpu_seconds_total"))
                    .isGreaterThanOrEqualTo(value(first, "process_cpu_seconds_total"))
                    .isPositive();
            assertThat(names(second)).doesNotHaveDuplicates().contains("node_load1");
        }
    }

    private static HostPaths pi() {
        return Collected.treesIn(RESOURCES.resolve("pi"));
    }

    private static Samples collect(HostPaths paths, HostMetrics.Detail detail) throws InterruptedException {
        var clock = InstantSource.fixed(NOON);
        try (var host = new HostMetrics(paths, detail, clock, () -> 0, KERNEL, command -> Optional.empty());
                var round = new CollectionRound(host.collectors(), Duration.ofSeconds(30), 5000, clock, () -> 0)) {
            return round.run();
        }
    }

    private static List<String> names(Samples samples) {
        var names = new ArrayList<String>();
        samples.forEach((family, labels, value) -> names.add(family.name() + labels));
        return names;
    }

    private static double value(Samples samples, String name) {
        for (int i = 0; i < samples.size(); i++) {
            if (samples.family(i).name().equals(name)) {
                return samples.value(i);
            }
        }
        throw new AssertionError("there is no " + name);
    }

    /** What the agent's own process uses differs from run to run. */
    private static String withoutThisProcess(String text) {
        var kept = new StringBuilder();
        text.lines()
                .filter(line -> !line.contains("process_") && !line.contains("skerry_agent_"))
                .forEach(line -> kept.append(line).append('\n'));
        return kept.toString();
    }
}
