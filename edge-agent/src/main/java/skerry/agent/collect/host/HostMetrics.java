package skerry.agent.collect.host;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;

/** All collectors of the host, joined in one visible place. */
public final class HostMetrics implements AutoCloseable {
    /** How much to tell. */
    public enum Detail {
        /** What an agent at a site collects: without the interfaces and mounts of containers, which have their own collector. */
        STANDARD,
        /** All that can be seen: for a person who looks, and to compare with node_exporter. */
        EVERYTHING
    }

    private static final List<String> CONTAINER_INTERFACES = List.of("veth", "cali", "lxc");
    private static final List<String> CONTAINER_MOUNTS = List.of(
            "/run/containerd/",
            "/run/docker/",
            "/run/k3s/",
            "/run/netns/",
            "/run/user/",
            "/snap/",
            "/var/lib/containerd/",
            "/var/lib/kubelet/",
            "/var/lib/rancher/");

    private final List<Collector> collectors;
    private final Filesystems filesystems;

    /**
     * @param clock the wall clock
     * @param nanoTime a clock for elapsed nanoseconds
     * @param kernel asks the kernel what no file tells
     * @param commands runs {@code systemctl} and the like
     */
    public HostMetrics(
            HostPaths paths,
            Detail detail,
            InstantSource clock,
            LongSupplier nanoTime,
            KernelCalls kernel,
            Commands commands) {
        boolean everything = detail == Detail.EVERYTHING;
        Predicate<String> interfaces = everything ? _ -> true : noneOf(CONTAINER_INTERFACES);
        Predicate<String> mounts = everything ? _ -> true : noneOf(CONTAINER_MOUNTS);
        this.filesystems = new Filesystems(paths, mounts, kernel);
        var all = new ArrayList<Collector>(List.of(
                new CpuTime(paths),
                new LoadAverage(paths),
                new MemoryInfo(paths),
                new DiskStatistics(paths),
                filesystems,
                new NetworkTraffic(paths, interfaces),
                new KernelStatistics(paths),
                new VirtualMemory(paths),
                new Pressure(paths),
                new ProtocolStatistics(paths),
                new SocketStatistics(paths, kernel.pageBytes()),
                new PacketBacklog(paths),
                new UdpQueues(paths),
                new NeighbourTable(paths),
                new ConnectionTracking(paths),
                new FileDescriptors(paths),
                new Entropy(paths),
                new SchedulerStatistics(paths),
                new HungTasks(paths),
                new CpuInfo(paths),
                new CpuFrequency(paths),
                new CpuThrottling(paths),
                new ThermalZones(paths),
                new HardwareSensors(paths),
                new PowerSupplies(paths),
                new Watchdogs(paths),
                new RaspberryPi(paths),
                new StorageWear(paths),
                new MemoryGroup(paths),
                new RealTimeClock(paths),
                new NetworkDevices(paths, interfaces),
                new KernelIdentity(paths),
                new OperatingSystem(paths),
                new WallClock(paths, clock),
                new ClockSynchronization(kernel),
                new AgentProcess()));
        if (SystemdUnits.isReachable(paths)) {
            all.add(new SystemdUnits(detail, commands, nanoTime));
        }
        if (everything) {
            all.add(new NumaMemory(paths));
            all.add(new CpuVulnerabilities(paths));
        }
        this.collectors = List.copyOf(all);
    }

    /** In the order in which they are best run: the cheapest and most wanted first. */
    public List<Collector> collectors() {
        return collectors;
    }

    @Override
    public void close() {
        filesystems.close();
    }

    private static Predicate<String> noneOf(List<String> prefixes) {
        return name -> prefixes.stream().noneMatch(name::startsWith);
    }
}
