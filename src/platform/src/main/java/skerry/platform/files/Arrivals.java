package skerry.platform.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Notices disks that are put in: folders that hold a folder of a given name, each once until it goes away. Not thread-safe. */
public final class Arrivals {
    /** Mount points are at most this far below a watched folder, as {@code /run/media/USER/LABEL}. */
    private static final int DEEPEST = 2;

    private static final int LISTED = 256;

    private final Disk disk;
    private final List<Path> roots;
    private final String mark;
    private final Predicate<Path> counts;
    private final Set<Path> present = new HashSet<>();

    /**
     * @param roots folders below which disks are mounted, or at which one is
     * @param mark the folder by which a disk is known
     * @param counts tells a mounted disk from a folder that is left where one was
     */
    public Arrivals(Disk disk, List<Path> roots, String mark, Predicate<Path> counts) {
        this.disk = disk;
        this.roots = List.copyOf(roots);
        this.mark = mark;
        this.counts = counts;
    }

    /** Those that came since the last look. */
    public List<Path> look() {
        var found = new HashSet<Path>();
        roots.forEach(root -> find(root, DEEPEST, found));
        present.retainAll(found);
        var arrived = new ArrayList<Path>();
        for (Path folder : found) {
            if (present.add(folder)) {
                arrived.add(folder);
            }
        }
        return arrived;
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
