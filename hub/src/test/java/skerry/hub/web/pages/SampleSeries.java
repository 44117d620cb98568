package skerry.hub.web.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Made-up metrics of one node: smooth, seeded functions of time, held only where the site's life holds data. */
final class SampleSeries {
    private static final double DAY = SampleFleet.DAY;

    private final int seed;
    private final SampleLife life;

    SampleSeries(int seed, SampleLife life) {
        this.seed = seed;
        this.life = life;
    }

    /** 0 to 1, the same for the same seed and moment. */
    private static double noise(long seed, long at) {
        long x = seed * 0x9E3779B97F4A7C15L + at / 60_000 * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 31)) * 0x94D049BB133111EBL;
        return ((x ^ (x >>> 29)) >>> 11) / (double) (1L << 53);
    }

    private static double wave(long seed, long at, double period) {
        return 0.5 + 0.5 * Math.sin(2 * Math.PI * (at / period + noise(seed, 0)));
    }

    static double busy(int seed, long at) {
        double burst = noise(seed + 7, at / 1_800_000 * 1_800_000) > 0.86 ? 0.35 : 0;
        return Math.min(0.98, 0.08 + 0.2 * wave(seed, at, DAY) + 0.08 * noise(seed, at) + burst);
    }

    static double memory(int seed, long at) {
        double leak = at % SampleFleet.DAY / DAY;
        return 0.32 + 0.25 * noise(seed, 0) + 0.1 * leak + 0.01 * noise(seed + 1, at);
    }

    static double disk(int seed, long at) {
        return 0.41 + 0.4 * noise(seed + 3, 0) + 0.01 * wave(seed, at, DAY);
    }

    static double temperature(int seed, long at) {
        return 41 + 9 * wave(seed, at, DAY) + 16 * busy(seed, at) + noise(seed + 5, at);
    }

    Json answer(List<String> metrics, long from, long to, long step) {
        var series = new ArrayList<Json>();
        for (String metric : metrics) {
            series.addAll(of(metric, from, to, step));
        }
        long points = 0;
        long held = 0;
        for (long at = from / step * step; at <= to; at += step) {
            points++;
            held += life.holds(at) ? 1 : 0;
        }
        return SampleFleet.span(from, to)
                .put("step", step)
                .put("series", series)
                .put("coverage", points == 0 ? 0.0 : held / (double) points)
                .put("gaps", life.gaps(from, to))
                .put("late", life.late(from, to));
    }

    private List<Json> of(String metric, long from, long to, long step) {
        return switch (metric) {
            case "node_cpu_seconds_total" -> {
                var modes = new ArrayList<Json>();
                for (int core = 0; core < 4; core++) {
                    int cpu = core;
                    LongToDoubleFunction busy = at -> Math.min(0.99, busy(seed, at) * (0.8 + 0.1 * cpu));
                    modes.add(mode(metric, core, "idle", at -> 0.97 * (1 - busy.applyAsDouble(at)), from, to, step));
                    modes.add(mode(metric, core, "iowait", at -> 0.03 * (1 - busy.applyAsDouble(at)), from, to, step));
                    modes.add(mode(metric, core, "user", at -> 0.7 * busy.applyAsDouble(at), from, to, step));
                    modes.add(mode(metric, core, "system", at -> 0.3 * busy.applyAsDouble(at), from, to, step));
                }
                yield modes;
            }
            case "node_memory_MemTotal_bytes" -> one(metric, "gauge", Map.of(), at -> 4.0e9, from, to, step);
            case "node_memory_MemAvailable_bytes" ->
                one(metric, "gauge", Map.of(), at -> 4.0e9 * (1 - memory(seed, at)), from, to, step);
            case "node_filesystem_size_bytes" ->
                one(metric, "gauge", Map.of("mountpoint", "/", "fstype", "ext4"), at -> 31.0e9, from, to, step);
            case "node_filesystem_avail_bytes" ->
                one(
                        metric,
                        "gauge",
                        Map.of("mountpoint", "/", "fstype", "ext4"),
                        at -> 31.0e9 * (1 - disk(seed, at)),
                        from,
                        to,
                        step);
            case "node_disk_io_time_seconds_total" ->
                one(metric, "counter", Map.of("device", "mmcblk0"), at -> 0.1 * busy(seed + 9, at), from, to, step);
            case "node_network_receive_bytes_total" ->
                one(
                        metric,
                        "counter",
                        Map.of("device", "eth0"),
                        at -> 9_000 + 60_000 * busy(seed + 2, at),
                        from,
                        to,
                        step);
            case "node_network_transmit_bytes_total" ->
                one(
                        metric,
                        "counter",
                        Map.of("device", "eth0"),
                        at -> 4_000 + 21_000 * busy(seed + 4, at),
                        from,
                        to,
                        step);
            case "node_network_receive_errs_total", "node_network_transmit_drop_total" ->
                one(metric, "counter", Map.of("device", "eth0"), at -> 0.0, from, to, step);
            case "node_pressure_cpu_waiting_seconds_total" ->
                one(metric, "counter", Map.of(), at -> 0.12 * Math.pow(busy(seed, at), 2), from, to, step);
            case "node_pressure_memory_waiting_seconds_total" ->
                one(metric, "counter", Map.of(), at -> 0.004 * noise(seed + 8, at), from, to, step);
            case "node_pressure_io_waiting_seconds_total" ->
                one(metric, "counter", Map.of(), at -> 0.06 * busy(seed + 9, at), from, to, step);
            case "node_load1" -> one(metric, "gauge", Map.of(), at -> 4 * busy(seed, at), from, to, step);
            case "node_thermal_zone_temp" ->
                one(
                        metric,
                        "gauge",
                        Map.of("type", "cpu-thermal", "zone", "0"),
                        at -> temperature(seed, at),
                        from,
                        to,
                        step);
            case "skerry_pi_throttled", "skerry_pi_undervoltage" ->
                one(metric, "gauge", Map.of(), at -> busy(seed, at) > 0.5 ? 1 : 0, from, to, step);
            case "skerry_mmc_life_used_ratio" ->
                one(metric, "gauge", Map.of("device", "mmcblk0", "memory", "a"), at -> 0.7, from, to, step);
            case "node_timex_offset_seconds" ->
                one(metric, "gauge", Map.of(), at -> 0.004 * (noise(seed + 6, at) - 0.5), from, to, step);
            case "node_timex_sync_status" -> one(metric, "gauge", Map.of(), at -> 1, from, to, step);
            case "node_boot_time_seconds" ->
                one(
                        metric,
                        "gauge",
                        Map.of(),
                        at -> Math.floorDiv(at, SampleFleet.DAY) * 86_400.0 - 9_000,
                        from,
                        to,
                        step);
            case "node_vmstat_oom_kill" -> one(metric, "counter", Map.of(), at -> 0, from, to, step);
            case "node_filesystem_readonly" ->
                one(metric, "gauge", Map.of("mountpoint", "/", "fstype", "ext4"), at -> 0, from, to, step);
            default -> List.of();
        };
    }

    private Json mode(String metric, int core, String mode, LongToDoubleFunction value, long from, long to, long step) {
        return series(metric, "counter", Map.of("cpu", Integer.toString(core), "mode", mode), value, from, to, step);
    }

    private List<Json> one(
            String metric,
            String type,
            Map<String, String> labels,
            LongToDoubleFunction value,
            long from,
            long to,
            long step) {
        return List.of(series(metric, type, labels, value, from, to, step));
    }

    private Json series(
            String metric,
            String type,
            Map<String, String> labels,
            LongToDoubleFunction value,
            long from,
            long to,
            long step) {
        var times = new ArrayList<Long>();
        var values = new ArrayList<@Nullable Double>();
        for (long at = from / step * step; at <= to; at += step) {
            times.add(at);
            values.add(life.holds(at) ? (Double) value.applyAsDouble(at) : null);
        }
        var labelJson = Json.object();
        labels.forEach(labelJson::put);
        return Json.object()
                .put("metric", metric)
                .put("labels", labelJson)
                .put("type", type)
                .put("stat", type.equals("counter") ? "rate" : "avg")
                .put("t", times)
                .put("v", values);
    }
}
