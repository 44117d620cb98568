package skerry.agent.sync.usb;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongConsumer;
import skerry.agent.left.LeftDrop;
import skerry.agent.left.LeftRoad;
import skerry.agent.ring.OutboxReader;
import skerry.platform.files.Disk;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubCard;

/** Puts what waits in a ring for a receipt on a stick, sealed for one hub and signed by one agent. */
public final class StickExport {
    private final Disk disk;
    private final AgentIdentity agent;
    private final HubCard hub;
    private final ReceiptDrop drop;
    private final LeftDrop left;
    private final boolean oneWay;
    private final String version;
    private final InstantSource wall;

    /**
     * @param drop where receipts found on the stick go
     * @param left where the ledger of what left hears of it
     * @param oneWay whether no receipt will ever come back
     * @param version of this program
     * @param wall only to tell people when it was
     */
    public StickExport(
            Disk disk,
            AgentIdentity agent,
            HubCard hub,
            ReceiptDrop drop,
            LeftDrop left,
            boolean oneWay,
            String version,
            InstantSource wall) {
        this.disk = disk;
        this.agent = agent;
        this.hub = hub;
        this.drop = drop;
        this.left = left;
        this.oneWay = oneWay;
        this.version = version;
        this.wall = wall;
    }

    /** Whether no receipt will ever come back. */
    public boolean oneWay() {
        return oneWay;
    }

    /**
     * Exports, and takes along what the hub asks for.
     *
     * @param stick the folder at which the stick is mounted
     * @param progress told of the bytes of batches sealed so far
     * @throws IOException one sentence; what the stick's manifest names is whole, and exporting again goes on
     */
    public Exported run(Path stick, OutboxReader outbox, LongConsumer progress) throws IOException {
        Optional<byte[]> commands = new StickFolder(disk, stick, agent.uid()).newestCommands();
        if (commands.isPresent() && !oneWay) {
            drop.commands(commands.get()); // before the receipt, after which the hub was heard of
        }
        return filler(stick).fill(source(outbox, oneWay, oneWay ? LeftRoad.DIODE : LeftRoad.STICK), progress);
    }

    /** Writes to a stick what any agent has for it. */
    public StickFiller filler(Path stick) {
        return new StickFiller(disk, stick);
    }

    /** What the ring has for a stick that somebody else may hold. */
    public StickSource source(OutboxReader outbox, boolean oneWay) {
        return source(outbox, oneWay, LeftRoad.PEER);
    }

    private StickSource source(OutboxReader outbox, boolean oneWay, LeftRoad road) {
        return new RingSource(agent, hub, drop, oneWay, version, wall, outbox, new LeftByStick(left, road, outbox));
    }
}
