package skerry.agent.collect.containers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/** Version 2 of control groups. Not thread-safe. Source: kernel doc cgroup-v2.rst. */
final class UnifiedReader implements CgroupReader {
    private static final double MICROSECONDS = 1e6;
    private static final long MAX_WEIGHT = 10_000;
    private static final long MAX_SHARES = 262_144;

    private static final Map<String, MetricFamily> CPU_TIMES = Map.of(
            "usage_usec", ContainerFamilies.CPU_USAGE,
            "user_usec", ContainerFamilies.CPU_USER,
            "system_usec", ContainerFamilies.CPU_SYSTEM);
    private static final Map<String, MetricFamily> CPU_LIMIT = Map.of(
            "nr_periods", ContainerFamilies.CFS_PERIODS,
            "nr_throttled", ContainerFamilies.CFS_THROTTLED_PERIODS,
            "throttled_usec", ContainerFamilies.CFS_THROTTLED_SECONDS);
    private static final Map<String, MetricFamily> MEMORY = Map.of(
            "anon", ContainerFamilies.MEMORY_RSS,
            "file", ContainerFamilies.MEMORY_CACHE,
            "file_mapped", ContainerFamilies.MEMORY_MAPPED);
    private static final Map<String, MetricFamily> IO = Map.of(
            "rbytes", ContainerFamilies.READ_BYTES,
            "wbytes", ContainerFamilies.WRITTEN_BYTES,
            "rios", ContainerFamilies.READS,
            "wios", ContainerFamilies.WRITES);
    private static final List<Pressure> PRESSURE =
            List.of(Pressure.of("cpu"), Pressure.of("io"), Pressure.of("memory"));

    private record Pressure(String file, MetricFamily waiting, MetricFamily stalled) {
        static Pressure of(String resource) {
            return new Pressure(
                    resource + ".pressure", ContainerFamilies.waiting(resource), ContainerFamilies.stalled(resource));
        }
    }

    private final KernelText text = new KernelText();
    private final Path root;
    private final BlockDevices devices;
    private final SeriesLabels series;

    UnifiedReader(Path root, BlockDevices devices, SeriesLabels series) {
        this.root = root;
        this.devices = devices;
        this.series = series;
    }

    @Override
    public void read(String path, Labels labels, SampleSink sink) throws IOException {
        Path group = root.resolve(path);
        cpu(group, labels, sink);
        memory(group, labels, sink);
        io(group, labels, sink);
        for (Pressure pressure : PRESSURE) {
            pressure(group, pressure, labels, sink);
        }
        OptionalDouble threads = number(group, "pids.current");
        threads.ifPresent(count -> {
            sink.add(ContainerFamilies.THREADS, labels, count);
            sink.add(ContainerFamilies.THREADS_MAX, labels, limit(group, "pids.max"));
        });
    }

    private void cpu(Path group, Labels labels, SampleSink sink) throws IOException {
        boolean limited = false;
        if (text.read(group.resolve("cpu.max").toFile()) && text.nextLine() && text.nextWord() && !text.is("max")) {
            limited = true;
            sink.add(ContainerFamilies.CPU_QUOTA, labels, text.number());
            sink.add(ContainerFamilies.CPU_PERIOD, labels, text.nextNumber());
        }
        number(group, "cpu.weight").ifPresent(weight -> sink.add(ContainerFamilies.CPU_SHARES, labels, shares(weight)));
        if (text.read(group.resolve("cpu.stat").toFile())) {
            while (text.nextLine() && text.nextWord()) {
                String key = text.word();
                MetricFamily time = CPU_TIMES.get(key);
                MetricFamily limit = limited ? CPU_LIMIT.get(key) : null;
                if (time != null) {
                    Labels whole = key.equals("usage_usec") ? series.total(labels) : labels;
                    sink.add(time, whole, text.nextNumber() / MICROSECONDS);
                } else if (limit != null) {
                    sink.add(limit, labels, text.nextNumber() / (key.endsWith("_usec") ? MICROSECONDS : 1));
                }
            }
        }
    }

    /** As runtimes reckon weights from shares, the other way round. */
    private static double shares(double weight) {
        return 2 + Math.floor((weight - 1) * (MAX_SHARES - 2) / (MAX_WEIGHT - 1));
    }

    private void memory(Path group, Labels labels, SampleSink sink) throws IOException {
        OptionalDouble used = number(group, "memory.current");
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
                } else if (key.equals("inactive_file")) {
                    inactive = text.nextNumber();
                } else if (key.equals("pgfault") || key.equals("pgmajfault")) {
                    sink.add(ContainerFamilies.MEMORY_FAILURES, series.faults(labels, key), text.nextNumber());
                }
            }
        }
        sink.add(ContainerFamilies.MEMORY_USAGE, labels, used.getAsDouble());
        sink.add(ContainerFamilies.MEMORY_WORKING_SET, labels, Math.max(0, used.getAsDouble() - inactive));
        number(group, "memory.swap.current").ifPresent(swap -> sink.add(ContainerFamilies.MEMORY_SWAP, labels, swap));
        number(group, "memory.peak").ifPresent(peak -> sink.add(ContainerFamilies.MEMORY_MAX, labels, peak));
        sink.add(ContainerFamilies.MEMORY_LIMIT, labels, limit(group, "memory.max"));
        sink.add(ContainerFamilies.MEMORY_RESERVATION, labels, limit(group, "memory.low"));
        sink.add(ContainerFamilies.SWAP_LIMIT, labels, limit(group, "memory.swap.max"));
        if (text.read(group.resolve("memory.events").toFile())) {
            while (text.nextLine() && text.nextWord()) {
                if (text.is("oom_kill")) {
                    sink.add(ContainerFamilies.OOM_EVENTS, labels, text.nextNumber());
                }
            }
        }
    }

    /** {@code 8:0 rbytes=90112 wbytes=0 rios=3 wios=0 dbytes=0 dios=0}. */
    private void io(Path group, Labels labels, SampleSink sink) throws IOException {
        if (!text.read(group.resolve("io.stat").toFile())) {
            return;
        }
        while (text.nextLine() && text.nextWord()) {
            Labels ofDevice = series.device(labels, devices.name(text.word()));
            while (text.nextWord()) {
                String word = text.word();
                int equals = word.indexOf('=');
                MetricFamily family = equals < 0 ? null : IO.get(word.substring(0, equals));
                if (family != null) {
                    text.dropFirst(equals + 1);
                    sink.add(family, ofDevice, text.number());
                }
            }
        }
    }

    /** {@code some avg10=0.00 avg60=0.00 avg300=0.00 total=12}; with {@code psi=0} reading fails. */
    private void pressure(Path group, Pressure pressure, Labels labels, SampleSink sink) throws IOException {
        File file = group.resolve(pressure.file()).toFile();
        try {
            if (!text.read(file)) {
                return;
            }
        } catch (IOException e) {
            return;
        }
        while (text.nextLine() && text.nextWord()) {
            MetricFamily family = text.is("some") ? pressure.waiting() : pressure.stalled();
            while (text.nextWord()) {
                if (text.startsWith("total=")) {
                    text.dropFirst("total=".length());
                    sink.add(family, labels, text.number() / MICROSECONDS);
                }
            }
        }
    }

    /** 0 where there is no limit. */
    private double limit(Path group, String file) {
        return number(group, file).orElse(0);
    }

    private OptionalDouble number(Path group, String file) {
        return text.number(group.resolve(file).toFile());
    }
}
