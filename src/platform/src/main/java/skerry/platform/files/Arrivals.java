package skerry.platform.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Notices disks that are put in: folders that hold a folder of a given name, each once until it goes away or shows that it
 * was elsewhere. Not thread-safe.
 */
public final class Arrivals {
    /** Mount points are at most this far below a watched folder, as {@code /run/media/USER/LABEL}. */
    private static final int DEEPEST = 2;

    private static final int LISTED = 256;

    private final Disk disk;
    private final List<Path> roots;
    private final String mark;
    private final Predicate<Path> counts;
    private final Function<Path, ?> trace;
    private final Map<Path, Object> present = new HashMap<>();

    /**
     * @param roots folders below which disks are mounted, or at which one is
     * @param mark the folder by which a disk is known
     * @param counts tells a mounted disk from a folder that is left where one was
     * @param trace what changes on a disk by being elsewhere: one that was away for less than the time between two looks is
     *     known by it
     */
    public Arrivals(Disk disk, List<Path> roots, String mark, Predicate<Path> counts, Function<Path, ?> trace) {
        this.disk = disk;
        this.roots = List.copyOf(roots);
        this.mark = mark;
        this.counts = counts;
        this.trace = trace;
    }

    /** Those that came since the last look. */
    public List<Path> look() {
        var found = new HashSet<Path>();
        roots.forEach(root -> find(root, DEEPEST, found));
        present.keySet().retainAll(found);
        var arrived = new ArrayList<Path>();
        for (Path folder : found) {
            Object now = trace.apply(folder);
            if (!now.equals(present.put(folder, now))) {
                arrived.add(folder);
            }
        }
        return arrived;
    }

    /** What was changed on a disk until now was done here. */
    public void served(Path folder) {
        present.replace(folder, trace.apply(folder));
    }

    private void find(Path folder, int depth, Set<Path> found) {
        if (Files.isDirectory(folder.resolve(mark), LinkOption.NOFOLLOW_LINKS) && counts.test(folder)) {
            found.add(folder);
        } else if (depth > 0) {
            for (String name : names(folder)) {
                Path below = folder.resolve(name);
                if (Files.isDirectory(below, LinkOption.NOFOLLOW_LINKS)) {
                    find(below, depth - 1, found);
                }
            }
        }
    }

    private List<String> names(Path folder) {
        try {
            return disk.names(folder, LISTED);
        } catch (IOException e) {
            return List.of(); // Another user's folder: nothing for this program is there.
        }
    }
}
