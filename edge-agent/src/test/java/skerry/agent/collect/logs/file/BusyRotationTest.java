package skerry.agent.collect.logs.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import skerry.agent.collect.logs.CrashingIntake;
import skerry.agent.collect.logs.LogCounters;
import skerry.agent.collect.logs.LogFormat;
import skerry.agent.collect.logs.LogsConfig;

/**
 * Logs that are rotated many times a second, at any moment of the tailer's work and of its crashes, with the clocks of the
 * machine: each line is stored once.
 */
class BusyRotationTest {
    private static final int LOGS = 3;
    private static final int LINES = 60_000;
    private static final int LONGEST_BURST = 500;
    private static final int ROTATE_AT = 100_000;
    private static final long MOST_BETWEEN_CRASHES = Duration.ofMillis(600).toNanos();
    private static final long MOST_DOWN = Duration.ofMillis(100).toNanos();
    private static final long MOST_PAUSE = Duration.ofMillis(12).toNanos();
    /** A file that could not be read is tried again after half a minute. */
    private static final long LIMIT = Duration.ofSeconds(90).toNanos();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"false, 1", "true, 2", "true, 3", "true, 4"})
    void eachLineIsStoredOnce(boolean copied, int seed) throws Exception {
        var random = new Random(seed);
        var intake = new CrashingIntake(new Random(seed), 0.2);
        var logs = new Logs(folder, copied, seed);
        FileTailer tailer = start(intake);
        while (tailer.poll()) {
            // What is rotated away before the first look is no news.
        }
        intake.commit();

        var writer = Thread.ofPlatform().start(logs);
        long deadline = System.nanoTime() + LIMIT;
        long crashAt = System.nanoTime() + random.nextLong(MOST_BETWEEN_CRASHES);
        while (writer.isAlive() || (intake.stored() < LINES && System.nanoTime() < deadline)) {
            if (!tailer.poll()) {
                LockSupport.parkNanos(tailer.untilDue().toNanos());
                if (!writer.isAlive()) {
                    intake.commit();
                }
            }
            if (writer.isAlive() && System.nanoTime() > crashAt) {
                tailer.close();
                intake.crash();
                LockSupport.parkNanos(random.nextLong(MOST_DOWN));
                tailer = start(intake);
                crashAt = System.nanoTime() + random.nextLong(MOST_BETWEEN_CRASHES);
            }
        }
        tailer.close();

        assertThat(intake.texts().stream().sorted().toList()).isEqualTo(logs.written);
        assertThat(intake.losses()).isEmpty();
    }

    private FileTailer start(CrashingIntake intake) {
        var config = new LogsConfig(
                List.of(folder + "/*.log"), List.of(), LogFormat.AUTO, true, 1 << 20, 64, false, List.of());
        return new FileTailer(
                config, intake, intake, new LogCounters(), Clock.systemUTC(), () -> System.nanoTime() / 1_000_000);
    }

    /** Some logs and what writes and rotates them. */
    private static final class Logs implements Runnable {
        private final Path folder;
        private final boolean copied;
        private final Random random;
        private final int[] rotations = new int[LOGS];
        private final List<String> written = new ArrayList<>();

        Logs(Path folder, boolean copied, int seed) throws IOException {
            this.folder = folder;
            this.copied = copied;
            this.random = new Random(seed);
            for (int log = 0; log < LOGS; log++) {
                write(log, 1);
            }
        }

        @Override
        public void run() {
            try {
                while (written.size() < LINES) {
                    int log = random.nextInt(LOGS);
                    write(log, Math.min(LINES - written.size(), 1 + random.nextInt(LONGEST_BURST)));
                    if (Files.size(path(log)) > ROTATE_AT) {
                        rotate(log);
                    }
                    if (random.nextInt(3) == 0) {
                        LockSupport.parkNanos(random.nextLong(MOST_PAUSE));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void write(int log, int lines) throws IOException {
            var burst = new StringBuilder();
            for (int i = 0; i < lines; i++) {
                String line =
                        "line %06d, one of many that are long enough to fill a file soon".formatted(written.size());
                written.add(line);
                burst.append(line).append('\n');
            }
            Files.writeString(path(log), burst, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        private void rotate(int log) throws IOException {
            if (copied) {
                for (int i = rotations[log]; i > 0; i--) {
                    Files.move(rotated(log, i), rotated(log, i + 1));
                }
                Files.copy(path(log), rotated(log, 1), StandardCopyOption.COPY_ATTRIBUTES);
                Files.newOutputStream(path(log), StandardOpenOption.TRUNCATE_EXISTING)
                        .close();
                rotations[log]++;
            } else {
                rotations[log]++;
                Files.move(path(log), rotated(log, 20_260_000 + rotations[log]));
                Files.createFile(path(log));
            }
        }

        private Path path(int log) {
            return folder.resolve("app-" + log + ".log");
        }

        private Path rotated(int log, int number) {
            return folder.resolve(path(log).getFileName() + "." + number);
        }
    }
}
