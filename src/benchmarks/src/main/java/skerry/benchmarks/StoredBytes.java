package skerry.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a day of minutes takes on the hub's disk once the day is closed. */
final class StoredBytes {
    private static final int AGENTS = 5;
    private static final int MINUTES = 1_440;
    private static final long DAY_MILLIS = 86_400_000;
    /** Until the day of the last arrival is over and settled. */
    private static final Duration DAY_AND_A_BIT = Duration.ofHours(25);

    private StoredBytes() {}

    static List<Figure> figures(BenchContext context) throws IOException {
        Path folder = context.folder("stored").resolve("hub");
        long begin = System.currentTimeMillis() / DAY_MILLIS * DAY_MILLIS;
        long sent = 0;
        long kept;
        try (var store = new HubStore(folder, begin)) {
            var agents = new ArrayList<FieldAgent>();
            for (int i = 0; i < AGENTS; i++) {
                agents.add(new FieldAgent(i, begin));
                store.enrol(i, agents.get(i));
                store.take(agents.get(i).chunk());
            }
            for (int minute = 0; minute < MINUTES; minute++) {
                for (FieldAgent agent : agents) {
                    var batch = agent.seal(agent.nextMinute());
                    sent += batch.size();
                    store.take(batch);
                }
            }
            store.compact(DAY_AND_A_BIT);
            kept = store.size().bytes();
        }
        long proofs = bytesIn(folder.resolve("proof"));
        double values = (double) AGENTS * MINUTES * FieldAgent.SERIES;
        context.say(
                "%d agents × %d minutes: %,d bytes sent, %,d kept after compaction and %,d of proofs",
                AGENTS, MINUTES, sent, kept, proofs);
        return List.of(
                Figure.of(
                        "stored per source sample, logs and all",
                        (kept + proofs) / values / FieldAgent.SAMPLES_PER_MINUTE,
                        "bytes",
                        "",
                        "VictoriaMetrics 1.72"),
                Figure.of("stored per series and minute (5 numbers)", (kept + proofs) / values, "bytes", "", ""));
    }

    private static long bytesIn(Path folder) throws IOException {
        long bytes = 0;
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }
}
