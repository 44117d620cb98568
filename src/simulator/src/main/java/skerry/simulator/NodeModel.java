package skerry.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.payload.Severity;
import skerry.protocol.series.Labels;

/**
 * What a simulated node measures and logs at a given moment: a function of its seed and the moment, so that any moment can
 * be made at any time. Shapes are those of a small machine: a daily curve, noise, bursts. Thread-safe.
 */
public final class NodeModel {
    /** Every how many milliseconds a node is looked at. */
    public static final long STEP_MILLIS = 15_000;

    static final double MEMORY = 3.9e9;
    static final double DISK = 31e9;
    /** Of three days. */
    private static final long STEPS_PER_BOOT = 17_280;

    private static final double STEPS_PER_DAY = 86_400_000.0 / STEP_MILLIS;
    /** How much of a total follows the time of day, and how much is noise; together below 1, so that totals never fall. */
    private static final double DAY_SHARE = 0.4;

    private static final double NOISE_SHARE = 0.4;
    static final int CPUS = 4;
    private static final String[] MODES = {"user", "system", "iowait"};
    private static final double[] MODE_SHARES = {0.14, 0.05, 0.01};
    private static final Labels ROOT = Labels.of("device", "/dev/mmcblk0p2", "fstype", "ext4", "mountpoint", "/");
    private static final Labels CARD = Labels.of("device", "mmcblk0");
    /** When the card was put in, Unix seconds. */
    private static final String CARD_SINCE = "1768000000";

    private static final Labels ETHERNET = Labels.of("device", "eth0");
    private static final String HELP = "Simulated.";

    private final long seed;
    private final boolean undervoltage;
    /** How busy this node is beside others. */
    private final double load;

    public NodeModel(long seed, boolean undervoltage) {
        this.seed = seed;
        this.undervoltage = undervoltage;
        this.load = 0.4 + 1.8 * new Random(seed).nextDouble();
    }

    /** A log line of the node's one service. */
    public record Line(Severity severity, String text) {}

    /** @param step whole steps of {@link #STEP_MILLIS} since the epoch */
    public void samples(long step, SampleSink sink) {
        var noise = noise("samples", step);
        double day = Math.sin(angle(step));
        double busy = clamp(
                load * 0.2 * (1 + DAY_SHARE * day) + 0.02 * noise.nextGaussian() + (noise.nextInt(300) == 0 ? 0.5 : 0));
        gauge(sink, "node_load1", Labels.NONE, busy * CPUS);
        gauge(sink, "node_load5", Labels.NONE, CPUS * (0.18 + 0.11 * day));
        gauge(sink, "node_load15", Labels.NONE, CPUS * (0.18 + 0.1 * day));
        for (int cpu = 0; cpu < CPUS; cpu++) {
            double idle = 15.0 * (step % 10_000_000 + STEPS_PER_DAY);
            for (int mode = 0; mode < MODES.length; mode++) {
                var labels = Labels.of("cpu", Integer.toString(cpu), "mode", MODES[mode]);
                double spent = total(MODES[mode] + cpu, step, 15 * load * MODE_SHARES[mode]);
                idle -= spent;
                cpuSeconds(sink, labels, spent);
            }
            cpuSeconds(sink, Labels.of("cpu", Integer.toString(cpu), "mode", "idle"), idle);
        }
        gauge(sink, "node_memory_MemTotal_bytes", Labels.NONE, MEMORY);
        gauge(
                sink,
                "node_memory_MemAvailable_bytes",
                Labels.NONE,
                whole(MEMORY * clamp(0.75 - 0.2 * load - 0.1 * day + 0.002 * noise.nextGaussian())));
        gauge(sink, "node_memory_Cached_bytes", Labels.NONE, whole(MEMORY * (0.2 + 0.001 * noise.nextGaussian())));
        gauge(sink, "node_filesystem_size_bytes", ROOT, DISK);
        gauge(sink, "node_filesystem_avail_bytes", ROOT, whole(DISK * (0.85 - load * 0.25 - (step % 160_000) * 1e-6)));
        counter(sink, "node_disk_written_bytes_total", CARD, step, 46_000, 1);
        counter(sink, "node_disk_read_bytes_total", CARD, step, 12_000, 1);
        counter(sink, "node_disk_io_time_seconds_total", CARD, step, 0.3, 1000);
        counter(sink, "node_network_receive_bytes_total", ETHERNET, step, 35_000, 1);
        counter(sink, "node_network_transmit_bytes_total", ETHERNET, step, 19_000, 1);
        gauge(
                sink,
                "node_thermal_zone_temp",
                Labels.of("type", "cpu-thermal", "zone", "0"),
                Math.rint((48 + 9 * day + 14 * busy) * 10) / 10);
        counter(sink, "node_pressure_cpu_waiting_seconds_total", Labels.NONE, step, 0.4, 1_000_000);
        counter(sink, "node_pressure_io_waiting_seconds_total", Labels.NONE, step, 0.1, 1_000_000);
        counter(sink, "node_pressure_memory_waiting_seconds_total", Labels.NONE, step, 0.01, 1_000_000);
        gauge(sink, "node_timex_sync_status", Labels.NONE, 1);
        gauge(sink, "node_timex_offset_seconds", Labels.NONE, 0.01 * Math.rint(noise.nextGaussian()));
        gauge(
                sink,
                "node_boot_time_seconds",
                Labels.NONE,
                step / STEPS_PER_BOOT * STEPS_PER_BOOT * STEP_MILLIS / 1_000.0);
        gauge(sink, "node_filesystem_readonly", ROOT, 0);
        sink.add(MetricFamily.counter("node_vmstat_oom_kill", HELP), Labels.NONE, 0);
        sink.add(MetricFamily.counter("node_network_receive_errs_total", HELP), ETHERNET, 0);
        double tenths = Math.rint(10 * load / 2.5);
        gauge(sink, "skerry_mmc_life_used_ratio", CARD.with("memory", "a"), tenths / 10);
        String life = Integer.toString((int) Math.max(0, tenths - 1));
        String bytes = Long.toString((long) DISK);
        gauge(
                sink,
                "skerry_card_info",
                CARD.with("bytes", bytes).with("life", life).with("since", CARD_SINCE),
                1);
        double written = 46_000.0 * (step - Long.parseLong(CARD_SINCE) * 1_000 / STEP_MILLIS);
        gauge(sink, "skerry_card_written_bytes", CARD, Math.max(0, written));
        gauge(sink, "skerry_card_agent_written_bytes", CARD, Math.max(0, written / 8));
        gauge(sink, "skerry_pi_throttled", Labels.NONE, undervoltage && day > 0.5 ? 1 : 0);
        gauge(sink, "skerry_pi_undervoltage", Labels.NONE, undervoltage ? 1 : 0);
    }

    /** One of its metrics that has a single series; not a number if it has none. */
    double value(long step, String metric) {
        double[] found = {Double.NaN};
        samples(step, (family, _, value) -> {
            if (family.name().equals(metric)) {
                found[0] = value;
            }
        });
        return found[0];
    }

    /** What the node logs in a step. */
    public List<Line> lines(long step) {
        var noise = noise("lines", step);
        var lines = new ArrayList<Line>();
        for (int i = noise.nextInt(3); i > 0; i--) {
            lines.add(new Line(
                    Severity.INFO,
                    "sensor " + noise.nextInt(8) + " read " + noise.nextInt(4000) / 100.0 + " in " + noise.nextInt(40)
                            + " ms"));
        }
        if (noise.nextInt(4) == 0) {
            lines.add(new Line(
                    Severity.INFO,
                    "upload of " + noise.nextInt(900) + " records done in " + noise.nextInt(2500) + " ms"));
        }
        if (noise.nextInt(40) == 0) {
            lines.add(new Line(Severity.WARNING, "queue is " + (100 + noise.nextInt(900)) + " deep, slowing down"));
        }
        if (noise.nextInt(90) == 0) {
            lines.add(new Line(Severity.ERROR, "sensor " + noise.nextInt(8) + " did not answer within 500 ms"));
        }
        if (undervoltage && noise.nextInt(20) == 0) {
            lines.add(new Line(Severity.ERROR, "hwmon hwmon1: Undervoltage detected!"));
        }
        return lines;
    }

    private static void gauge(SampleSink sink, String name, Labels labels, double value) {
        sink.add(MetricFamily.gauge(name, HELP), labels, Math.rint(value * 100) / 100);
    }

    /**
     * A total that grows by {@code perStep} on average, more by day than by night, at a resolution of {@code 1/scale}. It is
     * a function of the step alone, so totals fit together in whatever order they are made.
     */
    private void counter(SampleSink sink, String name, Labels labels, long step, double perStep, int scale) {
        sink.add(
                MetricFamily.counter(name, HELP),
                labels,
                Math.rint(total(name + labels, step, perStep) * scale) / scale);
    }

    private double total(String what, long step, double perStep) {
        double byDay = -DAY_SHARE * STEPS_PER_DAY / (2 * Math.PI) * Math.cos(angle(step));
        double random = NOISE_SHARE * noise(what, step).nextDouble();
        return perStep * (step % 10_000_000 + STEPS_PER_DAY + byDay + random);
    }

    private static void cpuSeconds(SampleSink sink, Labels labels, double seconds) {
        sink.add(MetricFamily.counter("node_cpu_seconds_total", HELP), labels, Math.rint(seconds * 100) / 100);
    }

    private double angle(long step) {
        return (step % (long) STEPS_PER_DAY) * 2 * Math.PI / STEPS_PER_DAY + seed % 7;
    }

    private Random noise(String what, long step) {
        return new Random((seed * 31 + what.hashCode()) * 1_000_003 + step * 7919);
    }

    private static double whole(double value) {
        return Math.rint(value);
    }

    private static double clamp(double ratio) {
        return Math.min(0.98, Math.max(0.02, ratio));
    }
}
