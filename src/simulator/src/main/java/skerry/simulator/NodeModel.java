package skerry.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import skerry.protocol.payload.CounterSummary;
import skerry.protocol.payload.GaugeSummary;
import skerry.protocol.payload.PatternSummary;
import skerry.protocol.payload.PatternTemplate;
import skerry.protocol.payload.Severity;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.Window;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;

/**
 * What a simulated node measures in a given minute: a function of its seed and the minute, so that any minute can be made
 * at any time and in any order. Shapes are those of a small machine: a daily curve, noise, bursts. Thread-safe.
 */
public final class NodeModel {
    static final int SAMPLES_PER_MINUTE = 4;
    private static final double MEMORY = 3.9e9;
    private static final double DISK = 31e9;
    /** How much of a total follows the time of day, and how much is noise; together below 1, so that totals never fall. */
    private static final double DAY_SHARE = 0.4;

    private static final double NOISE_SHARE = 0.4;
    private static final String[] MODES = {"user", "system", "iowait", "idle"};

    private final long seed;
    private final boolean undervoltage;
    private final int cpus;
    private final List<PatternTemplate> templates;

    public NodeModel(long seed, boolean undervoltage) {
        this.seed = seed;
        this.undervoltage = undervoltage;
        this.cpus = 4;
        this.templates = templates();
    }

    /** The templates that this node's minutes refer to. */
    public List<PatternTemplate> patternTemplates() {
        return templates;
    }

    /** @param minute whole minutes since the epoch, UTC */
    public Summary minute(long minute) {
        var noise = new Random(seed * 1_000_003 + minute);
        var gauges = new ArrayList<GaugeSummary>();
        var counters = new ArrayList<CounterSummary>();
        double day = Math.sin((minute % 1440) * 2 * Math.PI / 1440 + seed % 7);
        double busy = clamp(0.18 + 0.12 * day + 0.06 * noise.nextGaussian() + (noise.nextInt(90) == 0 ? 0.5 : 0));
        gauge(gauges, noise, "node_load1", busy * cpus, 0.15);
        gauge(gauges, noise, "node_load5", busy * cpus * 0.9, 0.05);
        gauge(gauges, noise, "node_load15", busy * cpus * 0.8, 0.02);
        for (int cpu = 0; cpu < cpus; cpu++) {
            double[] shares = {0.14, 0.05, 0.01, 0.8};
            for (int mode = 0; mode < MODES.length; mode++) {
                counter(
                        counters,
                        "node_cpu_seconds_total",
                        Labels.of("cpu", Integer.toString(cpu), "mode", MODES[mode]),
                        minute,
                        60 * shares[mode],
                        100);
            }
        }
        constant(gauges, "node_memory_MemTotal_bytes", Labels.NONE, MEMORY);
        gauge(gauges, noise, "node_memory_MemAvailable_bytes", MEMORY * clamp(0.55 - 0.1 * day), MEMORY * 0.004);
        gauge(gauges, noise, "node_memory_Cached_bytes", MEMORY * 0.2, MEMORY * 0.002);
        Labels root = Labels.of("device", "/dev/mmcblk0p2", "fstype", "ext4", "mountpoint", "/");
        constant(gauges, "node_filesystem_size_bytes", root, DISK);
        constant(gauges, "node_filesystem_avail_bytes", root, Math.floor(DISK * (0.62 - (minute % 40_000) * 4e-6)));
        Labels card = Labels.of("device", "mmcblk0");
        counter(counters, "node_disk_written_bytes_total", card, minute, 4096 * 45, 1);
        counter(counters, "node_disk_read_bytes_total", card, minute, 4096 * 12, 1);
        counter(counters, "node_disk_io_time_seconds_total", card, minute, 1.1, 1000);
        Labels eth = Labels.of("device", "eth0");
        counter(counters, "node_network_receive_bytes_total", eth, minute, 140_000, 1);
        counter(counters, "node_network_transmit_bytes_total", eth, minute, 75_000, 1);
        gauge(gauges, noise, "node_thermal_zone_temp", 48 + 9 * day + 14 * busy, 0.6);
        counter(counters, "node_pressure_cpu_waiting_seconds_total", Labels.NONE, minute, 1.4, 1_000_000);
        counter(counters, "node_pressure_io_waiting_seconds_total", Labels.NONE, minute, 0.5, 1_000_000);
        counter(counters, "node_pressure_memory_waiting_seconds_total", Labels.NONE, minute, 0.01, 1_000_000);
        constant(gauges, "node_timex_sync_status", Labels.NONE, 1);
        constant(gauges, "skerry_pi_undervoltage", Labels.NONE, undervoltage ? 1 : 0);
        return new Summary(new Window(minute * 60_000, 60_000), gauges, counters, patterns(minute, noise));
    }

    /** How many source samples a minute summarises. */
    static long samples(Summary summary) {
        return (long) (summary.gauges().size() + summary.counters().size()) * SAMPLES_PER_MINUTE;
    }

    /** How many log lines a minute summarises. */
    static long lines(Summary summary) {
        return summary.patterns().stream().mapToLong(PatternSummary::total).sum();
    }

    private List<PatternSummary> patterns(long minute, Random noise) {
        var found = new ArrayList<PatternSummary>();
        for (int i = 0; i < templates.size(); i++) {
            int rate = i < 3 ? 4 + noise.nextInt(8) : noise.nextInt(12) == 0 ? 1 + noise.nextInt(3) : 0;
            if (rate > 0) {
                var counts = new TreeMap<Severity, Long>();
                counts.put(severity(i), (long) rate);
                String example = templates.get(i).template().replaceFirst("<\\*>", Long.toString(minute % 977));
                found.add(new PatternSummary(templates.get(i).patternId(), Map.copyOf(counts), example, ""));
            }
        }
        return found;
    }

    private Severity severity(int template) {
        if (template == 4 || (undervoltage && template == 5)) {
            return Severity.ERROR;
        }
        return template == 3 ? Severity.WARNING : Severity.INFO;
    }

    private List<PatternTemplate> templates() {
        var texts = new ArrayList<>(List.of(
                "sensor <*> read <*> in <*> ms",
                "upload of <*> records done in <*> ms",
                "GET /api/state <*> <*> ms",
                "queue is <*> deep, slowing down",
                "sensor <*> did not answer within <*> ms"));
        if (undervoltage) {
            texts.add("kernel: hwmon <*>: Undervoltage detected!");
        }
        return texts.stream()
                .map(text -> new PatternTemplate(idOf(text), text, 0))
                .toList();
    }

    /** FNV-1a: any hash that is the same on every run will do for made-up templates. */
    private static long idOf(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    private static void constant(List<GaugeSummary> gauges, String name, Labels labels, double value) {
        gauges.add(new GaugeSummary(
                new Series(name, labels, MetricType.GAUGE),
                SAMPLES_PER_MINUTE,
                value,
                value,
                value * SAMPLES_PER_MINUTE,
                value));
    }

    private static void gauge(List<GaugeSummary> gauges, Random noise, String name, double mean, double spread) {
        double min = Double.MAX_VALUE;
        double max = -Double.MAX_VALUE;
        double sum = 0;
        double last = 0;
        for (int i = 0; i < SAMPLES_PER_MINUTE; i++) {
            last = Math.max(0, Math.round((mean + spread * noise.nextGaussian()) * 100) / 100.0);
            min = Math.min(min, last);
            max = Math.max(max, last);
            sum += last;
        }
        gauges.add(new GaugeSummary(
                new Series(name, Labels.NONE, MetricType.GAUGE), SAMPLES_PER_MINUTE, min, max, sum, last));
    }

    /**
     * A total that grows by {@code perMinute} on average, more by day than by night, at a resolution of {@code 1/scale}. It
     * is a function of the minute alone, so totals of neighbouring minutes fit together in whatever order they are made.
     */
    private void counter(
            List<CounterSummary> counters, String name, Labels labels, long minute, double perMinute, int scale) {
        long salt = seed * 31 + name.hashCode() * 131L + labels.hashCode();
        double before = total(salt, minute - 1, perMinute, scale);
        double last = total(salt, minute, perMinute, scale);
        double increase = last - before;
        counters.add(new CounterSummary(
                new Series(name, labels, MetricType.COUNTER),
                SAMPLES_PER_MINUTE,
                Math.round((before + increase / SAMPLES_PER_MINUTE) * scale) / (double) scale,
                last,
                0,
                increase,
                Math.round(increase / 60 * 1.6 * scale) / (double) scale));
    }

    private double total(long salt, long minute, double perMinute, int scale) {
        double byDay = -DAY_SHARE * 1440 / (2 * Math.PI) * Math.cos((minute % 1440) * 2 * Math.PI / 1440 + seed % 7);
        double noise = NOISE_SHARE * new Random(salt + minute * 7919).nextDouble();
        return Math.round(perMinute * (minute % 1_000_000 + 1000 + byDay + noise) * scale) / (double) scale;
    }

    private static double clamp(double ratio) {
        return Math.min(0.98, Math.max(0.02, ratio));
    }
}
