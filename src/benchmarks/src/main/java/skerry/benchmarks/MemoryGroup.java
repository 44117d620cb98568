package skerry.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A control group with a memory limit that a measured program runs in, as a container of Kubernetes does; of version 1 or 2, whichever
 * this machine has. Needs root. Source: the kernel's cgroup-v1/memory.rst and cgroup-v2.rst.
 */
final class MemoryGroup implements AutoCloseable {
    private static final Path VERSION_1 = Path.of("/sys/fs/cgroup/memory");
    private static final Path VERSION_2 = Path.of("/sys/fs/cgroup");

    private final Path folder;
    private final boolean second;
    private final int limitMib;

    private MemoryGroup(Path folder, boolean second, int limitMib) {
        this.folder = folder;
        this.second = second;
        this.limitMib = limitMib;
    }

    /** @throws IOException if this machine does not let us make one */
    static MemoryGroup create(int limitMib) throws IOException {
        boolean second = !Files.isDirectory(VERSION_1);
        String name = "skerry-bench-" + ProcessHandle.current().pid();
        var group = new MemoryGroup((second ? VERSION_2 : VERSION_1).resolve(name), second, limitMib);
        try {
            if (second) {
                Files.writeString(VERSION_2.resolve("cgroup.subtree_control"), "+memory");
            }
            Files.createDirectory(group.folder);
            Files.writeString(
                    group.folder.resolve(second ? "memory.max" : "memory.limit_in_bytes"),
                    Long.toString((long) limitMib << 20));
        } catch (IOException e) {
            throw new IOException(
                    "control groups of this machine cannot be written, so that the limit of " + limitMib
                            + " MiB cannot be measured: run as root of a machine, not of a container",
                    e);
        }
        return group;
    }

    /** What is put before a program's command, so that all its memory counts from its first page on. */
    List<String> prefix() {
        return List.of("sh", "-c", "echo $$ >\"$0/cgroup.procs\" && exec \"$@\"", folder.toString());
    }

    /** What the limit did to the program since it began. */
    List<Figure> figures() throws IOException {
        String name = "with a limit of " + limitMib + " MiB, ";
        return List.of(
                Figure.of(
                        name + "ended for lack of memory",
                        value(second ? "memory.events" : "memory.oom_control", "oom_kill"),
                        "times",
                        "0",
                        ""),
                Figure.of(
                        name + "reached the limit",
                        second ? value("memory.events", "max") : number("memory.failcnt"),
                        "times",
                        "",
                        ""),
                Figure.of(
                        name + "pages of files read again",
                        value("memory.stat", "workingset_refault_file"),
                        "pages",
                        "",
                        ""),
                Figure.of(
                        name + "faults that waited for a disk", value("memory.stat", "pgmajfault"), "faults", "", ""));
    }

    private double number(String file) throws IOException {
        return Double.parseDouble(Files.readString(folder.resolve(file)).strip());
    }

    private double value(String file, String key) throws IOException {
        return Files.readAllLines(folder.resolve(file)).stream()
                .filter(line -> line.startsWith(key + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(key.length() + 1)))
                .sum();
    }

    /** Removes it; the program must have ended. */
    @Override
    public void close() {
        try {
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("removing " + folder, e);
        }
    }
}
