package skerry.agent.collect.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;

/** What tests of host collectors share: small trees of files, and samples as lines. */
final class Collected {
    private Collected() {}

    /** The trees {@code proc}, {@code sys}, {@code root} and {@code udev} below one directory. */
    static HostPaths treesIn(Path directory) {
        return new HostPaths(
                directory.resolve("proc"),
                directory.resolve("sys"),
                directory.resolve("root"),
                directory.resolve("udev"));
    }

    /** Writes a file and the directories above it. */
    static void write(Path directory, String file, String text) throws IOException {
        var path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    /** One line per sample, {@code name{label="value"} 1.0}, in the order given. */
    static List<String> from(Collector collector) throws IOException {
        var lines = new ArrayList<String>();
        collector.collect((family, labels, value) -> lines.add(family.name() + labels + " " + value));
        return lines;
    }
}
