package skerry.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import skerry.agent.collect.HostPaths;

/**
 * The trees of a Kubernetes node: this machine's own, by links, but for the control groups, processes, runtime files and logs of
 * generated pods of two containers each, as k3s with the systemd driver and version 2 of control groups leaves them. The same for
 * the same number of pods. Not thread-safe.
 */
final class GeneratedNode {
    private static final int FIRST_PID = 3_000_000;
    private static final long HOST_NETWORK = 4_026_531_840L;
    private static final int BOOT_TICKS = 250;
    private static final List<String> CONTAINERS = List.of("app", "proxy");

    private final Path folder;
    private final Random random = new Random(30);
    private final List<Container> containers = new ArrayList<>();
    private final CriLines lines = new CriLines(1);
    private long now;
    private int turn;

    /** One container: where it is, and what it has used so far. */
    private static final class Container {
        final GeneratedPod pod;
        final String name;
        final int pid;
        final Path group;
        long cpuMicros;
        long readBytes;
        long receivedBytes;

        Container(GeneratedPod pod, String name, int pid, Path group) {
            this.pod = pod;
            this.name = name;
            this.pid = pid;
            this.group = group;
        }
    }

    /** @param pods how many run */
    GeneratedNode(Path folder, int pods) throws IOException {
        this.folder = folder;
        link(Path.of("/proc"), paths().procfs(), name -> Character.isDigit(name.charAt(0)));
        link(Path.of("/proc/1"), paths().procfs().resolve("1"), "ns"::equals);
        namespace("1", HOST_NETWORK);
        link(Path.of("/sys"), paths().sysfs(), "fs"::equals);
        link(Path.of("/sys/fs"), paths().sysfs().resolve("fs"), "cgroup"::equals);
        link(Path.of("/"), paths().rootfs(), Set.of("run", "var", "proc", "sys")::contains);
        write(groups().resolve("cgroup.controllers"), "cpuset cpu io memory hugetlb pids rdma misc\n");
        for (int number = 0; number < pods; number++) {
            add(new GeneratedPod(number));
        }
        pass(0);
    }

    private interface Left {
        boolean out(String name);
    }

    private static void link(Path from, Path to, Left left) throws IOException {
        Files.createDirectories(to);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(from)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (!left.out(name)) {
                    Files.createSymbolicLink(to.resolve(name), entry);
                }
            }
        }
    }

    /** Where an agent finds the trees. */
    HostPaths paths() {
        return new HostPaths(
                folder.resolve("proc"), folder.resolve("sys"), folder.resolve("root"), Path.of("/run/udev/data"));
    }

    /** What finds the logs of all containers. */
    String logs() {
        return folder.resolve("root/var/log/containers") + "/*.log";
    }

    private Path groups() {
        return paths().sysfs().resolve("fs/cgroup");
    }

    private void add(GeneratedPod pod) throws IOException {
        Path slice = groups().resolve(pod.slice());
        for (String name : CONTAINERS) {
            String id = pod.containerId(name);
            int pid = FIRST_PID + containers.size();
            var container = new Container(pod, name, pid, slice.resolve("cri-containerd-" + id + ".scope"));
            containers.add(container);
            unchanging(container);
            Path bundle = paths().rootfs().resolve("run/k3s/containerd/io.containerd.runtime.v2.task/k8s.io/" + id);
            write(bundle.resolve("config.json"), pod.specification(name));
            Path log = paths().rootfs().resolve("var/log/pods/" + pod.logFolder() + "/" + name + "/0.log");
            write(log, "");
            Path link = paths().rootfs()
                    .resolve("var/log/containers/" + pod.name() + "_" + pod.namespace() + "_" + name + "-" + id
                            + ".log");
            Files.createDirectories(link.getParent());
            Files.createSymbolicLink(link, log);
        }
    }

    private void unchanging(Container container) throws IOException {
        Path group = container.group;
        write(group.resolve("cgroup.procs"), container.pid + "\n");
        write(group.resolve("cpu.max"), "50000 100000\n");
        write(group.resolve("cpu.weight"), "4\n");
        write(group.resolve("memory.max"), (256L << 20) + "\n");
        write(group.resolve("memory.low"), "0\n");
        write(group.resolve("memory.swap.current"), "0\n");
        write(group.resolve("memory.swap.max"), "0\n");
        write(group.resolve("memory.events"), "low 0\nhigh 0\nmax 0\noom 0\noom_kill 0\noom_group_kill 0\n");
        write(group.resolve("pids.max"), "4096\n");
        Path process = paths().procfs().resolve(Integer.toString(container.pid));
        write(
                process.resolve("stat"),
                container.pid + " (" + container.name + ") S" + " 0".repeat(18) + " " + BOOT_TICKS + " 0 0\n");
        namespace(Integer.toString(container.pid), HOST_NETWORK + 1 + container.pod.number());
    }

    private void namespace(String process, long inode) throws IOException {
        Path folder = paths().procfs().resolve(process).resolve("ns");
        Files.createDirectories(folder);
        Files.createSymbolicLink(folder.resolve("net"), Path.of("net:[" + inode + "]"));
    }

    /** Lets time pass on the node, as its kernel would account it. */
    void pass(int seconds) throws IOException {
        now += seconds;
        for (Container container : containers) {
            container.cpuMicros += random.nextLong(1 + 20_000L * seconds);
            container.readBytes += 4_096L * random.nextInt(1 + seconds);
            container.receivedBytes += random.nextInt(1 + 30_000 * seconds);
            account(container);
        }
    }

    private void account(Container container) throws IOException {
        Path group = container.group;
        long cpu = container.cpuMicros;
        write(
                group.resolve("cpu.stat"),
                "usage_usec %d\nuser_usec %d\nsystem_usec %d\nnr_periods %d\nnr_throttled %d\nthrottled_usec %d\n"
                        .formatted(cpu, cpu * 2 / 3, cpu - cpu * 2 / 3, now * 10, now / 60, now * 100));
        long used = (60L << 20) + 4_096L * random.nextInt(2_000);
        write(group.resolve("memory.current"), used + "\n");
        write(group.resolve("memory.peak"), (80L << 20) + "\n");
        write(
                group.resolve("memory.stat"),
                "anon %d\nfile %d\nkernel 655360\nfile_mapped 2097152\ninactive_file %d\npgfault %d\npgmajfault 12\n"
                        .formatted(used * 2 / 3, used / 3, used / 5, cpu / 100));
        write(
                group.resolve("io.stat"),
                "8:0 rbytes=%d wbytes=%d rios=%d wios=%d dbytes=0 dios=0\n"
                        .formatted(
                                container.readBytes,
                                container.readBytes * 3,
                                container.readBytes / 4_096,
                                container.readBytes / 2_048));
        write(group.resolve("pids.current"), 8 + random.nextInt(4) + "\n");
        for (String resource : List.of("cpu", "io", "memory")) {
            write(
                    group.resolve(resource + ".pressure"),
                    "some avg10=0.00 avg60=0.00 avg300=0.00 total=%d\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=%d\n"
                            .formatted(cpu / 50, cpu / 80));
        }
        long bytes = container.receivedBytes;
        write(paths().procfs().resolve(container.pid + "/net/dev"), """
                Inter-|   Receive                                                |  Transmit
                 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                    lo:       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0
                  eth0: %d %d 0 0 0 0 0 0 %d %d 0 0 0 0 0 0
                """.formatted(
                        bytes, bytes / 700, bytes * 2, bytes / 600));
    }

    /** Has the next containers write so many lines to their logs, one each. */
    void log(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Container container = containers.get(turn++ % containers.size());
            Path log = paths().rootfs()
                    .resolve("var/log/pods/" + container.pod.logFolder() + "/" + container.name + "/0.log");
            try (OutputStream out = Files.newOutputStream(log, StandardOpenOption.APPEND)) {
                out.write(lines.next(Instant.now()).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
