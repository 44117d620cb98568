package skerry.agent.collect.logs.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import skerry.agent.collect.logs.CrashingIntake;
import skerry.agent.collect.logs.LogCounters;
import skerry.agent.collect.logs.LogFormat;
import skerry.agent.collect.logs.LogsConfig;
import skerry.agent.collect.logs.lines.FirstLines;

/** A tailer on a folder of real files, with clocks that only the test moves. */
final class Tailing implements AutoCloseable {
    private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");

    final Path folder;
    final CrashingIntake intake;
    final LogCounters counters = new LogCounters();

    private LogsConfig config;
    private FirstLines firstLines = FirstLines.NONE;
    private Duration elapsed = Duration.ZERO;
    private @Nullable FileTailer tailer;

    Tailing(Path folder, CrashingIntake intake, String... globs) {
        this.folder = folder;
        this.intake = intake;
        this.config = new LogsConfig(
                List.of(globs).stream().map(glob -> folder + "/" + glob).toList(),
                List.of(),
                LogFormat.AUTO,
                true,
                1 << 20,
                64,
                false,
                List.of());
    }

    Tailing(Path folder, String... globs) {
        this(folder, new CrashingIntake(), globs);
    }

    /** Changes the configuration from the next start on. */
    void configure(LogsConfig changed) {
        config = changed;
    }

    /** Says how records begin, from the next start on. */
    void begin(FirstLines said) {
        firstLines = said;
    }

    LogsConfig config() {
        return config;
    }

    /** Polls until nothing is waiting, without time passing. */
    void poll() throws InterruptedException {
        while (tailer().poll()) {
            // more is waiting
        }
    }

    boolean step() throws InterruptedException {
        return tailer().poll();
    }

    Duration untilDue() {
        return tailer().untilDue();
    }

    /** Lets time pass in steps as the pump would, polling after each. */
    void pass(Duration time) throws InterruptedException {
        Duration step = Duration.ofMillis(250);
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(step)) {
            advance(step);
            poll();
        }
    }

    /** Lets time pass in which the tailer does nothing. */
    void advance(Duration time) {
        elapsed = elapsed.plus(time);
    }

    /** Long enough for everything held back to be handed over, and rotated files to be let go of. */
    void settle() throws InterruptedException {
        pass(Duration.ofSeconds(9));
    }

    /** Ends the tailer as {@code kill -9} would; the next poll starts a new one from what was stored. */
    void crash() {
        close();
        intake.crash();
    }

    private FileTailer tailer() {
        FileTailer running = tailer;
        if (running == null) {
            running = new FileTailer(
                    config,
                    intake,
                    intake,
                    counters,
                    this::now,
                    () -> 1_000_000 + elapsed.toMillis(),
                    firstLines,
                    FileGate.OPEN);
            tailer = running;
        }
        return running;
    }

    long heldBytes() {
        return tailer().heldBytes();
    }

    Instant now() {
        return BEGIN.plus(elapsed);
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    /** Appends to a file, made if needed, and dates it by the test's clock. */
    void write(String name, String text) throws IOException {
        write(name, text.getBytes(UTF_8));
    }

    void write(String name, byte[] bytes) throws IOException {
        Files.write(path(name), bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        date(name);
    }

    void rename(String from, String to) throws IOException {
        Files.move(path(from), path(to), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    void copy(String from, String to) throws IOException {
        Files.copy(path(from), path(to), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        date(to);
    }

    void truncate(String name) throws IOException {
        Files.write(path(name), new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
        date(name);
    }

    void delete(String name) throws IOException {
        Files.delete(path(name));
    }

    /** Compresses a file as gzip does: a new file with the old one's time, then the old one goes. */
    void compress(String name) throws IOException {
        FileTime time = Files.getLastModifiedTime(path(name));
        Path compressed = path(name + ".gz");
        try (var out = new java.util.zip.GZIPOutputStream(Files.newOutputStream(compressed))) {
            Files.copy(path(name), out);
        }
        Files.setLastModifiedTime(compressed, time);
        Files.delete(path(name));
    }

    private void date(String name) throws IOException {
        Files.setLastModifiedTime(path(name), FileTime.from(now()));
    }

    List<String> texts() {
        return intake.texts();
    }

    @Override
    public void close() {
        if (tailer != null) {
            tailer.close();
            tailer = null;
        }
    }
}
