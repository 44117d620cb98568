package skerry.agent.sync;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import skerry.agent.ring.Outbox.HubMark;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.control.EpochHead;
import skerry.protocol.control.Hello;
import skerry.protocol.control.Live;

/** Says what this node is and how it is, by its clocks and its own judgement at the moment it is asked. */
public final class NodePresence implements Presence {
    private final Node node;
    private final Supplier<WallReading> wall;
    private final MonotonicClock clock;
    private final Supplier<LiveStatus> status;
    private final long startedAt;

    /**
     * What does not change while the process runs.
     *
     * @param bootId the kernel's, 16 bytes
     * @param hwId opaque hash of the hardware, to notice a cloned disk
     * @param contact when it keeps contact, as text; empty for always
     */
    public record Node(Bytes bootId, Bytes hwId, String version, Optional<String> contact) {
        /** One that is always in contact. */
        public Node(Bytes bootId, Bytes hwId, String version) {
            this(bootId, hwId, version, Optional.empty());
        }
    }

    public NodePresence(Node node, Supplier<WallReading> wall, MonotonicClock clock, Supplier<LiveStatus> status) {
        this.node = node;
        this.wall = wall;
        this.clock = clock;
        this.status = status;
        this.startedAt = clock.millis();
    }

    @Override
    public Hello hello(long conn, List<EpochHead> epochs, int page, int pages, long bytesQueued, HubMark last) {
        var now = wall.get();
        return new Hello(
                conn,
                node.bootId(),
                node.hwId(),
                epochs,
                page,
                pages,
                bytesQueued,
                now.wallMillis(),
                clock.millis(),
                now.quality(),
                last.hubBoot(),
                last.lsn(),
                node.version());
    }

    @Override
    public Live live(long conn, List<EpochHead> heads, long bytesQueued) {
        var now = wall.get();
        var state = status.get();
        return new Live(
                conn,
                now.wallMillis(),
                now.quality(),
                clock.millis() - startedAt,
                node.version(),
                heads.subList(0, Math.min(heads.size(), Limits.MAX_LIVE_HEADS)),
                bytesQueued,
                state.isGood() ? "ok" : "look",
                state.reason(),
                state.values(),
                state.budget(),
                state.autonomy(),
                node.contact());
    }
}
