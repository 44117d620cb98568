package skerry.system.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.system.process.Checkout;
import skerry.system.process.Eventually;

/**
 * A fresh Debian with systemd as its first process, in namespaces of this machine and without a network but loopback. Needs root,
 * debootstrap and systemd-nspawn; for another architecture also an emulator that the kernel calls by itself, QEMU 10 or newer. Its
 * packages are fetched once, into {@code target/debian}; each machine is a copy.
 */
final class DebianMachine implements AutoCloseable {
    /** The newest release: the runtimes that the packages hold may be made of its parts. */
    private static final String RELEASE = "trixie";

    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    /**
     * systemd of the machine runs where this one has a unified hierarchy of control groups beside the old ones too, which it
     * cannot share. A test as root may ask the clock, as on a real machine: nspawn forbids it otherwise.
     */
    private static final String BOOT = """
            umount /sys/fs/cgroup/unified 2>/dev/null
            export container=skerry-test
            exec systemd-nspawn --quiet --directory "$1" --register=no --keep-unit --private-network --resolv-conf=off \\
              --timezone=off --hostname pi-1 --system-call-filter='adjtimex clock_adjtime' \\
              /lib/systemd/systemd --log-target=journal --show-status=no
            """;

    /** What services ask of a kernel and QEMU does not know: an emulated machine shows that they run, not how they are confined. */
    private static final String EMULATED = """
            [Service]
            ImportCredential=
            ProtectSystem=no
            ProtectHome=no
            ProtectProc=default
            ProtectClock=no
            ProtectHostname=no
            ProtectKernelTunables=no
            ProtectKernelModules=no
            ProtectKernelLogs=no
            ProtectControlGroups=no
            PrivateTmp=no
            PrivateDevices=no
            PrivateMounts=no
            PrivateNetwork=no
            PrivateUsers=no
            ReadWritePaths=
            ReadOnlyPaths=
            InaccessiblePaths=
            RestrictNamespaces=no
            RestrictAddressFamilies=
            SystemCallFilter=
            SystemCallArchitectures=
            MemoryDenyWriteExecute=no
            LockPersonality=no
            RestrictRealtime=no
            RestrictSUIDSGID=no
            """;

    private final Path root;
    private final Process nspawn;
    private final long first;

    /** How a command ended. */
    record Ended(int code, String out) {}

    private DebianMachine(Path root, Process nspawn, long first) {
        this.root = root;
        this.nspawn = nspawn;
        this.first = first;
    }

    /** Of this machine, as Debian calls it. */
    static String nativeArchitecture() throws IOException, InterruptedException {
        return done(run(List.of("dpkg", "--print-architecture"))).strip();
    }

    /** What is missing here for a machine of an architecture, as the reason of a test that is left out. */
    static Optional<String> missing(String architecture) throws IOException, InterruptedException {
        var tools = missing();
        if (tools.isPresent() || architecture.equals(nativeArchitecture())) {
            return tools;
        }
        String emulator = architecture.equals("arm64") ? "qemu-aarch64" : "qemu-arm";
        Path entry = Path.of("/proc/sys/fs/binfmt_misc", emulator);
        // Fixed: opened when it was registered, so that it is found from within other roots.
        if (Files.exists(entry)
                && Files.readString(entry).lines().anyMatch(line -> line.startsWith("flags:") && line.contains("F"))) {
            return Optional.empty();
        }
        return Optional.of("the kernel does not call " + emulator + " for programs of " + architecture
                + ": install qemu-user-binfmt of Debian trixie or newer");
    }

    /** What is missing here for a machine of this one's architecture. */
    static Optional<String> missing() throws IOException, InterruptedException {
        if (run(List.of("id", "-u")).out().strip().equals("0")) {
            for (String tool : List.of("debootstrap", "systemd-nspawn", "nsenter", "readelf", "curl")) {
                if (run(List.of("sh", "-c", "command -v " + tool)).code() != 0) {
                    return Optional.of("no " + tool + " here");
                }
            }
            return Optional.empty();
        }
        return Optional.of("only root may start a machine");
    }

    /** @param folder that the machine's files are put into, under {@code machine} */
    static DebianMachine start(Path folder) throws Exception {
        return start(folder, nativeArchitecture());
    }

    /** As {@link #start(Path)}, of an architecture by Debian's name for it. */
    static DebianMachine start(Path folder, String architecture) throws Exception {
        Path root = folder.resolve("machine");
        done(run(List.of("cp", "-a", fetched(architecture).toString(), root.toString())));
        Files.deleteIfExists(root.resolve("etc/machine-id"));
        if (!architecture.equals(nativeArchitecture())) {
            Path all = Files.createDirectories(root.resolve("etc/systemd/system/service.d"));
            Files.writeString(all.resolve("emulated.conf"), EMULATED);
            for (String unit : List.of("systemd-networkd.service", "systemd-networkd.socket")) {
                Files.createSymbolicLink(all.resolveSibling(unit), Path.of("/dev/null"));
            }
        }
        Path boot = Files.writeString(folder.resolve("boot.sh"), BOOT);
        Process nspawn = new ProcessBuilder(
                        "unshare", "-m", "--propagation", "private", "sh", boot.toString(), root.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("machine.log").toFile())
                .start();
        try {
            long first = Eventually.get(
                    "the machine's first process",
                    START_LIMIT,
                    () -> nspawn.descendants()
                            .filter(DebianMachine::isFirst)
                            .map(ProcessHandle::pid)
                            .findFirst());
            var machine = new DebianMachine(root, nspawn, first);
            Eventually.until(
                    "the machine is up",
                    START_LIMIT,
                    () -> machine.call("systemctl", "is-system-running").out().startsWith("running"));
            return machine;
        } catch (Exception | Error e) {
            nspawn.descendants().forEach(ProcessHandle::destroyForcibly);
            nspawn.destroyForcibly();
            throw e;
        }
    }

    /** Also where the emulator's name stands before its own. */
    private static boolean isFirst(ProcessHandle process) {
        return process.info()
                        .command()
                        .filter(name -> !name.endsWith("/systemd-nspawn"))
                        .isPresent()
                && process.info().commandLine().orElse("").contains("/lib/systemd/systemd --");
    }

    /** Fetched once for all tests, which may want it at the same time in processes of their own. */
    private static Path fetched(String architecture) throws Exception {
        String name = RELEASE + "-" + architecture;
        Path kept = Checkout.home().resolve("target/debian/" + name);
        Files.createDirectories(kept.getParent());
        try (var lock =
                FileChannel.open(kept.resolveSibling("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock();
            if (!Files.isDirectory(kept)) {
                Path fresh = kept.resolveSibling(name + ".new");
                done(run(List.of("rm", "-rf", fresh.toString())));
                done(run(List.of(
                        "debootstrap",
                        "--arch=" + architecture,
                        "--variant=minbase",
                        "--include=systemd,dbus",
                        RELEASE,
                        fresh.toString())));
                Files.move(fresh, kept);
            }
        }
        return kept;
    }

    /** Where a file of the machine is seen from here. */
    Path file(String path) {
        return root.resolve(path.substring(1));
    }

    /** Puts a package into the machine's {@code /packages}; gives its path there. */
    String take(Path file) throws IOException {
        Path to = file("/packages").resolve(file.getFileName());
        Files.createDirectories(to.getParent());
        Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
        return "/packages/" + file.getFileName();
    }

    /** Runs a command as the machine's root to its end. */
    Ended call(String... command) throws IOException, InterruptedException {
        var all = new ArrayList<>(
                List.of("nsenter", "--target", Long.toString(first), "-m", "-p", "-n", "-u", "-i", "-r", "-w"));
        all.addAll(List.of(
                "env", "-i", "PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND=noninteractive"));
        all.addAll(List.of(command));
        return run(all);
    }

    /** As {@link #call}, of a command that must end well; gives what it printed. */
    String must(String... command) throws IOException, InterruptedException {
        return done(call(command));
    }

    /** Asks a server of the machine by this machine's curl. */
    String get(String url, String... headers) throws IOException, InterruptedException {
        var all = new ArrayList<>(
                List.of("nsenter", "--target", Long.toString(first), "-n", "curl", "-sS", "--max-time", "20"));
        for (String header : headers) {
            all.addAll(List.of("-H", header));
        }
        all.add(url);
        return done(run(all));
    }

    /** As {@link #get}, with something in JSON that is to be done. */
    String post(String url, String body, String header) throws IOException, InterruptedException {
        return done(run(List.of(
                "nsenter",
                "--target",
                Long.toString(first),
                "-n",
                "curl",
                "-sS",
                "--max-time",
                "20",
                "-H",
                header,
                "-H",
                "Content-Type: application/json",
                "--data",
                body,
                url)));
    }

    /** What systemd knows of a unit, such as {@code MainPID}. */
    String unit(String unit, String property) throws IOException, InterruptedException {
        return must("systemctl", "show", "--value", "--property", property, unit)
                .strip();
    }

    /** Its files and folders with such a name, but for {@code /packages}, sticks at {@code /media} and the journal. */
    List<String> filesNamed(String pattern) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("find", root.toString(), "-xdev", "-iname", pattern));
        for (String other : List.of("/packages/", "/media/", "/var/log/journal/")) {
            command.addAll(List.of("-not", "-path", "*" + other + "*"));
        }
        return done(run(command)).lines().sorted().toList();
    }

    static String done(Ended ended) {
        assertThat(ended.code()).as(ended.out()).isZero();
        return ended.out();
    }

    /** Runs a command of this machine to its end, also one that only root's path leads to. */
    static Ended run(List<String> command) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of("sh", "-c", "PATH=$PATH:/usr/sbin:/sbin; exec \"$@\"", "sh"));
        all.addAll(command);
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out);
    }

    /** Deletes its files; after {@link #close}. */
    void delete() throws IOException, InterruptedException {
        done(run(List.of("rm", "-rf", "--one-file-system", root.toString())));
    }

    /** Ends its first process, and with it all of its processes. */
    @Override
    public void close() {
        ProcessHandle.of(first).ifPresent(ProcessHandle::destroyForcibly);
        nspawn.destroyForcibly();
        nspawn.onExit().join();
    }
}
