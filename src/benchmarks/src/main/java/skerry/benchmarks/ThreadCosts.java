package skerry.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the threads of a process have cost so far, from {@code /proc/PID/task} (proc(5)), where Java gives them the first 15
 * characters of their names. Those that ended are left out.
 */
final class ThreadCosts {
    private static final double TICKS_PER_SECOND = 100;

    private record OneThread(String name, double cpuSeconds) {}

    private final Map<Long, OneThread> threads = new HashMap<>();

    private ThreadCosts() {}

    static ThreadCosts of(long pid) throws IOException {
        var costs = new ThreadCosts();
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path task : tasks.toList()) {
                costs.read(task);
            }
        }
        return costs;
    }

    private void read(Path task) throws IOException {
        String stat;
        try {
            stat = Files.readString(task.resolve("stat"));
        } catch (NoSuchFileException _) {
            return; // It ended since the folder was listed.
        }
        int end = stat.lastIndexOf(')');
        String[] afterName = stat.substring(end + 2).split(" ", -1);
        double ticks = Double.parseDouble(afterName[11]) + Double.parseDouble(afterName[12]);
        threads.put(
                Long.parseLong(task.getFileName().toString()),
                new OneThread(stat.substring(stat.indexOf('(') + 1, end), ticks / TICKS_PER_SECOND));
    }

    /** CPU seconds since {@code earlier} of the threads whose names begin with one of these. */
    double since(ThreadCosts earlier, List<String> beginnings) {
        return threads.entrySet().stream()
                .filter(one -> beginnings.stream().anyMatch(one.getValue().name()::startsWith))
                .mapToDouble(one -> one.getValue().cpuSeconds() - earlier.secondsOf(one.getKey()))
                .sum();
    }

    private double secondsOf(long id) {
        OneThread one = threads.get(id);
        return one == null ? 0 : one.cpuSeconds();
    }
}
