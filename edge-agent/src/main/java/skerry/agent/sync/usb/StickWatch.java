package skerry.agent.sync.usb;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import skerry.agent.ring.OutboxReader;
import skerry.platform.files.Arrivals;
import skerry.platform.files.Disk;
import skerry.protocol.stick.StickLayout;

/** Exports to each stick that is put in, once for each time, and asks the other nodes for what they have. Used by one thread; {@link #last} by any. */
public final class StickWatch {
    private static final System.Logger LOG = System.getLogger(StickWatch.class.getName());

    private static final int LISTED = 1_024;

    private final Arrivals arrivals;
    private final Visit door;
    private final StickExport export;
    private final Path ring;
    private final OtherNodes others;
    private volatile Optional<String> last = Optional.empty();

    /** What else is done with a stick; tells of it in sentences. */
    @FunctionalInterface
    public interface Visit {
        List<String> serve(Path stick) throws IOException;
    }

    /**
     * @param door served before the export
     * @param others asked after it
     */
    public StickWatch(Arrivals arrivals, Visit door, StickExport export, Path ring, OtherNodes others) {
        this.arrivals = arrivals;
        this.door = door;
        this.export = export;
        this.ring = ring;
        this.others = others;
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

    /** Names of the receipts on a stick: those that a hub added tell that it was there. */
    public static Function<Path, List<String>> receipts(Disk disk) {
        return stick -> {
            try {
                Path folder = stick.resolve(StickLayout.ROOT).resolve(StickLayout.RECEIPTS);
                return disk.names(folder, LISTED).stream().sorted().toList();
            } catch (IOException e) {
                return List.of();
            }
        };
    }

    /** What came of the last stick, as a sentence; empty before the first. */
    public Optional<String> last() {
        return last;
    }

    /** Stops what waits for another node. Any thread. */
    void close() {
        others.close();
    }

    /** Looks once. */
    void look() {
        for (Path stick : arrivals.look()) {
            serve(stick);
            arrivals.served(stick);
        }
    }

    private void serve(Path stick) {
        LOG.log(INFO, "exporting to the stick at {0}", stick);
        last = Optional.of("writing to " + stick + ": leave it in");
        try (OutboxReader outbox = OutboxReader.open(ring)) {
            var told = new ArrayList<>(door.serve(stick));
            Exported done = export.run(stick, outbox, _ -> {});
            told.addAll(done.notes());
            others.ask(export.filler(stick)).forEach(sentence -> told.add("Also: " + sentence));
            String notes = told.isEmpty() ? "" : " " + String.join(" ", told);
            last = Optional.of(done.batches() + " batches written to " + stick + ": safe to remove." + notes);
            LOG.log(INFO, "{0}", last.get());
        } catch (IOException | SQLException | RuntimeException e) {
            last = Optional.of(String.valueOf(e.getMessage()));
            LOG.log(WARNING, "{0}", last.get());
        }
    }
}
