package skerry.agent.collect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What tests of collectors share: small trees of files, and samples as lines. */
public final class Collected {
    private Collected() {}

    /** The trees {@code proc}, {@code sys}, {@code root} and {@code udev} below one directory. */
    public static HostPaths treesIn(Path directory) {
        return new HostPaths(
                directory.resolve("proc"),
                directory.resolve("sys"),
                directory.resolve("root"),
                directory.resolve("udev"));
    }

    /** Writes a file and the directories above it. */
    public static void write(Path directory, String file, String text) throws IOException {
        var path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    /** One line per sample, {@code name{label="value"} 1.0}, in the order given. */
    public static List<String> from(Collector collector) throws IOException {
        var lines = new ArrayList<String>();
        collector.collect((family, labels, value) -> lines.add(family.name() + labels + " " + value));
        return lines;
    }
}
