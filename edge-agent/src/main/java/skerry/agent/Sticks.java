package skerry.agent;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import skerry.agent.config.AgentConfig;
import skerry.agent.enrol.NodeCertificate;
import skerry.agent.enrol.StickDoor;
import skerry.agent.left.LeftDrop;
import skerry.agent.ring.Ring;
import skerry.agent.sync.peer.PeerRound;
import skerry.agent.sync.usb.ReceiptDrop;
import skerry.agent.sync.usb.StickDesk;
import skerry.agent.sync.usb.StickExport;
import skerry.agent.sync.usb.StickPapers;
import skerry.agent.sync.usb.StickWatch;
import skerry.platform.files.Arrivals;
import skerry.platform.files.LocalDisk;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubCard;
import skerry.protocol.stick.StickLayout;
import skerry.protocol.stick.StickReceipt;

/** What goes by stick: nothing until the hub is known for which it is sealed, then what a stick takes and brings. Thread-safe. */
final class Sticks {
    private static final Duration STICKS_EVERY = Duration.ofSeconds(3);

    private final AgentConfig config;
    private final DataFolder folder;
    private final AgentIdentity identity;
    private final Ring ring;
    private final StickDoor stickDoor;
    private final NodeCertificate nodeCertificate;
    private final Consumer<StickReceipt> received;
    private final StickPapers.Commands commands;
    private volatile Optional<StickExport> export = Optional.empty();
    private volatile Optional<StickDesk> sticks;

    /**
     * @param received takes what the hub confirmed
     * @param commands takes what it asks for
     */
    Sticks(
            AgentConfig config,
            DataFolder folder,
            AgentIdentity identity,
            Ring ring,
            StickDoor stickDoor,
            NodeCertificate nodeCertificate,
            Consumer<StickReceipt> received,
            StickPapers.Commands commands) {
        this.config = config;
        this.folder = folder;
        this.identity = identity;
        this.ring = ring;
        this.stickDoor = stickDoor;
        this.nodeCertificate = nodeCertificate;
        this.received = received;
        this.commands = commands;
        sticks = config.mqtt().hub().map(this::sticks);
    }

    void start() {
        sticks.ifPresent(StickDesk::start);
    }

    void close() {
        sticks.ifPresent(StickDesk::close);
    }

    /** What came of the last stick, as a sentence; empty if none was put in. */
    Optional<String> last() {
        return sticks.flatMap(StickDesk::last);
    }

    /** What is written on sticks, here and for other nodes; empty until the hub is known. */
    Optional<StickExport> export() {
        return export;
    }

    void hubKnown(HubCard hub) {
        if (sticks.isEmpty()) {
            StickDesk desk = sticks(hub);
            sticks = Optional.of(desk);
            desk.start();
        }
    }

    /** @param hub for which the data is sealed */
    private StickDesk sticks(HubCard hub) {
        var disk = new LocalDisk();
        var drop = new ReceiptDrop(disk, folder.path());
        var left = new LeftDrop(disk, folder.path(), InstantSource.system());
        var made = new StickExport(
                disk, identity, hub, drop, left, config.stick().diode(), Version.TEXT, InstantSource.system());
        export = Optional.of(made);
        Optional<StickWatch> watch = config.stick().watch().isEmpty()
                ? Optional.empty()
                : Optional.of(new StickWatch(
                        new Arrivals(
                                disk,
                                config.stick().watch(),
                                StickLayout.ROOT,
                                StickWatch.otherDiskThan(folder.path()),
                                StickWatch.receipts(disk)),
                        stickDoor::serve,
                        made,
                        folder.ring(),
                        new PeerRound(
                                config.peers().nodes(),
                                nodeCertificate,
                                made.oneWay(),
                                MonotonicClock.SYSTEM,
                                PeerRound.USUAL_LIMIT)));
        return new StickDesk(
                drop,
                left,
                ring.left()::takeOver,
                new StickPapers(identity, hub, ring.outbox(), received, commands),
                watch,
                STICKS_EVERY);
    }
}
