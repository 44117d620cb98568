package skerry.agent.left;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import skerry.platform.PrivateFile;
import skerry.platform.PrivateFolder;
import skerry.platform.files.Disk;
import skerry.protocol.ProtocolException;

/**
 * The folder of the agent's data by which others than the agent's own threads hand over what left: an export, also by command,
 * and joining by command. A note is on the disk before what it tells leaves; the agent takes it up while it runs or when it starts.
 */
public final class LeftDrop implements LeftMessages {
    /** After so long nobody writes to a stick any more who said that he would. */
    private static final Duration UNDER_WAY = Duration.ofHours(1);

    private static final int LISTED = 4_096;
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{32}\\.left");
    private static final System.Logger LOG = System.getLogger(LeftDrop.class.getName());

    private final Disk disk;
    private final Path folder;
    private final InstantSource wall;

    /** Takes a note over, durably. */
    @FunctionalInterface
    public interface Taker {
        /** @return whether it is stored; if not, it comes again */
        boolean take(LeftNote note);
    }

    /** @param data the agent's data folder */
    public LeftDrop(Disk disk, Path data, InstantSource wall) {
        this.disk = disk;
        this.folder = data.resolve("left");
        this.wall = wall;
    }

    /** Makes the folder, so that it is the agent's own whoever exports. */
    public void make() throws IOException {
        PrivateFolder.open(folder, "data");
    }

    public long today() {
        return Math.floorDiv(wall.millis(), Duration.ofDays(1).toMillis());
    }

    /** A name for a note that grows. */
    public static String newName() {
        var bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes) + ".left";
    }

    /** Puts a note in place of an earlier one of its name; on the disk when this returns. */
    public void put(String name, LeftRoad road, LeftSums sums, List<Long> orders, long under) throws IOException {
        make();
        var rows = new ArrayList<LeftRow>();
        for (LeftSum sum : sums.all()) {
            rows.add(sum.row());
        }
        byte[] note = new LeftNote(road, rows, orders, under, wall.millis()).encode();
        PrivateFile.write(folder.resolve(name), note);
    }

    @Override
    public void message(LeftRoad road, LeftKind kind, long bytes, String example) {
        var sums = new LeftSums();
        LeftSum sum = sums.of(today(), road, kind);
        sum.add(1, bytes, 1);
        sum.example(example);
        try {
            put(newName(), road, sums, List.of(), 0);
        } catch (IOException e) {
            LOG.log(
                    WARNING,
                    "the ledger misses {0} bytes of {1} that leave now, since {2} cannot be written: {3}",
                    bytes,
                    kind.words(),
                    folder,
                    e.getMessage());
        }
    }

    /** Hands over what waits, but for what is still under way, and takes it away. */
    public void takeUp(Taker taker) throws IOException {
        for (String name : disk.names(folder, LISTED)) {
            if (NAME.matcher(name).matches()) {
                takeUp(folder.resolve(name), taker);
            }
        }
    }

    private void takeUp(Path file, Taker taker) throws IOException {
        LeftNote note;
        try (InputStream in = disk.open(file)) {
            note = LeftNote.decode(in.readNBytes(LeftNote.MOST_BYTES + 1));
        } catch (ProtocolException | IllegalArgumentException e) {
            LOG.log(WARNING, "{0} is no note of what left and is not used: {1}", file, e.getMessage());
            disk.delete(file);
            return;
        }
        long age = wall.millis() - note.atMillis();
        boolean underWay = note.under() > 0 && age >= 0 && age < UNDER_WAY.toMillis();
        if (!underWay && taker.take(settled(note))) {
            disk.delete(file);
        }
    }

    /** Of a process that ended in the middle, what may have left counts as left. */
    private LeftNote settled(LeftNote note) {
        if (note.under() == 0) {
            return note;
        }
        var sums = new LeftSums();
        LeftSum sum = sums.of(today(), note.road(), LeftKind.UNCERTAIN);
        sum.add(1, note.under(), 1);
        sum.example("at most this many bytes, when an export ended without warning");
        var rows = new ArrayList<>(note.rows());
        rows.add(sum.row());
        return new LeftNote(note.road(), rows, note.orders(), 0, note.atMillis());
    }
}
