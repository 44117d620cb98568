package skerry.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Random;

/** Container log lines in the CRI format, as a small service writes them; the same seed gives the same lines. */
final class CriLines {
    private static final String[] LEVELS = {"info", "info", "info", "info", "debug", "warn", "error"};

    private final Random random;
    private long sequence;

    CriLines(long seed) {
        this.random = new Random(seed);
    }

    String next(Instant at) {
        sequence++;
        String text = switch (random.nextInt(6)) {
            case 0 ->
                "level=" + LEVELS[random.nextInt(LEVELS.length)] + " msg=\"request done\" path=/api/items/"
                        + random.nextInt(100_000) + " status=200 took=" + random.nextInt(900) + "ms";
            case 1 ->
                "sensor " + random.nextInt(64) + " read " + random.nextInt(10_000) / 100.0 + " in " + random.nextInt(50)
                        + " ms";
            case 2 ->
                "connection from 10.42." + random.nextInt(256) + "." + random.nextInt(256) + " closed after "
                        + random.nextInt(300) + " s";
            case 3 ->
                "{\"level\":\"info\",\"msg\":\"batch stored\",\"rows\":" + random.nextInt(5_000) + ",\"shard\":"
                        + random.nextInt(16) + "}";
            case 4 -> "GET /health 200 " + random.nextInt(9) + "ms";
            default -> "queue depth " + random.nextInt(2_000) + " of 4096, worker " + random.nextInt(8) + " idle";
        };
        return at + " stdout F seq=" + sequence + " " + text + "\n";
    }

    /** Writes {@code count} lines; returns their bytes. */
    long write(Path file, long count) throws IOException {
        long bytes = 0;
        Instant at = Instant.parse("2026-01-01T00:00:00Z");
        try (OutputStream out = new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND), 1 << 16)) {
            for (long i = 0; i < count; i++) {
                byte[] line = next(at.plusMillis(i)).getBytes(StandardCharsets.UTF_8);
                out.write(line);
                bytes += line.length;
            }
        }
        return bytes;
    }
}
