package skerry.agent.ring;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The names around a ring file: what lies beside it, and what is set aside as {@code ring.db.damaged-<n>}. */
final class DamagedFiles {
    private static final System.Logger LOG = System.getLogger(DamagedFiles.class.getName());

    /** Files set aside that are kept for a look at them; each may be as large as the ring. */
    private static final int KEPT = 2;

    private static final String WAL = "-wal";
    private static final String SHM = "-shm";

    private final Path file;

    DamagedFiles(Path file) {
        this.file = file;
    }

    /** Where a new file grows before it takes the ring's place. */
    Path replacement() {
        return beside(file, ".salvage");
    }

    Path wal() {
        return beside(file, WAL);
    }

    /** Puts a replacement in place that was complete when the process ended; removes one that was not. */
    void finishInterruptedReplacement() throws IOException {
        if (Files.exists(file)) {
            deleteDatabase(replacement());
        } else if (Files.exists(replacement())) {
            deleteDatabase(file);
            Files.move(replacement(), file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /**
     * Sets the ring file aside and puts the replacement, complete and closed, in its place. The database goes before its
     * WAL, so that a process that ends between the two leaves no file that looks whole and is not.
     */
    void replace() throws IOException {
        Path aside = nextAside();
        if (Files.exists(file)) {
            Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
            LOG.log(WARNING, "the damaged ring is kept as {0}: delete it when nobody needs to look at it", aside);
        }
        Files.deleteIfExists(beside(file, SHM));
        if (Files.exists(wal())) {
            Files.move(wal(), beside(aside, WAL), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(replacement(), file, StandardCopyOption.ATOMIC_MOVE);
        removeOldest();
    }

    /** Sets a WAL aside that SQLite would ignore without a word. */
    void setWalAside() throws IOException {
        Files.move(wal(), beside(nextAside(), WAL));
        Files.deleteIfExists(beside(file, SHM));
    }

    void deleteDatabase(Path database) throws IOException {
        Files.deleteIfExists(beside(database, WAL));
        Files.deleteIfExists(beside(database, SHM));
        Files.deleteIfExists(database);
    }

    private Path nextAside() throws IOException {
        long highest = numbers().stream().mapToLong(Long::longValue).max().orElse(0);
        return aside(highest + 1);
    }

    private Path aside(long number) {
        return beside(file, ".damaged-" + number);
    }

    private void removeOldest() throws IOException {
        List<Long> newestFirst =
                numbers().stream().sorted(Comparator.reverseOrder()).toList();
        for (long number : newestFirst.stream().skip(KEPT).toList()) {
            LOG.log(WARNING, "{0} is removed, since {1} later damaged rings are kept", aside(number), KEPT);
            deleteDatabase(aside(number));
        }
    }

    /** The numbers of what was set aside, each once. */
    private Set<Long> numbers() throws IOException {
        var numbers = new TreeSet<Long>();
        var form = Pattern.compile(Pattern.quote(file.getFileName() + ".damaged-") + "(\\d{1,9})(-wal|-shm)?");
        try (var beside = Files.newDirectoryStream(file.toAbsolutePath().getParent())) {
            for (Path path : beside) {
                var name = form.matcher(path.getFileName().toString());
                if (name.matches()) {
                    numbers.add(Long.parseLong(name.group(1)));
                }
            }
        }
        return numbers;
    }

    private static Path beside(Path path, String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }
}
