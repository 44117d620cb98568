package skerry.agent.collect.containers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/**
 * Version 1 of control groups, a hierarchy for each controller. Not thread-safe. Source: kernel doc cgroup-v1/memory.rst,
 * cpuacct.rst, blkio-controller.rst, scheduler/sched-bwc.rst.
 */
final class LegacyReader implements CgroupReader {
    private static final double NANOSECONDS = 1e9;
    /** USER_HZ, which is 100 wherever Linux runs. */
    private static final double TICKS = 100;
    /** What the kernel shows for no limit: the largest number of pages, in bytes. */
    private static final double NO_LIMIT = 1L << 62;

    private static final Map<String, MetricFamily> CPU_LIMIT = Map.of(
            "nr_periods", ContainerFamilies.CFS_PERIODS,
            "nr_throttled", ContainerFamilies.CFS_THROTTLED_PERIODS,
            "throttled_time", ContainerFamilies.CFS_THROTTLED_SECONDS);
    private static final Map<String, MetricFamily> MEMORY = Map.of(
            "total_rss", ContainerFamilies.MEMORY_RSS,
            "total_cache", ContainerFamilies.MEMORY_CACHE,
            "total_mapped_file", ContainerFamilies.MEMORY_MAPPED,
            "total_swap", ContainerFamilies.MEMORY_SWAP);

    private final KernelText text = new KernelText();
    private final Path root;
    private final BlockDevices devices;
    private final SeriesLabels series;

    LegacyReader(Path root, BlockDevices devices, SeriesLabels series) {
        this.root = root;
        this.devices = devices;
        this.series = series;
    }

    @Override
    public void read(String path, Labels labels, SampleSink sink) throws IOException {
        cpuTime(root.resolve("cpuacct").resolve(path), labels, sink);
        cpuLimit(root.resolve("cpu").resolve(path), labels, sink);
        memory(root.resolve("memory").resolve(path), labels, sink);
        Path blkio = root.resolve("blkio").resolve(path);
        io(blkio, "io_service_bytes", ContainerFamilies.READ_BYTES, ContainerFamilies.WRITTEN_BYTES, labels, sink);
        io(blkio, "io_serviced", ContainerFamilies.READS, ContainerFamilies.WRITES, labels, sink);
        Path pids = root.resolve("pids").resolve(path);
        number(pids, "pids.current").ifPresent(threads -> {
            sink.add(ContainerFamilies.THREADS, labels, threads);
            sink.add(ContainerFamilies.THREADS_MAX, labels, limit(pids, "pids.max"));
        });
    }

    private void cpuTime(Path group, Labels labels, SampleSink sink) throws IOException {
        number(group, "cpuacct.usage")
                .ifPresent(nanos -> sink.add(ContainerFamilies.CPU_USAGE, series.total(labels), nanos / NANOSECONDS));
        if (text.read(group.resolve("cpuacct.stat").toFile())) {
            while (text.nextLine() && text.nextWord()) {
                MetricFamily family = text.is("user") ? ContainerFamilies.CPU_USER : ContainerFamilies.CPU_SYSTEM;
                sink.add(family, labels, text.nextNumber() / TICKS);
            }
        }
    }

    private void cpuLimit(Path group, Labels labels, SampleSink sink) throws IOException {
        number(group, "cpu.shares").ifPresent(shares -> sink.add(ContainerFamilies.CPU_SHARES, labels, shares));
        OptionalDouble quota = number(group, "cpu.cfs_quota_us");
        if (quota.isEmpty() || quota.getAsDouble() < 0) {
            return;
        }
        sink.add(ContainerFamilies.CPU_QUOTA, labels, quota.getAsDouble());
        number(group, "cpu.cfs_period_us").ifPresent(period -> sink.add(ContainerFamilies.CPU_PERIOD, labels, period));
        if (text.read(group.resolve("cpu.stat").toFile())) {
            while (text.nextLine() && text.nextWord()) {
                String key = text.word();
                MetricFamily family = CPU_LIMIT.get(key);
                if (family != null) {
                    sink.add(family, labels, text.nextNumber() / (key.endsWith("_time") ? NANOSECONDS : 1));
                }
            }
        }
    }

    private void memory(Path group, Labels labels, SampleSink sink) throws IOException {
        OptionalDouble used = number(group, "memory.usage_in_bytes");
        if (used.isEmpty()) {
            return;
        }
        double inactive = 0;
        if (text.read(group.resolve("memory.stat").toFile())) {
            while (text.nextLine() && text.nextWord()) {
                String key = text.word();
                MetricFamily family = MEMORY.get(key);
                if (family != null) {
                    sink.add(family, labels, text.nextNumber());
                } else if (key.equals("total_inactive_file")) {
                    inactive = text.nextNumber();
                } else if (key.equals("total_pgfault") || key.equals("total_pgmajfault")) {
                    String type = key.substring("total_".length());
                    sink.add(ContainerFamilies.MEMORY_FAILURES, series.faults(labels, type), text.nextNumber());
                }
            }
        }
        sink.add(ContainerFamilies.MEMORY_USAGE, labels, used.getAsDouble());
        sink.add(ContainerFamilies.MEMORY_WORKING_SET, labels, Math.max(0, used.getAsDouble() - inactive));
        number(group, "memory.max_usage_in_bytes")
                .ifPresent(most -> sink.add(ContainerFamilies.MEMORY_MAX, labels, most));
        sink.add(ContainerFamilies.MEMORY_LIMIT, labels, limit(group, "memory.limit_in_bytes"));
        sink.add(ContainerFamilies.MEMORY_RESERVATION, labels, limit(group, "memory.soft_limit_in_bytes"));
        sink.add(ContainerFamilies.SWAP_LIMIT, labels, limit(group, "memory.memsw.limit_in_bytes"));
        if (text.read(group.resolve("memory.oom_control").toFile())) {
            while (text.nextLine() && text.nextWord()) {
                if (text.is("oom_kill")) {
                    sink.add(ContainerFamilies.OOM_EVENTS, labels, text.nextNumber());
                }
            }
        }
    }

    /** {@code 8:0 Read 4096}; the recursive file counts nested groups too, and older kernels lack it. */
    private void io(Path group, String what, MetricFamily reads, MetricFamily writes, Labels labels, SampleSink sink)
            throws IOException {
        if (!text.read(group.resolve("blkio.throttle." + what + "_recursive").toFile())
                && !text.read(group.resolve("blkio.throttle." + what).toFile())) {
            return;
        }
        while (text.nextLine() && text.nextWord()) {
            String numbers = text.word();
            if (text.nextWord() && (text.is("Read") || text.is("Write"))) {
                MetricFamily family = text.is("Read") ? reads : writes;
                sink.add(family, series.device(labels, devices.name(numbers)), text.nextNumber());
            }
        }
    }

    /** 0 where there is no limit. */
    private double limit(Path group, String file) {
        double limit = number(group, file).orElse(0);
        return limit >= NO_LIMIT ? 0 : limit;
    }

    private OptionalDouble number(Path group, String file) {
        return text.number(group.resolve(file).toFile());
    }
}
