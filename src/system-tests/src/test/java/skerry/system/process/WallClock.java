package skerry.system.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import skerry.simulator.ChildProcess;

/**
 * The wall clock of processes under test, which may be set while they run: Debian's {@code faketime} stands between them and
 * the machine's. Their monotonic clock stays the machine's own.
 */
public final class WallClock {
    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final Path LIBRARY = Path.of("faketime/libfaketimeMT.so.1");
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final Path library;
    private final Path file;
    private Duration ahead = Duration.ZERO;

    private WallClock(Path library, Path file) throws IOException {
        this.library = library;
        this.file = file;
        set(Duration.ZERO);
    }

    /** Makes one that shows the machine's time, or skips the test with the reason. */
    public static WallClock in(Path folder) throws IOException {
        Optional<Path> library = library();
        assumeTrue(library.isPresent(), "faketime is not installed");
        return new WallClock(library.get(), Files.createDirectories(folder).resolve("wall-clock"));
    }

    private static Optional<Path> library() throws IOException {
        // Under the name of the machine's kind, such as x86_64-linux-gnu.
        try (Stream<Path> kinds = Files.list(LIBRARIES)) {
            return kinds.map(kind -> kind.resolve(LIBRARY))
                    .filter(Files::isReadable)
                    .findFirst();
        }
    }

    /** Sets it to so much ahead of the machine's, in whole seconds; negative for behind. */
    public void set(Duration ahead) throws IOException {
        this.ahead = Duration.ofSeconds(ahead.toSeconds());
        Path whole = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(whole, "%+d%n".formatted(this.ahead.toSeconds()));
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Sets it to a date. */
    public void set(Instant date) throws IOException {
        set(Duration.between(Instant.now(), date));
    }

    /** What it shows. */
    public Instant now() {
        return Instant.now().plus(ahead);
    }

    /** The command of a process that goes by this clock. */
    public List<String> command(List<String> program) {
        var command = new ArrayList<>(List.of(
                "/usr/bin/env",
                "LD_PRELOAD=" + library,
                "FAKETIME_TIMESTAMP_FILE=" + file.toAbsolutePath(),
                "FAKETIME_NO_CACHE=1",
                "FAKETIME_DONT_FAKE_MONOTONIC=1",
                // Else waits by the monotonic clock end at once.
                "FAKETIME_FORCE_MONOTONIC_FIX=0",
                "NO_FAKE_STAT=1"));
        command.addAll(program);
        return command;
    }

    /** Removes what a process that has ended leaves in shared memory. */
    static void forget(ChildProcess ended) {
        try {
            Files.deleteIfExists(SHARED_MEMORY.resolve("faketime_shm_" + ended.pid()));
            Files.deleteIfExists(SHARED_MEMORY.resolve("sem.faketime_sem_" + ended.pid()));
        } catch (IOException e) {
            throw new UncheckedIOException("removing what faketime left", e);
        }
    }
}
