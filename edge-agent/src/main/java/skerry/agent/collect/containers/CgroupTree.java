package skerry.agent.collect.containers;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;

/**
 * Finds the control groups of containers below {@code /sys/fs/cgroup}, whichever version is mounted there. Looks at a
 * bounded number of directories, and never into a container. Not thread-safe. Source: kernel doc cgroup-v2.rst, cgroups(7).
 */
final class CgroupTree {
    /** A k3s node with 110 pods has about 600. */
    static final int MAX_DIRECTORIES = 20_000;

    private static final int MAX_DEPTH = 12;
    /** Names of interface files begin with these: not asking the kernel whether they are directories saves most calls. */
    private static final List<String> FILES = List.of(
            "cgroup.",
            "cpu.",
            "cpuacct.",
            "cpuset.",
            "memory.",
            "io.",
            "blkio.",
            "pids.",
            "hugetlb.",
            "rdma.",
            "misc.",
            "irq.",
            "dmem.",
            "devices.",
            "freezer.",
            "net_cls.",
            "net_prio.",
            "perf_event.");

    /** Of version 1, in the order in which they are looked through. */
    private static final List<String> CONTROLLERS = List.of("cpuacct", "memory", "pids");

    private static final List<String> UNITS = List.of(".slice", ".scope", ".service");

    private final KernelText text = new KernelText();
    private final Path root;
    /** In version 1 the hierarchy in which containers were found. */
    private String walked = CONTROLLERS.getFirst();

    private int visited;

    CgroupTree(HostPaths paths) {
        this.root = paths.sysfs().resolve("fs/cgroup");
    }

    /** Whether the unified hierarchy of version 2 is mounted; with both, as systemd can, version 1 has the controllers. */
    boolean isUnified() {
        return root.resolve("cgroup.controllers").toFile().exists();
    }

    /** Where a control group's processes are listed: in version 1 in any of its hierarchies. */
    File directory(String path) {
        return isUnified()
                ? root.resolve(path).toFile()
                : root.resolve(walked).resolve(path).toFile();
    }

    /** Whether the kernel accounts memory; Raspberry Pi OS needs {@code cgroup_enable=memory} on its command line. */
    boolean hasMemory() {
        return isUnified()
                ? text.value(root.resolve("cgroup.controllers").toFile())
                        .map(names -> List.of(names.split(" ", -1)).contains("memory"))
                        .orElse(false)
                : root.resolve("memory").toFile().isDirectory();
    }

    /** The containers that exist now; empty where there are no control groups. */
    List<ContainerCgroup> containers() {
        var found = new ArrayList<ContainerCgroup>();
        visited = 0;
        if (isUnified()) {
            walk(root.toFile(), "", "", 0, found);
        } else {
            for (String controller : CONTROLLERS) {
                if (found.isEmpty()) {
                    walked = controller;
                    walk(root.resolve(controller).toFile(), "", "", 0, found);
                }
            }
        }
        return found;
    }

    private void walk(File directory, String path, String podUid, int depth, List<ContainerCgroup> found) {
        String[] names = depth > MAX_DEPTH ? null : directory.list();
        if (names == null) {
            return;
        }
        for (String name : names) {
            if (isFile(name)) {
                continue;
            }
            var child = new File(directory, name);
            if (visited >= MAX_DIRECTORIES || !child.isDirectory()) {
                continue;
            }
            visited++;
            var parsed = CgroupName.of(name);
            String pod = parsed.podUid().isEmpty() ? podUid : parsed.podUid();
            String childPath = path.isEmpty() ? name : path + "/" + name;
            if (parsed.containerId().isEmpty()) {
                walk(child, childPath, pod, depth + 1, found);
            } else {
                found.add(new ContainerCgroup(childPath, parsed.containerId(), pod));
            }
        }
    }

    private static boolean isFile(String name) {
        return UNITS.stream().noneMatch(name::endsWith) && FILES.stream().anyMatch(name::startsWith);
    }
}
