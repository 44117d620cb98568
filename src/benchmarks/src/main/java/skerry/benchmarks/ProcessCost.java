package skerry.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What a process has cost so far, from {@code /proc/PID} (proc(5)).
 *
 * @param rssKib resident memory now, {@code smaps_rollup}
 * @param sharedOutKib of it, where pages that n processes share count as one n-th, {@code Pss}
 * @param anonymousKib of it not backed by files
 * @param peakKib highest resident memory, {@code VmHWM}
 * @param cpuSeconds user and system time
 * @param writtenBytes sent to the storage layer, {@code write_bytes}
 */
public record ProcessCost(
        long rssKib, long sharedOutKib, long anonymousKib, long peakKib, double cpuSeconds, long writtenBytes) {
    private static final double TICKS_PER_SECOND = 100;

    public static ProcessCost of(long pid) throws IOException {
        Path folder = Path.of("/proc", Long.toString(pid));
        Map<String, Long> memory = fields(folder.resolve("smaps_rollup"));
        Map<String, Long> status = fields(folder.resolve("status"));
        Map<String, Long> io = fields(folder.resolve("io"));
        String stat = Files.readString(folder.resolve("stat"));
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        double ticks = Double.parseDouble(afterName[11]) + Double.parseDouble(afterName[12]);
        return new ProcessCost(
                memory.getOrDefault("Rss", 0L),
                memory.getOrDefault("Pss", 0L),
                memory.getOrDefault("Anonymous", 0L),
                status.getOrDefault("VmHWM", 0L),
                ticks / TICKS_PER_SECOND,
                io.getOrDefault("write_bytes", 0L));
    }

    /** {@code Name:  123 kB} and the like; lines of another form are left out. */
    private static Map<String, Long> fields(Path file) throws IOException {
        var fields = new HashMap<String, Long>();
        for (String line : Files.readAllLines(file)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String value = line.substring(colon + 1).replace("kB", "").strip();
                if (!value.isEmpty() && value.chars().allMatch(Character::isDigit)) {
                    fields.put(line.substring(0, colon), Long.parseLong(value));
                }
            }
        }
        return fields;
    }
}
