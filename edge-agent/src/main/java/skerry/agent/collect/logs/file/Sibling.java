package skerry.agent.collect.logs.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** A file that lies beside a log and is, by its name, the log's former content. */
record Sibling(Path path, FileStat stat, RotatedName name) {
    private static final int MAX_SIBLINGS = 4096;

    /** How often a folder is listed that keeps changing. */
    private static final int MAX_LISTINGS = 20;

    private record Place(Path path, FileId id) {}

    /**
     * The regular files beside a log, oldest first; a compressed file only where its plain form is gone. A folder that is
     * being changed may be listed without some of it, so it is listed until two listings agree.
     *
     * @param path of the log
     * @param realPath where a link at {@code path} leads
     */
    static List<Sibling> of(Path path, Path realPath) throws IOException {
        List<Place> before = List.of();
        List<Sibling> siblings = List.of();
        for (int left = MAX_LISTINGS; left > 0; left--) {
            siblings = list(realPath);
            var places = new ArrayList<Place>();
            FileStat.of(path).ifPresent(stat -> places.add(new Place(path, stat.id())));
            siblings.forEach(sibling -> places.add(new Place(sibling.path, sibling.stat.id())));
            if (places.equals(before)) {
                return siblings;
            }
            before = places;
        }
        return siblings;
    }

    private static List<Sibling> list(Path log) throws IOException {
        Path folder = log.getParent();
        Path base = log.getFileName();
        if (folder == null || base == null) {
            return List.of();
        }
        var found = new ArrayList<Sibling>();
        var plain = new HashSet<String>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                Optional<RotatedName> name = RotatedName.of(base.toString(), nameOf(entry));
                Optional<FileStat> stat = name.isEmpty() ? Optional.empty() : FileStat.of(entry);
                if (stat.isPresent() && stat.get().regular() && found.size() < MAX_SIBLINGS) {
                    found.add(new Sibling(entry, stat.get(), name.get()));
                    if (!name.get().compressed()) {
                        plain.add(name.get().plain());
                    }
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        found.removeIf(s -> s.name.compressed() && plain.contains(s.name.plain()));
        found.sort(byAge(found));
        return found;
    }

    /** By the names if all of them count rotations or all are dates, else by the time of the last change. */
    private static Comparator<Sibling> byAge(List<Sibling> siblings) {
        if (siblings.stream().allMatch(s -> s.name.isIndex())) {
            return Comparator.comparing(Sibling::name, RotatedName.HIGHEST_FIRST);
        }
        if (siblings.stream().allMatch(s -> s.name.isDate())) {
            return Comparator.comparing(Sibling::name, RotatedName.EARLIEST_FIRST);
        }
        return Comparator.comparingLong((Sibling s) -> s.stat.modifiedMillis()).thenComparing(Sibling::path);
    }

    /**
     * Opens it, through decompression where its name says so.
     *
     * @throws NoSuchFileException if it is no longer at its path, as when it was rotated on since it was seen
     */
    Content open() throws IOException {
        return Content.of(path, stat.id(), name.compressed());
    }

    private static String nameOf(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }
}
