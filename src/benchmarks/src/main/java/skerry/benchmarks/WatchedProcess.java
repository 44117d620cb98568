package skerry.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a running process costs from now on, looked at from time to time. Not thread-safe. */
final class WatchedProcess {
    private final String name;
    private final long pid;
    private final long startedNanos = System.nanoTime();
    private long lookedNanos;
    private final ProcessCost before;
    private final List<ProcessCost> seen = new ArrayList<>();

    /** @param name as its figures shall be named */
    WatchedProcess(String name, long pid) throws IOException {
        this.name = name;
        this.pid = pid;
        before = ProcessCost.of(pid);
    }

    /** Looks once. */
    void look() throws IOException {
        seen.add(ProcessCost.of(pid));
        lookedNanos = System.nanoTime();
    }

    private double hours() {
        return Duration.ofNanos(lookedNanos - startedNanos).toMillis() / 3_600_000.0;
    }

    /** Median of the looks. */
    double residentMib() {
        return resident("").value();
    }

    double cpuAnHour() {
        return (seen.getLast().cpuSeconds() - before.cpuSeconds()) / hours();
    }

    double writtenAnHour() {
        return (seen.getLast().writtenBytes() - before.writtenBytes()) / hours();
    }

    /** Resident memory of each look. */
    Figure resident(String reach) {
        return new Figure(
                name + ", resident memory",
                seen.stream().map(cost -> cost.rssKib() / 1024.0).toList(),
                "MiB",
                reach,
                "");
    }

    /** Of the last look, in MiB. */
    double anonymousMib() {
        return seen.getLast().anonymousKib() / 1024.0;
    }

    /** The most resident memory since the process began. */
    Figure peak() {
        return Figure.of(name + ", peak of it since the start", seen.getLast().peakKib() / 1024.0, "MiB", "", "");
    }

    /** All that is known of its memory and of its hours. */
    List<Figure> figures(String residentReach) {
        var figures = new ArrayList<Figure>();
        figures.add(resident(residentReach));
        figures.add(peak());
        figures.add(new Figure(
                name + ", memory, shared pages by share",
                seen.stream().map(cost -> cost.sharedOutKib() / 1024.0).toList(),
                "MiB",
                "",
                ""));
        figures.add(new Figure(
                name + ", anonymous memory",
                seen.stream().map(cost -> cost.anonymousKib() / 1024.0).toList(),
                "MiB",
                "",
                ""));
        figures.add(Figure.of(name + ", CPU", cpuAnHour(), "CPU-s per hour", "", ""));
        figures.add(Figure.of(name + ", written to disk", writtenAnHour() / 1e6, "MB per hour", "", ""));
        return figures;
    }
}
