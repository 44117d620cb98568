package skerry.system.process;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Containers that write to their logs in the CRI format and have them rotated. Every line they write, each line of a stack
 * trace and each part of a long line too, carries a number of its own as {@code q} and nine digits. What they write follows
 * from the seed.
 */
public final class NumberedLogs {
    /** How a full log makes way. */
    public enum Rotation {
        /** Renamed, and a new one made, as the kubelet has it done. */
        RENAME,
        /** Copied and emptied, as logrotate's {@code copytruncate} does. */
        COPY_TRUNCATE
    }

    private static final int LONG_PART = 16_384;
    private static final long FIRST_MILLIS = 1_770_000_000_000L;
    private static final String[] WORDS = {"checkout", "cache", "ingress", "sensor", "billing", "vision", "modbus"};
    private static final String[] TRACE = {
        "java.net.SocketTimeoutException: Read timed out",
        "java.io.IOException: Broken pipe",
        "java.lang.IllegalStateException: pool exhausted"
    };

    private final Random random;
    private final Rotation rotation;
    private final long rotateAt;
    private final List<Container> containers = new ArrayList<>();
    private long next;

    /**
     * @param folder where the logs lie, under names as in {@code /var/log/containers}
     * @param rotateAt bytes of a log after which it is rotated
     */
    public NumberedLogs(Path folder, int containers, long seed, Rotation rotation, long rotateAt) {
        this.random = new Random(seed);
        this.rotation = rotation;
        this.rotateAt = rotateAt;
        for (int i = 0; i < containers; i++) {
            String id = "%064x".formatted(seed * 1000 + i + 1);
            String word = WORDS[i % WORDS.length];
            this.containers.add(new Container(folder.resolve(word + "-" + i + "_prod_" + word + "-" + id + ".log")));
        }
    }

    /** Lines written so far; they carry the numbers from 0 on. */
    public long written() {
        return next;
    }

    /** Writes at least {@code lines} more lines, and rotates what becomes too long. */
    public void write(long lines) throws IOException {
        long end = next + lines;
        while (next < end) {
            Container container = containers.get(random.nextInt(containers.size()));
            try (var out = new BufferedOutputStream(
                    Files.newOutputStream(container.path, StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
                long burst = Math.min(end, next + 1 + random.nextInt(500));
                while (next < burst) {
                    message(out);
                }
            }
            if (Files.size(container.path) > rotateAt) {
                rotate(container);
            }
        }
    }

    private void message(OutputStream out) throws IOException {
        int kind = random.nextInt(5000);
        if (kind == 0) {
            record(out, "stdout P " + number() + " " + "abcdefgh".repeat(LONG_PART / 8));
            record(out, "stdout F " + number() + " the rest");
        } else if (kind < 30) {
            record(out, "stderr F ERROR request failed " + number());
            record(out, "stderr F " + TRACE[random.nextInt(TRACE.length)] + " " + number());
            for (int i = 2 + random.nextInt(8); i > 0; i--) {
                record(
                        out,
                        "stderr F \tat com.acme.order.Pool.take(Pool.java:" + random.nextInt(900) + ") " + number());
            }
        } else {
            record(
                    out,
                    switch (kind % 4) {
                        case 0 ->
                            "stdout F {\"level\":\"info\",\"msg\":\"request completed\",\"seq\":\"" + number()
                                    + "\",\"ms\":" + random.nextInt(900) + "}";
                        case 1 ->
                            "stdout F 10.42.0." + random.nextInt(250) + " - \"GET /api/v1/orders/"
                                    + random.nextInt(5000) + " HTTP/1.1\" 200 " + random.nextInt(40_000) + " rid="
                                    + number();
                        case 2 ->
                            "stderr F level=info caller=reconcile.go:" + random.nextInt(900) + " msg=\"synced\" seq="
                                    + number();
                        default ->
                            "stdout F poll unit=" + random.nextInt(32) + " value=" + random.nextInt(500) + " "
                                    + number();
                    });
        }
    }

    private String number() {
        return "q%09d".formatted(next++);
    }

    private void record(OutputStream out, String rest) throws IOException {
        String line = Instant.ofEpochMilli(FIRST_MILLIS + next) + " " + rest + "\n";
        out.write(line.getBytes(StandardCharsets.UTF_8));
    }

    private void rotate(Container container) throws IOException {
        switch (rotation) {
            case RENAME -> {
                container.rotations++;
                Files.move(container.path, container.rotated("20260101-%06d".formatted(container.rotations)));
                Files.createFile(container.path);
            }
            case COPY_TRUNCATE -> {
                for (int i = container.rotations; i > 0; i--) {
                    Files.move(container.rotated(i), container.rotated(i + 1));
                }
                container.rotations++;
                Files.copy(container.path, container.rotated(1), StandardCopyOption.COPY_ATTRIBUTES);
                Files.newOutputStream(container.path, StandardOpenOption.TRUNCATE_EXISTING)
                        .close();
            }
        }
    }

    private static final class Container {
        final Path path;
        int rotations;

        Container(Path path) {
            this.path = path;
        }

        Path rotated(Object suffix) {
            return path.resolveSibling(path.getFileName() + "." + suffix);
        }
    }
}
