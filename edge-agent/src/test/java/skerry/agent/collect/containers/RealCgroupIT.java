package skerry.agent.collect.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.Collected;
import skerry.agent.collect.HostPaths;

/** Control groups of the kernel this test runs on, of whichever version it has; needs root. */
class RealCgroupIT {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final String ID = "0a1b2c3d".repeat(8);

    @TempDir
    private Path rootfs;

    private final String parent = "skerry-test-" + ProcessHandle.current().pid();
    private final List<Path> made = new ArrayList<>();

    @AfterEach
    void remove() throws IOException {
        for (Path group : made.reversed()) {
            Files.deleteIfExists(group);
        }
    }

    @Test
    void aProcessInAControlGroupIsToldOfAsItsContainer() throws Exception {
        List<Path> hierarchies = hierarchies();
        assumeTrue(
                !hierarchies.isEmpty() && hierarchies.stream().allMatch(Files::isWritable),
                "control groups cannot be made here");
        Process process = new ProcessBuilder("sleep", "600").start();
        try {
            for (Path hierarchy : hierarchies) {
                Path group = make(hierarchy);
                Files.writeString(group.resolve("cgroup.procs"), Long.toString(process.pid()));
            }
            Collected.write(
                    rootfs,
                    "var/lib/docker/containers/" + ID + "/config.v2.json",
                    "{\"Name\": \"/sleeper\", \"Config\": {\"Image\": \"example/sleeper\"}}");

            List<String> samples = Collected.from(new Containers(
                    new HostPaths(Path.of("/proc"), Path.of("/sys"), rootfs, Path.of("/run/udev/data"))));

            String labels = "{image=\"example/sleeper\",name=\"sleeper\"} ";
            assertThat(samples).contains("container_processes" + labels + "1.0");
            double now = System.currentTimeMillis() / 1_000.0;
            assertThat(value(samples, "container_start_time_seconds" + labels)).isBetween(now - 600, now + 60);
            assertThat(samples)
                    .anyMatch(line -> line.startsWith("container_cpu_usage_seconds_total")
                            || line.startsWith("container_memory_usage_bytes")
                            || line.startsWith("container_threads"));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static double value(List<String> samples, String start) {
        return samples.stream()
                .filter(line -> line.startsWith(start))
                .mapToDouble(line -> Double.parseDouble(line.substring(start.length())))
                .findFirst()
                .orElse(Double.NaN);
    }

    /** The root of version 2, or of each controller that is used of version 1. */
    private static List<Path> hierarchies() {
        if (Files.exists(ROOT.resolve("cgroup.controllers"))) {
            return List.of(ROOT);
        }
        return Stream.of("cpuacct", "cpu", "memory", "pids", "blkio")
                .map(ROOT::resolve)
                .filter(Files::isDirectory)
                .toList();
    }

    private Path make(Path hierarchy) throws IOException {
        Path above = hierarchy.resolve(parent);
        Path group = above.resolve("docker-" + ID + ".scope");
        for (Path directory : List.of(above, group)) {
            if (!Files.exists(directory)) {
                Files.createDirectory(directory);
                made.add(directory);
            }
            Path control = above.resolve("cgroup.subtree_control");
            if (Files.exists(control)) {
                enable(control);
            }
        }
        return group;
    }

    /** What the groups above do not hand on cannot be had; the test asserts what there is. */
    private static void enable(Path control) {
        for (String controller : List.of("+cpu", "+memory", "+pids", "+io")) {
            try {
                Files.writeString(control, controller);
            } catch (IOException e) {
                if (!Files.exists(control)) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
