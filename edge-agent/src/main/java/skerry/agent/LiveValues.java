package skerry.agent;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import skerry.agent.site.Check;
import skerry.agent.site.Checkup;
import skerry.agent.site.LatestSamples;
import skerry.agent.site.NodeFacts;
import skerry.agent.sync.LiveStatus;

/**
 * The few present values that go to the hub ahead of everything else. Remembers the CPU totals of the round before. Owned
 * by the collecting thread.
 */
final class LiveValues {
    private double idleBefore = Double.NaN;
    private double allBefore = Double.NaN;
    private double cpu = Double.NaN;

    /** Takes the CPU totals of a round. */
    void collected(LatestSamples samples) {
        double[] idle = {0};
        double[] all = {0};
        samples.each("node_cpu_seconds_total", (labels, value) -> {
            all[0] += value;
            if (labels.get("mode").equals("idle") || labels.get("mode").equals("iowait")) {
                idle[0] += value;
            }
        });
        double passed = all[0] - allBefore;
        if (passed > 0) {
            cpu = 1 - (idle[0] - idleBefore) / passed;
        }
        idleBefore = idle[0];
        allBefore = all[0];
    }

    /** The present status; the link itself is no reason to look, since who reads this has it. */
    LiveStatus status(NodeFacts facts, LatestSamples samples) {
        var values = new TreeMap<String, Double>();
        values.put("cpu", cpu);
        double total = samples.value("node_memory_MemTotal_bytes");
        values.put("mem", 1 - samples.value("node_memory_MemAvailable_bytes") / total);
        values.put("disk", fullest(samples));
        values.put("temp", samples.highest("node_thermal_zone_temp"));
        values.put("load1", samples.value("node_load1"));
        values.put("uptime", facts.now() / 1000.0 - samples.value("node_boot_time_seconds"));
        List<Check> checks = Checkup.of(facts, samples).stream()
                .filter(check -> !check.name().equals(Checkup.LINK))
                .toList();
        return new LiveStatus(Checkup.reason(checks), values, Optional.empty(), facts.autonomy());
    }

    private static double fullest(LatestSamples samples) {
        double[] most = {Double.NaN};
        samples.each(
                "node_filesystem_size_bytes",
                (labels, size) -> samples.each("node_filesystem_avail_bytes", (same, free) -> {
                    if (labels.equals(same) && size > 0 && !(1 - free / size <= most[0])) {
                        most[0] = 1 - free / size;
                    }
                }));
        return most[0];
    }
}
