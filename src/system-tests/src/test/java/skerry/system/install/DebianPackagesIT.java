package skerry.system.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.system.process.Checkout;
import skerry.system.process.Eventually;

/** Hub and agent from their packages on a fresh Debian without a network, by what a technician would type there. */
@Tag("install")
class DebianPackagesIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OLD = "0.1.0~1";
    private static final String NEW = "0.1.0~2";
    private static final List<String> NAMES = List.of("skerry-agent", "skerry-hub");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path packages;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private DebianMachine machine;

    @BeforeAll
    static void build() throws Exception {
        var missing = DebianMachine.missing();
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        build(packages);
    }

    @BeforeEach
    void boot() throws Exception {
        machine = DebianMachine.start(folder);
    }

    @AfterEach
    void stop() throws Exception {
        if (machine != null) {
            machine.close();
            machine.delete();
        }
    }

    @Test
    void aLineOfALogFileReachesTheHubAndAnUpgradeKeepsEverythingAndAPurgeNothing() throws Exception {
        List<String> before = installedFiles();
        String users = Files.readString(machine.file("/etc/passwd"));

        install(OLD);

        for (String name : NAMES) {
            assertThat(machine.unit(name, "ActiveState")).as(name).isEqualTo("active");
            Eventually.until(
                    name + " tells systemd how it is",
                    LIMIT,
                    () -> !machine.unit(name, "StatusText").isEmpty());
            assertThat(machine.must("dpkg", "--verify", name)).isEmpty();
        }
        assertRunsWithLeastRights();

        Files.writeString(machine.file("/root/sites.csv"), "id,name\nheron-point,Heron Point\n");
        machine.must("skerry-hub", "sites", "import", "/root/sites.csv");
        machine.must("skerry-hub", "enrol", "--site", "heron-point", "--to", "/root/join");
        assertThat(machine.must("skerry-agent", "enrol", "--from", "/root/join"))
                .contains("enrolled as heron-point/");
        Path settings = machine.file("/etc/skerry/agent.yaml");
        Files.writeString(
                settings,
                Files.readString(settings)
                        .replace("\n#logs:", "\nlogs:")
                        .replace("\n#patterns:", "\npatterns:")
                        .replace("\n  #k: 5", "\n  k: 1")
                        .replace(
                                "\n  #include:\n    #- /var/log/containers/*.log",
                                "\n  include:\n    - /var/log/plant.log"));
        // As a service writes its log that nobody else may read.
        Files.writeString(machine.file("/var/log/plant.log"), "pump 1 started at 3 bar\npump 2 started at 4 bar\n");
        machine.must("chmod", "0600", "/var/log/plant.log");
        machine.must("systemctl", "restart", "skerry-agent");
        // Asked to end, it closes its minute and delivers it.
        machine.must("systemctl", "restart", "skerry-agent");
        Eventually.until("the hub has the lines", LIMIT, () -> linesAtHub() == 2);
        assertAllOf("/var/lib/skerry-agent", "skerry-agent");
        assertAllOf("/var/lib/skerry-hub", "skerry-hub");

        assertBacksUp();
        assertIsStartedAgainWhenItHangs();

        String identity = Files.readString(machine.file("/var/lib/skerry-agent/identity"));
        makeUpgrade();
        install(NEW);

        for (String name : NAMES) {
            assertThat(machine.unit(name, "ActiveState")).as(name).isEqualTo("active");
        }
        assertThat(machine.must("dpkg-query", "-W", "-f", "${Version}", "skerry-agent"))
                .isEqualTo(NEW);
        assertThat(Files.readString(machine.file("/var/lib/skerry-agent/identity")))
                .isEqualTo(identity);
        assertThat(Files.readString(settings)).contains("\n    - /var/log/plant.log");
        Files.writeString(machine.file("/var/log/plant.log"), "pump 3 started at 5 bar\n", StandardOpenOption.APPEND);
        Eventually.until("the agent goes on where it was", LIMIT, () -> linesInRing() == 3);
        machine.must("systemctl", "restart", "skerry-agent");
        Eventually.until("the hub has the new line, and no line twice", LIMIT, () -> linesAtHub() == 3);

        machine.must("dpkg", "--remove", "skerry-agent", "skerry-hub");

        for (String name : NAMES) {
            assertThat(machine.unit(name, "ActiveState")).as(name).isEqualTo("inactive");
            assertThat(machine.file("/var/lib/" + name)).isNotEmptyDirectory();
        }
        assertThat(settings).exists();

        machine.must("dpkg", "--purge", "skerry-agent", "skerry-hub");

        assertThat(installedFiles()).as("a purge leaves nothing").isEqualTo(before);
        assertThat(Files.readString(machine.file("/etc/passwd"))).isEqualTo(users);
    }

    @Test
    void theSameSourcesGiveTheSamePackages() throws Exception {
        build(folder);

        for (String name : NAMES) {
            assertThat(Files.mismatch(file(packages, name, OLD), file(folder, name, OLD)))
                    .as(name)
                    .isEqualTo(-1);
        }
    }

    @Test
    void packagesAreInstalledAndPurgedWhereNoSystemdRuns() throws Exception {
        machine.close();
        for (String name : NAMES) {
            String there = machine.take(file(packages, name, OLD));
            DebianMachine.done(chroot("dpkg", "--install", there));

            assertThat(DebianMachine.done(chroot(name, "--version"))).contains("0.1.0");
            assertThat(machine.file("/etc/systemd/system/multi-user.target.wants/" + name + ".service"))
                    .isSymbolicLink();
            // Its scripts may be called again where they were cut short.
            DebianMachine.done(chroot("/var/lib/dpkg/info/" + name + ".postinst", "configure", OLD));
            DebianMachine.done(chroot("dpkg", "--purge", name));
            DebianMachine.done(chroot("dpkg", "--purge", name));
            assertThat(machine.file("/var/lib/" + name)).doesNotExist();
        }
        assertThat(installedFiles()).isEmpty();
    }

    /** In the machine's files alone: no process of it runs, and there is no network. */
    private DebianMachine.Ended chroot(String... command) throws Exception {
        var all = new ArrayList<>(List.of("unshare", "--net", "--mount", "--propagation", "private", "sh", "-c"));
        all.add("mount -t proc proc \"$0/proc\" && exec chroot \"$0\" env -i PATH=/usr/sbin:/usr/bin \"$@\"");
        all.add(machine.file("/").toString());
        all.addAll(List.of(command));
        return DebianMachine.run(all);
    }

    private static void build(Path to) throws Exception {
        var builder = new ProcessBuilder(
                Checkout.home().resolve("arm/deb").toString(), "--fast", "--version", OLD, "--to", to.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
    }

    /** The same programs under a higher version. */
    private void makeUpgrade() throws Exception {
        for (String name : NAMES) {
            Path raw = folder.resolve("raw-" + name);
            DebianMachine.done(DebianMachine.run(List.of(
                    "dpkg-deb", "--raw-extract", file(packages, name, OLD).toString(), raw.toString())));
            Path control = raw.resolve("DEBIAN/control");
            Files.writeString(control, Files.readString(control).replace("Version: " + OLD, "Version: " + NEW));
            DebianMachine.done(DebianMachine.run(List.of(
                    "dpkg-deb",
                    "--root-owner-group",
                    "-Znone",
                    "--build",
                    raw.toString(),
                    file(packages, name, NEW).toString())));
        }
    }

    private static Path file(Path packages, String name, String version) throws Exception {
        String arch = DebianMachine.done(DebianMachine.run(List.of("dpkg", "--print-architecture")))
                .strip();
        return packages.resolve(name + "_" + version + "_" + arch + ".deb");
    }

    private void install(String version) throws Exception {
        String agent = machine.take(file(packages, "skerry-agent", version));
        String hub = machine.take(file(packages, "skerry-hub", version));
        machine.must("dpkg", "--install", hub, agent);
    }

    private void assertRunsWithLeastRights() throws Exception {
        String agent = machine.must("cat", "/proc/" + machine.unit("skerry-agent", "MainPID") + "/status");
        assertThat(agent)
                .contains("NoNewPrivs:\t1", "Seccomp:\t2", "CapEff:\t0000000000000004", "CapBnd:\t0000000000000004");
        String hub = machine.must("cat", "/proc/" + machine.unit("skerry-hub", "MainPID") + "/status");
        assertThat(hub)
                .contains("NoNewPrivs:\t1", "Seccomp:\t2", "CapEff:\t0000000000000000", "CapBnd:\t0000000000000000");
        String metrics = machine.get("http://127.0.0.1:9140/metrics");
        assertThat(metrics)
                .as("the clock may be asked, under the filter of system calls")
                .contains("\nnode_timex_sync_status ")
                .contains("node_filesystem_avail_bytes{device=")
                .contains("node_systemd_unit_state{name=\"skerry-hub.service\"");
        assertThat(machine.call("skerry-agent", "status").out()).contains("skerry-agent 0.1.0");
    }

    private void assertAllOf(String path, String user) throws Exception {
        assertThat(machine.must("find", path, "!", "-user", user))
                .as("files that a command of root made in " + path)
                .isEmpty();
        assertThat(machine.must("stat", "-c", "%a", path).strip()).isEqualTo("700");
    }

    private void assertBacksUp() throws Exception {
        machine.must("systemctl", "start", "skerry-hub-backup");
        assertThat(machine.unit("skerry-hub-backup", "Result"))
                .as("without a folder")
                .isEqualTo("exec-condition");
        machine.must("skerry-hub", "backup-key", "--to", "/root/recovery-key");
        machine.must("install", "-d", "-o", "skerry-hub", "-g", "skerry-hub", "/mnt/backup");
        Files.writeString(
                machine.file("/etc/default/skerry-hub"), "SKERRY_BACKUP_TO=/mnt/backup\n", StandardOpenOption.APPEND);

        machine.must("systemctl", "start", "skerry-hub-backup");

        assertThat(machine.unit("skerry-hub-backup", "Result")).isEqualTo("success");
        assertThat(machine.must("skerry-hub", "backup", "verify", "/mnt/backup", "--key", "/root/recovery-key"))
                .isNotEmpty();
        machine.must("rm", "-r", "/mnt/backup");
        assertThat(machine.unit("skerry-hub-backup.timer", "ActiveState")).isEqualTo("active");
    }

    private void assertIsStartedAgainWhenItHangs() throws Exception {
        Path own = machine.file("/etc/systemd/system/skerry-agent.service.d/quick.conf");
        Files.createDirectories(own.getParent());
        Files.writeString(own, "[Service]\nWatchdogSec=6s\nTimeoutAbortSec=1s\nRestartSec=1s\n");
        machine.must("systemctl", "daemon-reload");
        machine.must("systemctl", "restart", "skerry-agent");
        String before = machine.unit("skerry-agent", "MainPID");

        machine.must("systemctl", "kill", "--signal=STOP", "--kill-whom=main", "skerry-agent");

        Eventually.until(
                "the watchdog found it hanging",
                LIMIT,
                () -> machine.unit("skerry-agent", "NRestarts").equals("1")
                        && machine.unit("skerry-agent", "ActiveState").equals("active"));
        assertThat(machine.unit("skerry-agent", "MainPID")).isNotEqualTo(before);
        Files.delete(own);
        Files.delete(own.getParent());
        machine.must("systemctl", "daemon-reload");
        machine.must("systemctl", "restart", "skerry-agent");
    }

    private long linesInRing() throws Exception {
        return Long.parseLong(machine.must("skerry-agent", "query", "logs", "--count", "--source", "/var/log/plant.log")
                .replaceAll("\\D", ""));
    }

    private long linesAtHub() throws Exception {
        String token =
                Files.readAllLines(machine.file("/var/lib/skerry-hub/operator")).getLast();
        var answer =
                JSON.readTree(machine.get("http://127.0.0.1:8440/api/v1/patterns", "Authorization: Bearer " + token));
        long lines = 0;
        for (var pattern : answer.path("patterns")) {
            if (pattern.path("template").asText().startsWith("pump ")) {
                lines += pattern.path("count").asLong();
            }
        }
        return lines;
    }

    /** What bears our name on the machine, but for the packages that were put there. */
    private List<String> installedFiles() throws Exception {
        return machine.filesNamed("*skerry*");
    }
}
