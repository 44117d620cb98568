package skerry.agent.collect.containers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/**
 * CPU, memory, I/O, pressure, processes and network of the containers on this node, under cAdvisor's names and from the
 * kernel alone. Series carry the names of pod and container and no ids, so that a container that is started again goes on
 * with its series; of two that have the same names, as for a moment at a restart, the one started last is told of.
 */
public final class Containers implements Collector {
    static final int MAX_CONTAINERS = 300;

    private static final MetricFamily LEFT_OUT = MetricFamily.gauge(
            "skerry_containers_left_out", "Containers that nobody names, or that are more than can be told of.");

    private final CgroupTree tree;
    private final ContainerNames names;
    private final GroupProcesses processes;
    private final PodNetwork network;
    private final CgroupReader unified;
    private final CgroupReader legacy;

    private record Named(ContainerCgroup cgroup, ContainerName name, GroupProcesses.Found processes) {}

    public Containers(HostPaths paths) {
        Path root = paths.sysfs().resolve("fs/cgroup");
        var series = new SeriesLabels();
        var devices = new BlockDevices(paths);
        this.tree = new CgroupTree(paths);
        this.names = new ContainerNames(paths);
        this.processes = new GroupProcesses(paths);
        this.network = new PodNetwork(paths, series);
        this.unified = new UnifiedReader(root, devices, series);
        this.legacy = new LegacyReader(root, devices, series);
    }

    @Override
    public String name() {
        return "containers";
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        List<ContainerCgroup> all = tree.containers();
        if (all.isEmpty()) {
            return;
        }
        names.begin();
        var containers = new LinkedHashMap<Labels, Named>();
        var networks = new LinkedHashMap<Labels, Named>();
        int leftOut = 0;
        for (ContainerCgroup cgroup : all) {
            Optional<Named> named = named(cgroup);
            if (named.isEmpty() || containers.size() == MAX_CONTAINERS) {
                leftOut++;
                continue;
            }
            Named one = named.get();
            if (one.processes().first() > 0) {
                networks.putIfAbsent(one.name().podLabels(), one);
            }
            if (!one.name().sandbox()) {
                containers.merge(one.name().labels(), one, Containers::startedLater);
            }
        }
        CgroupReader reader = tree.isUnified() ? unified : legacy;
        for (Map.Entry<Labels, Named> entry : containers.entrySet()) {
            unlessGone(entry.getValue(), () -> tell(entry.getKey(), entry.getValue(), reader, sink));
        }
        for (Map.Entry<Labels, Named> entry : networks.entrySet()) {
            long pid = entry.getValue().processes().first();
            unlessGone(entry.getValue(), () -> network.read(pid, entry.getKey(), sink));
        }
        sink.add(LEFT_OUT, leftOut);
    }

    private Optional<Named> named(ContainerCgroup cgroup) throws IOException {
        Optional<ContainerName> name = names.of(cgroup);
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of(new Named(cgroup, name.get(), processes.of(directory(cgroup))));
    }

    private static Named startedLater(Named one, Named other) {
        return other.processes().startedAt() > one.processes().startedAt() ? other : one;
    }

    private static void tell(Labels labels, Named one, CgroupReader reader, SampleSink sink) throws IOException {
        if (one.processes().count() >= 0) {
            sink.add(ContainerFamilies.PROCESSES, labels, one.processes().count());
        }
        if (one.processes().startedAt() > 0) {
            sink.add(ContainerFamilies.START_TIME, labels, one.processes().startedAt());
        }
        reader.read(one.cgroup().path(), labels, sink);
    }

    private interface Reading {
        void run() throws IOException;
    }

    /** A container may end while it is read. */
    private void unlessGone(Named one, Reading reading) throws IOException {
        try {
            reading.run();
        } catch (IOException e) {
            if (processes.of(directory(one.cgroup())).first() == one.processes().first()) {
                throw e;
            }
        }
    }

    private File directory(ContainerCgroup cgroup) {
        return tree.directory(cgroup.path());
    }
}
