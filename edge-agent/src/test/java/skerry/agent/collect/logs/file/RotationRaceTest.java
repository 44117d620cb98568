package skerry.agent.collect.logs.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs that are rotated at the very moment at which the tailer looks at them. */
class RotationRaceTest {
    private static final int ROUNDS = 200;
    private static final int LOGS = 6;

    @TempDir
    private Path folder;

    private final List<String> written = new ArrayList<>();

    @Test
    void aLogThatIsRotatedWhileTheTailerStartsIsReadOnceAndWhole() throws Exception {
        try (var tailing = new Tailing(folder, "*.log")) {
            for (int round = 0; round < ROUNDS; round++) {
                writeToAll();
                tailing.pass(Duration.ofMillis(500));
                tailing.intake.commit();
                tailing.crash();
                tailing.advance(Duration.ofSeconds(3));
                rotateAllWhile(round, tailing::poll);
            }
            tailing.settle();
            tailing.intake.commit();

            assertThat(tailing.texts().stream().sorted().toList())
                    .isEqualTo(written.stream().sorted().toList());
        }
    }

    /** What the tailer does meanwhile. */
    @FunctionalInterface
    private interface Meanwhile {
        void run() throws Exception;
    }

    private void rotateAllWhile(int round, Meanwhile meanwhile) throws Exception {
        var begun = new CountDownLatch(1);
        var writer = Thread.ofPlatform().start(() -> {
            begun.countDown();
            rotateAll(round);
        });
        begun.await();
        meanwhile.run();
        writer.join();
    }

    private void rotateAll(int round) {
        try {
            for (int log = 0; log < LOGS; log++) {
                Files.move(path(log), folder.resolve(path(log).getFileName() + ".20260101-%06d".formatted(round)));
                write(log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeToAll() throws IOException {
        for (int log = 0; log < LOGS; log++) {
            write(log);
        }
    }

    private void write(int log) throws IOException {
        String line = "line " + written.size() + " of log " + log;
        written.add(line);
        Files.write(path(log), (line + "\n").getBytes(UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private Path path(int log) {
        return folder.resolve("app-" + log + ".log");
    }
}
