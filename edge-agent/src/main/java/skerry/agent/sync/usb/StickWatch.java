package skerry.agent.sync.usb;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import skerry.agent.ring.OutboxReader;
import skerry.platform.files.Disk;
import skerry.protocol.stick.StickLayout;

/** Exports to each stick that is put in, once for each time. Used by one thread; {@link #last} by any. */
public final class StickWatch {
    /** Mount points are at most this far below a watched folder, as {@code /run/media/USER/LABEL}. */
    private static final int DEEPEST = 2;

    private static final int LISTED = 256;
    private static final System.Logger LOG = System.getLogger(StickWatch.class.getName());

    private final Disk disk;
    private final List<Path> roots;
    private final Predicate<Path> isStick;
    private final StickExport export;
    private final Path ring;
    private final Set<Path> served = new HashSet<>();
    private volatile Optional<String> last = Optional.empty();

    /**
     * @param roots folders below which sticks are mounted
     * @param isStick tells a mounted disk from a folder that is left where one was
     */
    public StickWatch(Disk disk, List<Path> roots, Predicate<Path> isStick, StickExport export, Path ring) {
        this.disk = disk;
        this.roots = List.copyOf(roots);
        this.isStick = isStick;
        this.export = export;
        this.ring = ring;
    }

    /** Tells a disk of its own from what is on the disk of the agent's data. */
    public static Predicate<Path> otherDiskThan(Path data) {
        return folder -> {
            try {
                return !Files.getAttribute(folder, "unix:dev").equals(Files.getAttribute(data, "unix:dev"));
            } catch (IOException | UnsupportedOperationException e) {
                return false;
            }
        };
    }

    /** What came of the last stick, as a sentence; empty before the first. */
    public Optional<String> last() {
        return last;
    }

    /** Looks once. */
    void look() {
        var present = new HashSet<Path>();
        for (Path root : roots) {
            for (Path folder : sticks(root, DEEPEST)) {
                present.add(folder);
                if (served.add(folder)) {
                    serve(folder);
                }
            }
        }
        served.retainAll(present);
    }

    private void serve(Path stick) {
        LOG.log(INFO, "exporting to the stick at {0}", stick);
        last = Optional.of("writing to " + stick + ": leave it in");
        try (OutboxReader outbox = OutboxReader.open(ring)) {
            Exported done = export.run(stick, outbox, _ -> {});
            String notes = done.notes().isEmpty() ? "" : " " + String.join(" ", done.notes());
            last = Optional.of(done.batches() + " batches written to " + stick + ": safe to remove." + notes);
            LOG.log(INFO, "{0}", last.get());
        } catch (IOException | SQLException e) {
            last = Optional.of(String.valueOf(e.getMessage()));
            LOG.log(WARNING, "{0}", last.get());
        }
    }

    private List<Path> sticks(Path folder, int depth) {
        var found = new ArrayList<Path>();
        if (isStick.test(folder) && Files.isDirectory(folder.resolve(StickLayout.ROOT), LinkOption.NOFOLLOW_LINKS)) {
            found.add(folder);
        }
        if (depth > 0) {
            for (String name : names(folder)) {
                Path below = folder.resolve(name);
                if (Files.isDirectory(below, LinkOption.NOFOLLOW_LINKS)) {
                    found.addAll(sticks(below, depth - 1));
                }
            }
        }
        return found;
    }

    private List<String> names(Path folder) {
        try {
            return disk.names(folder, LISTED);
        } catch (IOException e) {
            return List.of(); // A folder of another user's: no stick of ours is there.
        }
    }
}
