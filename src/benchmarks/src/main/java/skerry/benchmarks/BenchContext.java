package skerry.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * What every bench is given.
 *
 * @param home the checkout whose programs are measured
 * @param work a folder of its own on a real disk
 * @param runs how often to repeat what is repeated; the median counts
 * @param length how long what takes its time may take
 */
public record BenchContext(Path home, Path work, int runs, Duration length, PrintWriter progress) {
    /** A fresh folder for one bench. */
    public Path folder(String name) throws IOException {
        Files.createDirectories(work);
        return Files.createTempDirectory(work, name + "-");
    }

    public void say(String format, Object... values) {
        progress.printf(Locale.ROOT, "  " + format + "%n", values);
        progress.flush();
    }
}
