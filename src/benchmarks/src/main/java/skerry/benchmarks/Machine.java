package skerry.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Where figures were measured, so that they can be judged.
 *
 * @param load average of one, five and fifteen minutes when the benches began
 */
public record Machine(String at, String cpu, int cores, long memoryMib, String kernel, String java, String load) {
    static Machine now() throws IOException {
        return new Machine(
                Instant.now().toString(),
                field(Path.of("/proc/cpuinfo"), "model name", System.getProperty("os.arch", "unknown")),
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(field(Path.of("/proc/meminfo"), "MemTotal", "0 kB")
                                .replaceAll("\\D", ""))
                        / 1024,
                Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip(),
                Runtime.version().toString(),
                currentLoad());
    }

    static String currentLoad() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).replaceFirst("^(\\S+ \\S+ \\S+).*\\s*", "$1");
    }

    private static String field(Path file, String name, String otherwise) throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(otherwise);
        }
    }

    /** In one line. */
    String line() {
        return cores + " × " + cpu + ", " + memoryMib + " MiB, Linux " + kernel + ", Java " + java + ", load average "
                + load;
    }
}
