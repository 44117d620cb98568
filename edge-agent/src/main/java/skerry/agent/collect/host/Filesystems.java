package skerry.agent.collect.host;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import skerry.agent.collect.BoundedCalls;
import skerry.agent.collect.BoundedCalls.Outcome;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.agent.collect.host.KernelCalls.Space;
import skerry.protocol.series.Labels;

/**
 * Size and free space of each mounted file system, once: of its mounts, such as the many binds of a node with containers, the
 * one of its own root with the shortest path is told of. A mount that does not answer, such as NFS without its server, is
 * reported as an error and left alone until it answers; the others are not delayed by more than its time limit, once.
 *
 * <p>Source: statvfs(3).
 */
public final class Filesystems implements Collector, AutoCloseable {
    private static final Duration LIMIT_PER_MOUNT = Duration.ofSeconds(1);

    /** File systems without storage of their own; node_exporter's default. */
    private static final Set<String> IGNORED_TYPES = Set.of(
            "autofs",
            "binfmt_misc",
            "bpf",
            "cgroup",
            "cgroup2",
            "configfs",
            "debugfs",
            "devpts",
            "devtmpfs",
            "erofs",
            "fusectl",
            "hugetlbfs",
            "iso9660",
            "mqueue",
            "nsfs",
            "overlay",
            "proc",
            "procfs",
            "pstore",
            "rpc_pipefs",
            "securityfs",
            "selinuxfs",
            "squashfs",
            "sysfs",
            "tracefs");

    private static final MetricFamily SIZE = family("size_bytes", "Size of the file system.");
    private static final MetricFamily FREE = family("free_bytes", "Free space, with what only root may use.");
    private static final MetricFamily AVAILABLE = family("avail_bytes", "Free space for everybody.");
    private static final MetricFamily FILES = family("files", "Inodes of the file system.");
    private static final MetricFamily FILES_FREE = family("files_free", "Free inodes of the file system.");
    private static final MetricFamily READ_ONLY = family("readonly", "Whether the file system is mounted read-only.");
    private static final MetricFamily ERROR = family("device_error", "Whether the file system did not answer.");
    private static final MetricFamily INFO = MetricFamily.gauge(
            "node_filesystem_mount_info", "What is mounted where.", "device", "major", "minor", "mountpoint");

    private final Mounts mounts;
    private final KernelCalls kernel;
    private final File root;
    private final Predicate<String> wanted;
    private final BoundedCalls calls;
    private Map<Mounts.Mount, Known> known = Map.of();

    private record Known(File directory, Labels labels, Labels error, Labels info) {}

    private static MetricFamily family(String name, String help) {
        return MetricFamily.gauge("node_filesystem_" + name, help, "device", "device_error", "fstype", "mountpoint");
    }

    /** @param wanted which mount points to tell of, beside those node_exporter leaves out */
    public Filesystems(HostPaths paths, Predicate<String> wanted, KernelCalls kernel) {
        this.mounts = new Mounts(paths);
        this.kernel = kernel;
        this.root = paths.rootfs().toFile();
        this.wanted = wanted;
        this.calls = new BoundedCalls("statfs", LIMIT_PER_MOUNT);
    }

    @Override
    public String name() {
        return "filesystem";
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        var chosen = new LinkedHashMap<String, Mounts.Mount>();
        for (var mount : mounts.read()) {
            if (!IGNORED_TYPES.contains(mount.type())
                    && !isIgnored(mount.mountPoint())
                    && wanted.test(mount.mountPoint())) {
                chosen.merge(mount.number() + ' ' + mount.device(), mount, Filesystems::better);
            }
        }
        var now = new LinkedHashMap<Mounts.Mount, Known>();
        for (var mount : chosen.values()) {
            now.put(mount, known.containsKey(mount) ? known.get(mount) : known(mount));
        }
        known = now;
        try {
            for (var mount : now.entrySet()) {
                collect(mount.getKey(), mount.getValue(), sink);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("asking the file systems was interrupted", e);
        }
    }

    @Override
    public void close() {
        calls.close();
    }

    private static Mounts.Mount better(Mounts.Mount one, Mounts.Mount other) {
        boolean isWhole = one.root().equals("/");
        if (isWhole != other.root().equals("/")) {
            return isWhole ? one : other;
        }
        return other.mountPoint().length() < one.mountPoint().length() ? other : one;
    }

    private void collect(Mounts.Mount mount, Known knownMount, SampleSink sink) throws InterruptedException {
        var outcome = calls.call(mount.mountPoint(), () -> kernel.space(knownMount.directory()));
        var answer = outcome instanceof Outcome.Done<Optional<Space>>(var space) ? space : Optional.<Space>empty();
        if (answer.isEmpty()) {
            sink.add(ERROR, knownMount.error(), 1);
            return;
        }
        var labels = knownMount.labels();
        var space = answer.get();
        sink.add(ERROR, labels, 0);
        sink.add(SIZE, labels, space.total());
        sink.add(FREE, labels, space.free());
        sink.add(AVAILABLE, labels, space.available());
        space.files().ifPresent(files -> sink.add(FILES, labels, files));
        space.filesFree().ifPresent(files -> sink.add(FILES_FREE, labels, files));
        sink.add(READ_ONLY, labels, mount.readOnly() ? 1 : 0);
        sink.add(INFO, knownMount.info(), 1);
    }

    private Known known(Mounts.Mount mount) {
        String point = mount.mountPoint();
        var labels = Labels.of("device", mount.device(), "fstype", mount.type(), "mountpoint", point);
        int colon = mount.number().indexOf(':');
        var info = Labels.of(
                "device", mount.device(),
                "major", mount.number().substring(0, Math.max(0, colon)),
                "minor", mount.number().substring(colon + 1),
                "mountpoint", point);
        var directory = new File(root, point.startsWith("/") ? point.substring(1) : point);
        return new Known(directory, labels, labels.with("device_error", "no answer"), info);
    }

    /**
     * node_exporter's default: what lies in dev, proc and sys, systemd's credentials, and storage of containers; and what the
     * kubelet and containerd mount for a pod, wherever their folders are.
     */
    private static boolean isIgnored(String mountPoint) {
        for (String tree : new String[] {"/dev", "/proc", "/sys"}) {
            if (mountPoint.equals(tree) || mountPoint.startsWith(tree + "/")) {
                return true;
            }
        }
        for (String below : new String[] {"/run/credentials/", "/var/lib/docker/", "/var/lib/containers/storage/"}) {
            if (mountPoint.startsWith(below)) {
                return true;
            }
        }
        return mountPoint.contains("/kubelet/pods/") || mountPoint.contains("/io.containerd.");
    }
}
