package skerry.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import skerry.simulator.JavaProgram;

/**
 * What every bench is given.
 *
 * @param home the checkout whose programs are measured
 * @param work a folder of its own on a real disk
 * @param runs how often to repeat what is repeated; the median counts
 * @param length how long what takes its time may take
 * @param packed the program of an agent that is measured in place of the one of the checkout
 * @param limit that a node's agent is measured under
 */
public record BenchContext(
        Path home,
        Path work,
        int runs,
        Duration length,
        Optional<Path> packed,
        Optional<MemoryGroup> limit,
        PrintWriter progress) {
    /** A fresh folder for one bench. */
    public Path folder(String name) throws IOException {
        Files.createDirectories(work);
        return Files.createTempDirectory(work, name + "-");
    }

    /** The command that starts a node's agent. */
    public List<String> agent() throws IOException {
        var command = new ArrayList<>(limit.map(MemoryGroup::prefix).orElse(List.of()));
        command.addAll(
                packed.isPresent()
                        ? List.of(packed.get().toAbsolutePath().toString())
                        : new JavaProgram(home, "edge-agent", "agent", "agent").command());
        return command;
    }

    /** What the limit did to the agent that was measured under it. */
    List<Figure> limitFigures() throws IOException {
        return limit.isPresent() ? limit.get().figures() : List.of();
    }

    public void say(String format, Object... values) {
        progress.printf(Locale.ROOT, "  " + format + "%n", values);
        progress.flush();
    }
}
