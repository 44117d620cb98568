package skerry.agent.collect.logs.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists folders, again only when they changed: looking at many quiet folders costs one {@code stat} each. */
final class Folders {
    /** Time stamps of folders are this coarse at worst; a folder that changed just now may change again unseen. */
    private static final long SETTLED_MILLIS = Duration.ofSeconds(3).toMillis();

    private static final long MAX_AGE_MILLIS = Duration.ofMinutes(1).toMillis();

    private static final int MAX_ENTRIES = 100_000;

    private record Listing(FileId id, long modifiedMillis, long listedMillis, List<Path> entries) {}

    private final InstantSource clock;
    private final Problems problems;
    private Map<Path, Listing> used = new HashMap<>();
    private Map<Path, Listing> before = Map.of();

    Folders(InstantSource clock, Problems problems) {
        this.clock = clock;
        this.problems = problems;
    }

    /** What is in the folder; nothing if it is none or cannot be read. */
    List<Path> list(Path folder) {
        try {
            Optional<FileStat> stat = FileStat.of(folder);
            if (stat.isEmpty() || !stat.get().directory()) {
                return List.of();
            }
            long now = clock.millis();
            Listing known = used.getOrDefault(folder, before.get(folder));
            if (known == null || !isFresh(known, stat.get(), now)) {
                known = new Listing(stat.get().id(), stat.get().modifiedMillis(), now, read(folder));
                problems.solved(folder);
            }
            used.put(folder, known);
            return known.entries;
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            problems.report(folder, e);
            return List.of();
        }
    }

    private static boolean isFresh(Listing known, FileStat stat, long now) {
        long age = now - known.listedMillis;
        return known.id.equals(stat.id())
                && known.modifiedMillis == stat.modifiedMillis()
                && known.listedMillis - known.modifiedMillis >= SETTLED_MILLIS
                && age >= 0
                && age < MAX_AGE_MILLIS;
    }

    private static List<Path> read(Path folder) throws IOException {
        var entries = new ArrayList<Path>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path entry : stream) {
                if (entries.size() < MAX_ENTRIES) {
                    entries.add(entry);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return List.copyOf(entries);
    }

    /** Forgets the folders that were not listed since the last call. */
    void forgetUnused() {
        before = used;
        used = new HashMap<>();
    }
}
