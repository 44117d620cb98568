package skerry.system.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.system.process.Checkout;
import skerry.system.process.Eventually;

/**
 * The hub's image with the options of {@code deploy/compose.yaml}. It runs in this machine's network and without control groups of its
 * own, so published ports and the limits of memory and processes are not tried.
 */
@Tag("install")
class ComposeIT {
    private static final Path HOME = Checkout.home();
    private static final Path IMAGE = HOME.resolve("target/image/skerry-hub.oci.tar");
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** A second tree of control groups, beside those of version 1, is one that crun cannot work with. */
    private static final String ALONE =
            "! mountpoint -q /sys/fs/cgroup/unified || umount /sys/fs/cgroup/unified; exec podman \"$@\"";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final List<Process> containers = new ArrayList<>();

    @BeforeEach
    void load() throws Exception {
        assumeTrue(Files.exists(IMAGE), "no images: run ./skerry image");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/podman")), "no podman");
        assumeTrue("root".equals(System.getProperty("user.name")), "not root");
        must("load", "--quiet", "--input", IMAGE.toString());
    }

    @AfterEach
    void stop() throws Exception {
        podman("rm", "--all", "--force", "--time", "20");
        for (Process container : containers) {
            container.waitFor();
        }
        podman("rmi", "--all", "--force");
        podman("volume", "prune", "--force");
    }

    @Test
    void itRunsWithoutPowersIsFoundWellAndIsTheSameHubAfterwards() throws Exception {
        ComposeFile.Service hub = Optional.ofNullable(
                        ComposeFile.read(HOME.resolve("deploy/compose.yaml"), Map.of("SKERRY_NAME", "hub.example.org"))
                                .services()
                                .get("hub"))
                .orElseThrow();
        List<String> check = new ArrayList<>(List.of("exec", hub.containerName()));
        check.addAll(Optional.ofNullable(hub.healthcheck()).orElseThrow().test().stream()
                .skip(1)
                .toList());

        Path first = start(hub, "first");
        Eventually.until("its health check finds it well", LIMIT, () -> podman(check.toArray(String[]::new)).code == 0);

        String pid = must("inspect", "--format", "{{.State.Pid}}", hub.containerName())
                .strip();
        List<String> status = Files.readAllLines(Path.of("/proc", pid, "status"));
        assertThat(status).contains("NoNewPrivs:\t1", "CapEff:\t0000000000000000", "CapBnd:\t0000000000000000");
        assertThat(status)
                .anyMatch(line -> line.startsWith("Uid:\t" + hub.user().replaceFirst(":.*", "\t")));
        List<String> mounts = Files.readAllLines(Path.of("/proc", pid, "mounts"));
        assertThat(mounts).anyMatch(line -> line.matches("\\S+ / \\S+ ro(,.*)?"));
        assertThat(mounts).anyMatch(line -> line.matches("\\S+ /tmp tmpfs rw,.*noexec.*"));
        assertThat(Files.readString(first)).containsPattern("setup +code \\S+");
        String card = line(first, "card ");
        must("stop", "--time", seconds(hub), hub.containerName());
        must("rm", hub.containerName());

        Path second = start(hub, "second");
        Eventually.until("it is well again", LIMIT, () -> podman(check.toArray(String[]::new)).code == 0);
        assertThat(line(second, "card ")).isEqualTo(card);
    }

    private static String seconds(ComposeFile.Service hub) {
        return Optional.ofNullable(hub.stopGracePeriod()).orElseThrow().replaceFirst("s$", "");
    }

    private static String line(Path log, String start) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElseThrow();
    }

    /** Starts the container; what it prints comes into a file. Its ports are free ones. */
    private Path start(ComposeFile.Service hub, String name) throws IOException {
        Path log = folder.resolve(name + ".log");
        var arguments = new ArrayList<>(List.of(
                "run", "--cgroups=disabled", "--ulimit", "nproc=4096:4096", "--pull", "never", "--network=host"));
        arguments.addAll(hub.podmanOptions());
        arguments.add(hub.image());
        for (String argument : hub.command()) {
            arguments.add(argument.replaceFirst("=\\*:\\d+$", "=*:" + freePort()));
        }
        containers.add(new ProcessBuilder(command(arguments))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
        return log;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            return socket.getLocalPort();
        }
    }

    private record Ended(int code, String out) {}

    private String must(String... arguments) throws IOException, InterruptedException {
        Ended ended = podman(arguments);
        assertThat(ended.code).as(ended.out).isZero();
        return ended.out;
    }

    private Ended podman(String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(List.of(arguments)))
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out);
    }

    /** With a storage of this test's own, and mounts that nobody else sees. */
    private List<String> command(List<String> arguments) {
        var command = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", ALONE, "podman"));
        command.addAll(List.of(
                "--storage-driver", "vfs", "--root", folder.resolve("pods").toString()));
        command.addAll(List.of("--runroot", folder.resolve("run").toString()));
        command.addAll(List.of("--cgroup-manager", "cgroupfs", "--events-backend", "none"));
        command.addAll(arguments);
        return command;
    }
}
