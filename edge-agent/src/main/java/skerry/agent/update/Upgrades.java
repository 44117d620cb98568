package skerry.agent.update;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;
import skerry.agent.command.Work;
import skerry.platform.PrivateFile;
import skerry.platform.PrivateFolder;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.update.UpgradeOrder;

/**
 * Takes the hub's orders to upgrade, one at a time, and takes up one that was under way when the agent ended. What does the work is
 * loaded only then. Thread-safe.
 */
public final class Upgrades implements Work, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Upgrades.class.getName());

    private final UpgradePlace place;
    private final String running;
    private final AgentSide side;
    private final long bytesPerSecond;
    private volatile @Nullable UpgradeRun run;

    /**
     * @param running the version that runs
     * @param bytesPerSecond of the link, 0 for no limit
     */
    public Upgrades(UpgradePlace place, String running, AgentSide side, long bytesPerSecond) {
        this.place = place;
        this.running = running;
        this.side = side;
        this.bytesPerSecond = bytesPerSecond;
    }

    /** Goes on with what was under way. */
    public synchronized void start() {
        if (Files.exists(place.order())) {
            try {
                begin(UpgradeOrder.decode(Bytes.of(Files.readAllBytes(place.order()))));
            } catch (IOException | ProtocolException e) {
                LOG.log(
                        WARNING,
                        "an upgrade that was under way is forgotten, since its order cannot be read: {0}",
                        e.getMessage());
                forget();
            }
        }
    }

    /** Begins; what becomes of it is told by events. */
    @Override
    public synchronized Done run(Bytes cmdId, Bytes args) throws Refusal, IOException {
        UpgradeOrder order;
        try {
            order = UpgradeOrder.decode(args);
        } catch (ProtocolException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        }
        if (place.obstacle().isPresent()) {
            throw new Refusal(place.obstacle().get());
        }
        if (order.version().equals(running)) {
            throw new Refusal("this agent is of version " + running + " already");
        }
        UpgradeRun present = run;
        if (present != null && present.isUnderWay()) {
            if (present.order().equals(order)) {
                return done("the upgrade to " + order.version() + " is under way already");
            }
            if (Files.exists(place.staged())) {
                throw new Refusal("the upgrade to " + present.order().version() + " is under way: ask again when it has"
                        + " ended");
            }
            present.close();
        }
        PrivateFolder.open(place.folder(), "data");
        // What was fetched of the same release by an order before serves again.
        if (present == null || !present.order().manifest().equals(order.manifest())) {
            UpgradeRun.clear(place.release());
        }
        Files.deleteIfExists(place.staged());
        Files.deleteIfExists(place.age());
        Files.deleteIfExists(place.told());
        PrivateFile.write(place.order(), order.encode());
        begin(order);
        return done("the upgrade from " + running + " to " + order.version() + " begins");
    }

    /** A piece of a release came; never waits. */
    public void piece(Bytes piece) {
        UpgradeRun present = run;
        if (present != null) {
            present.piece(piece);
        }
    }

    @Override
    public synchronized void close() {
        UpgradeRun present = run;
        if (present != null) {
            present.close();
        }
    }

    private void begin(UpgradeOrder order) {
        var begun = new UpgradeRun(place, order, running, side, MonotonicClock.SYSTEM, bytesPerSecond);
        run = begun;
        begun.start();
    }

    private void forget() {
        try {
            Files.deleteIfExists(place.order());
        } catch (IOException e) {
            LOG.log(WARNING, "{0} cannot be removed: {1}", place.order(), e.getMessage());
        }
    }

    private static Done done(String sentence) {
        return new Done(sentence, "", Bytes.of(new byte[0]));
    }
}
