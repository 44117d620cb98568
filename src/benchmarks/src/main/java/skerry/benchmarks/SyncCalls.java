package skerry.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import skerry.simulator.ChildProcess;

/**
 * How often a process has a disk write out what it holds back, {@code fsync} and {@code fdatasync}, counted by the kernel's tracepoints
 * for {@code perf stat}. Needs root and perf.
 */
final class SyncCalls {
    private static final Path PERF = Path.of("/usr/bin/perf");
    private static final List<String> EVENTS = List.of("syscalls:sys_enter_fsync", "syscalls:sys_enter_fdatasync");

    private final ChildProcess perf;
    private final Path counts;

    private SyncCalls(ChildProcess perf, Path counts) {
        this.perf = perf;
        this.counts = counts;
    }

    /** Counts from now on for so long; nothing where perf is missing. */
    static Optional<SyncCalls> of(BenchContext context, long pid, Duration length, Path folder) throws IOException {
        if (!Files.isExecutable(PERF)) {
            context.say("perf is not here to count synced writes: apt-get install linux-perf");
            return Optional.empty();
        }
        Path counts = folder.resolve("syncs.csv");
        var command = List.of(
                PERF.toString(),
                "stat",
                "-x,",
                "-o",
                counts.toString(),
                "-e",
                String.join(",", EVENTS),
                "-p",
                Long.toString(pid),
                "--timeout",
                Long.toString(length.toMillis()));
        return Optional.of(new SyncCalls(ChildProcess.start("perf", command, folder.resolve("perf.log")), counts));
    }

    /** Waits until its time is over, and tells how many there were. */
    long count() throws IOException, InterruptedException {
        perf.awaitEnd();
        // 12,,syscalls:sys_enter_fsync,…
        return Files.readAllLines(counts).stream()
                .map(line -> line.split(",", 4))
                .filter(words -> words.length > 2 && EVENTS.contains(words[2]))
                .mapToLong(words -> words[0].startsWith("<") ? 0 : Long.parseLong(words[0]))
                .sum();
    }
}
