package skerry.protocol.payload;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;

/**
 * A made-up small machine at a field site, sampled every 15 seconds and summed up every minute as the agent does: 300
 * series under node_exporter's names with the units, resolutions and habits of the kernel files behind them, 50 log
 * patterns and 5 examples. The same seed gives the same life.
 */
public final class FieldNode {
    private static final int SAMPLES = 4;
    private static final long START = 1_790_000_040_000L;

    private final Random random;
    private final List<Source> sources = new ArrayList<>();
    private final List<PatternTemplate> templates = new ArrayList<>();
    private long minute;

    public FieldNode(long seed) {
        random = new Random(seed);
        cpu();
        memory();
        disks();
        network();
        kernel();
        while (sources.size() > 300) {
            sources.removeLast();
        }
        for (int i = 0; i < 50; i++) {
            templates.add(
                    new PatternTemplate(random.nextLong(), LogWords.TEMPLATES.get(i % LogWords.TEMPLATES.size()), 0));
        }
        nextMinute();
    }

    /** What the minute's batch needs. */
    public DictionaryChunk chunk() {
        return new DictionaryChunk(sources.stream().map(source -> source.series).toList(), templates);
    }

    /** The minute after the last one. */
    public Summary nextMinute() {
        var gauges = new ArrayList<GaugeSummary>();
        var counters = new ArrayList<CounterSummary>();
        for (Source source : sources) {
            switch (source.series.type()) {
                case GAUGE -> gauges.add(source.gauge());
                case COUNTER -> counters.add(source.counter());
            }
        }
        minute++;
        return new Summary(new Window(START + minute * 60_000, 60_000), gauges, counters, patterns());
    }

    private List<PatternSummary> patterns() {
        var patterns = new ArrayList<PatternSummary>();
        for (int i = 0; i < templates.size(); i++) {
            var counts = new EnumMap<Severity, Long>(Severity.class);
            counts.put(i % 9 == 0 ? Severity.WARNING : Severity.INFO, 1 + (long) Math.pow(40, random.nextDouble()));
            if (i % 17 == 0) {
                counts.put(Severity.ERROR, 1L + random.nextInt(3));
            }
            String example =
                    i % 10 == minute % 10 ? LogWords.example(templates.get(i).template(), random) : "";
            patterns.add(new PatternSummary(templates.get(i).patternId(), Map.copyOf(counts), example, ""));
        }
        return patterns;
    }

    private void cpu() {
        double[] share = {0.72, 0.02, 0, 0, 0.01, 0, 0.05, 0.2};
        String[] modes = {"idle", "iowait", "irq", "nice", "softirq", "steal", "system", "user"};
        for (int cpu = 0; cpu < 4; cpu++) {
            for (int mode = 0; mode < modes.length; mode++) {
                counter("node_cpu_seconds_total", share[mode], 0.01, "cpu", "" + cpu, "mode", modes[mode]);
            }
        }
        for (String load : List.of("node_load1", "node_load5", "node_load15")) {
            gauge(load, 0.6, 0.1, 0.01);
        }
        for (String kind : List.of("cpu_waiting", "io_stalled", "io_waiting", "memory_stalled", "memory_waiting")) {
            counter("node_pressure_" + kind + "_seconds_total", kind.startsWith("memory") ? 0 : 0.003, 1e-6);
        }
        gauge("node_thermal_zone_temp", 52, 0.7, 0.001, "type", "cpu-thermal", "zone", "0");
        gauge("node_hwmon_temp_celsius", 49, 0.5, 0.001, "chip", "thermal_thermal_zone0", "sensor", "temp1");
    }

    private void memory() {
        String[] moving = {
            "MemFree", "MemAvailable", "Buffers", "Cached", "Active", "Inactive", "Active_anon", "Inactive_anon",
            "Active_file", "Inactive_file", "Dirty", "AnonPages", "Mapped", "Slab", "SReclaimable", "SUnreclaim",
            "KernelStack", "PageTables", "Committed_AS", "Shmem"
        };
        String[] steady = {
            "MemTotal", "SwapTotal", "SwapFree", "SwapCached", "Unevictable", "Mlocked", "Writeback", "NFS_Unstable",
            "Bounce", "WritebackTmp", "CommitLimit", "VmallocTotal", "VmallocUsed", "Percpu", "CmaTotal", "CmaFree"
        };
        for (int i = 0; i < moving.length; i++) {
            gauge("node_memory_" + moving[i] + "_bytes", 2e9 / (i + 1), i % 3 == 0 ? 4e5 : 4e4, 4096);
        }
        for (int i = 0; i < steady.length; i++) {
            gauge("node_memory_" + steady[i] + "_bytes", i % 4 == 0 ? 4e9 / (i + 1) : 0, 0, 1024);
        }
    }

    private void disks() {
        String[][] mounts = {
            {"/dev/mmcblk0p1", "vfat", "/boot/firmware"}, {"/dev/mmcblk0p2", "ext4", "/"}, {"tmpfs", "tmpfs", "/run"}
        };
        for (String[] mount : mounts) {
            String[] labels = {"device", mount[0], "fstype", mount[1], "mountpoint", mount[2]};
            boolean root = mount[2].equals("/");
            gauge("node_filesystem_size_bytes", root ? 31e9 : 5e8, 0, 4096, labels);
            gauge("node_filesystem_free_bytes", root ? 18e9 : 4e8, root ? 5e5 : 0, 4096, labels);
            gauge("node_filesystem_avail_bytes", root ? 17e9 : 4e8, root ? 5e5 : 0, 4096, labels);
            gauge("node_filesystem_files", 1.9e6, 0, 1, labels);
            gauge("node_filesystem_files_free", 1.7e6, root ? 1 : 0, 1, labels);
            gauge("node_filesystem_readonly", 0, 0, 1, labels);
            gauge("node_filesystem_device_error", 0, 0, 1, labels);
        }
        for (String device : List.of("mmcblk0", "sda")) {
            double busy = device.equals("sda") ? 0 : 1;
            counter("node_disk_reads_completed_total", 0.4 * busy, 1, "device", device);
            counter("node_disk_reads_merged_total", 0.05 * busy, 1, "device", device);
            counter("node_disk_read_bytes_total", 20_000 * busy, 512, "device", device);
            counter("node_disk_read_time_seconds_total", 0.002 * busy, 0.001, "device", device);
            counter("node_disk_writes_completed_total", 3 * busy, 1, "device", device);
            counter("node_disk_writes_merged_total", 2 * busy, 1, "device", device);
            counter("node_disk_written_bytes_total", 45_000 * busy, 512, "device", device);
            counter("node_disk_write_time_seconds_total", 0.05 * busy, 0.001, "device", device);
            counter("node_disk_io_time_seconds_total", 0.03 * busy, 0.001, "device", device);
            counter("node_disk_io_time_weighted_seconds_total", 0.06 * busy, 0.001, "device", device);
            gauge("node_disk_io_now", 0, 0, 1, "device", device);
        }
    }

    private void network() {
        for (String device : List.of("eth0", "wlan0", "lo", "cni0")) {
            double busy = device.equals("wlan0") ? 0 : 1;
            for (String way : List.of("receive", "transmit")) {
                counter("node_network_" + way + "_bytes_total", 900 * busy, 1, "device", device);
                counter("node_network_" + way + "_packets_total", 6 * busy, 1, "device", device);
                for (String rare : List.of("errs", "drop", "fifo", "compressed")) {
                    counter("node_network_" + way + "_" + rare + "_total", 0, 1, "device", device);
                }
            }
            counter("node_network_receive_multicast_total", device.equals("eth0") ? 0.1 : 0, 1, "device", device);
            counter("node_network_carrier_changes_total", 0, 1, "device", device);
            for (String state : List.of("up", "carrier", "mtu_bytes", "speed_bytes", "transmit_queue_length")) {
                gauge("node_network_" + state, state.equals("mtu_bytes") ? 1500 : 1, 0, 1, "device", device);
            }
        }
        for (String name : List.of(
                "Ip_Forwarding",
                "Udp_NoPorts",
                "Udp_InErrors",
                "Udp6_InErrors",
                "Icmp_InErrors",
                "TcpExt_ListenDrops",
                "TcpExt_ListenOverflows",
                "TcpExt_SyncookiesSent",
                "Tcp_InErrs",
                "Icmp6_InErrors")) {
            counter("node_netstat_" + name, 0, 1);
        }
        for (String name : List.of(
                "Tcp_InSegs",
                "Tcp_OutSegs",
                "Tcp_RetransSegs",
                "Tcp_ActiveOpens",
                "Tcp_PassiveOpens",
                "Udp_InDatagrams",
                "Udp_OutDatagrams",
                "IpExt_InOctets",
                "IpExt_OutOctets",
                "Icmp_InMsgs")) {
            counter("node_netstat_" + name, 3 + random.nextInt(20), 1);
        }
        gauge("node_netstat_Tcp_CurrEstab", 14, 1, 1);
        for (String name : List.of(
                "sockets_used",
                "TCP_alloc",
                "TCP_inuse",
                "TCP_mem",
                "TCP_orphan",
                "TCP_tw",
                "UDP_inuse",
                "UDP_mem",
                "RAW_inuse",
                "FRAG_inuse",
                "TCP6_inuse",
                "UDP6_inuse")) {
            gauge("node_sockstat_" + name, random.nextInt(30), random.nextInt(2), 1);
        }
        for (int cpu = 0; cpu < 4; cpu++) {
            counter("node_softnet_processed_total", 40, 1, "cpu", "" + cpu);
            counter("node_softnet_dropped_total", 0, 1, "cpu", "" + cpu);
            counter("node_softnet_times_squeezed_total", 0.02, 1, "cpu", "" + cpu);
        }
    }

    private void kernel() {
        counter("node_context_switches_total", 900, 1);
        counter("node_intr_total", 600, 1);
        counter("node_forks_total", 1.5, 1);
        gauge("node_procs_running", 2, 1, 1);
        gauge("node_procs_blocked", 0, 0, 1);
        gauge("node_boot_time_seconds", 1.7899e9, 0, 1);
        gauge("node_filefd_allocated", 1800, 20, 32);
        gauge("node_filefd_maximum", 9.2e18, 0, 1);
        gauge("node_entropy_available_bits", 256, 0, 1);
        gauge("node_nf_conntrack_entries", 60, 4, 1);
        gauge("node_nf_conntrack_entries_limit", 65536, 0, 1);
        for (String name : List.of("pgpgin", "pgpgout", "pswpin", "pswpout", "pgfault", "pgmajfault", "oom_kill")) {
            counter(
                    "node_vmstat_" + name,
                    switch (name) {
                        case "pgfault" -> 1200;
                        case "pgpgout" -> 44;
                        case "pgpgin" -> 20;
                        default -> 0;
                    },
                    1);
        }
        gauge("node_timex_offset_seconds", 0.00001, 0.00001, 1e-9);
        gauge("node_timex_maxerror_seconds", 0.03, 0.01, 1e-6);
        gauge("node_timex_estimated_error_seconds", 0.0002, 0.0001, 1e-6);
        gauge("node_timex_frequency_adjustment_ratio", 1.000012345, 1e-9, 1e-12);
        for (String name : List.of(
                "sync_status",
                "status",
                "tai_offset_seconds",
                "tick_seconds",
                "pps_error_total",
                "pps_jitter_seconds",
                "pps_stability_exceeded_total",
                "loop_time_constant")) {
            gauge("node_timex_" + name, name.equals("sync_status") ? 1 : 0, 0, 1);
        }
        for (String state : List.of("active", "failed", "inactive", "activating", "deactivating")) {
            gauge("node_systemd_units", 20 + random.nextInt(60), 0, 1, "state", state);
        }
        for (int cpu = 0; cpu < 4; cpu++) {
            gauge("node_cpu_scaling_frequency_hertz", 1.5e9, cpu == 0 ? 3e8 : 0, 1e8, "cpu", "" + cpu);
            gauge("node_cpu_scaling_frequency_max_hertz", 1.8e9, 0, 1, "cpu", "" + cpu);
            gauge("node_cpu_scaling_frequency_min_hertz", 6e8, 0, 1, "cpu", "" + cpu);
        }
        for (String flag : List.of("undervoltage", "frequency_capped", "throttled", "soft_temperature_limit")) {
            gauge("skerry_pi_" + flag, 0, 0, 1);
            counter("skerry_pi_" + flag + "_total", 0, 1);
        }
        counter("skerry_agent_written_bytes_total", 700, 4096);
        gauge("skerry_storage_wear_ratio", 0.07, 0, 0.01, "device", "mmcblk0");
        gauge("process_resident_memory_bytes", 6.4e7, 5e4, 4096);
        counter("process_cpu_seconds_total", 0.005, 0.01);
    }

    private void gauge(String name, double mean, double spread, double unit, String... labels) {
        sources.add(new Source(new Series(name, Labels.of(labels), MetricType.GAUGE), mean, spread, unit));
    }

    private void counter(String name, double perSecond, double unit, String... labels) {
        sources.add(new Source(new Series(name, Labels.of(labels), MetricType.COUNTER), perSecond, 0, unit));
    }

    /** One series: what its kernel file shows is a whole number of its units. */
    private final class Source {
        private final Series series;
        private final double mean;
        private final double spread;
        private final double unit;
        private long units;
        private double previous;

        Source(Series series, double typical, double spread, double unit) {
            this.series = series;
            this.mean = typical > 100 * unit ? typical * (0.3 + 1.4 * random.nextDouble()) : typical;
            this.spread = spread;
            this.unit = unit;
            double upDays = 0.1 + 30 * random.nextDouble();
            this.units = Math.round((series.type() == MetricType.COUNTER ? mean * upDays * 86_400 : mean) / unit);
            this.previous = shown();
        }

        GaugeSummary gauge() {
            double min = 0;
            double max = 0;
            double sum = 0;
            double last = 0;
            for (int i = 0; i < SAMPLES; i++) {
                step(at -> Math.round((mean + spread * random.nextGaussian()) / unit), spread);
                last = shown();
                min = i == 0 ? last : Math.min(min, last);
                max = i == 0 ? last : Math.max(max, last);
                sum = i == 0 ? last : sum + last;
            }
            return new GaugeSummary(series, SAMPLES, min, max, sum, last);
        }

        CounterSummary counter() {
            double first = 0;
            double increase = 0;
            double peakRate = 0;
            for (int i = 0; i < SAMPLES; i++) {
                step(at -> at + Math.round(mean * 15 * (0.5 + random.nextDouble()) / unit), mean);
                double total = shown();
                double growth = total - previous;
                increase += growth;
                peakRate = Math.max(peakRate, growth * 1000 / (14_990 + random.nextInt(20)));
                first = i == 0 ? total : first;
                previous = total;
            }
            double shownRate = new java.math.BigDecimal(peakRate)
                    .round(new java.math.MathContext(4))
                    .doubleValue();
            return new CounterSummary(series, SAMPLES, first, previous, 0, increase, shownRate);
        }

        private void step(LongUnaryOperator next, double activity) {
            units = activity == 0 ? units : next.applyAsLong(units);
        }

        private double shown() {
            return unit >= 1 ? units * unit : units / (double) Math.round(1 / unit);
        }
    }
}
