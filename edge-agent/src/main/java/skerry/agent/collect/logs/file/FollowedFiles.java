package skerry.agent.collect.logs.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import skerry.agent.collect.logs.LogsConfig;

/** The files that an agent with these settings reads lines of, with their former content: for one who looks into them anew. */
public final class FollowedFiles {
    private FollowedFiles() {}

    /** Those that are there now, each once: a log, then what was rotated away from it. */
    public static List<Path> of(LogsConfig settings, InstantSource clock) {
        var globs = new PathGlobs(settings.include(), settings.exclude(), new Folders(clock, new Problems()));
        Set<Path> files = new LinkedHashSet<>();
        for (Path path : globs.find()) {
            try {
                Path real = path.toRealPath();
                if (Files.isRegularFile(real)) {
                    files.add(real);
                    Sibling.of(path, real).forEach(sibling -> files.add(sibling.path()));
                }
            } catch (IOException e) {
                files.add(path); // whoever opens it says why it cannot be read
            }
        }
        return List.copyOf(files);
    }
}
