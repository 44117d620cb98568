package skerry.agent.sync.peer;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import skerry.platform.net.HostPort;
import skerry.protocol.Uid;
import skerry.protocol.peer.PeerMessage;
import skerry.protocol.peer.PeerMessage.Reason;

/**
 * Leads other nodes of the site to the hub over this node's link. What passes is between them and the hub, under their own TLS
 * with it; nothing of it is kept or looked at. Thread-safe.
 */
public final class Relay {
    /** For all nodes together. */
    static final int MOST_LINKS = 32;

    /** The hub's broker and its API. One more cuts the oldest of a node, whose end was not seen here. */
    private static final int MOST_OF_A_NODE = 2;

    /** Longer than any keep-alive of MQTT that this program asks for: what is silent for so long is dead. */
    static final Duration IDLE = Duration.ofMinutes(5);

    private static final int CONNECT_MILLIS = 15_000;
    private static final System.Logger LOG = System.getLogger(Relay.class.getName());

    private final Uplink uplink;
    private final PeerTally tally;
    private final Map<Uid, Deque<PeerWire>> links = new HashMap<>();
    private int open;

    public Relay(Uplink uplink, PeerTally tally) {
        this.uplink = uplink;
        this.tally = tally;
    }

    /**
     * Leads a node to the hub until one of the two ends it.
     *
     * @param who for people
     * @return why it was refused; empty if it was not
     * @throws IOException if it was lost before it began
     */
    Optional<Refusal> lead(PeerWire wire, PeerMessage.Link asked, String who) throws IOException {
        HostPort way = uplink.ways().get().get(new HostPort(asked.host(), asked.port()));
        if (way == null) {
            return refused(wire, Reason.ELSEWHERE, Refusal.ELSEWHERE);
        }
        if (!uplink.open().getAsBoolean()) {
            return refused(wire, Reason.RESTING, Refusal.RESTING);
        }
        if (!takesPlace(wire)) {
            return refused(wire, Reason.BUSY, Refusal.BUSY);
        }
        try (Socket hub = connected(way)) {
            if (hub == null) {
                return refused(wire, Reason.NO_WAY, Refusal.NO_WAY);
            }
            wire.send(new PeerMessage.Linked());
            LOG.log(INFO, "{0} goes to {1} over this node", who, way);
            Pipe.run(wire, new Pipe.Plain(hub), length -> passes(wire, length));
            return Optional.empty();
        } finally {
            leavesPlace(wire);
        }
    }

    private boolean passes(PeerWire wire, int length) {
        wire.moved(IDLE);
        uplink.passed().accept(length);
        tally.relayed(length);
        return uplink.open().getAsBoolean();
    }

    private @Nullable Socket connected(HostPort way) {
        var socket = new Socket(uplink.proxy());
        try {
            socket.setTcpNoDelay(true);
            // A proxy resolves names itself.
            socket.connect(
                    uplink.proxy().equals(Proxy.NO_PROXY)
                            ? way.resolved()
                            : InetSocketAddress.createUnresolved(way.host(), way.port()),
                    CONNECT_MILLIS);
            return socket;
        } catch (IOException e) {
            LOG.log(WARNING, "the hub cannot be reached at {0} for another node: {1}", way, e.getMessage());
            new Pipe.Plain(socket).close();
            return null;
        }
    }

    private static Optional<Refusal> refused(PeerWire wire, Reason word, Refusal why) throws IOException {
        wire.send(new PeerMessage.Refused(word));
        return Optional.of(why);
    }

    private synchronized boolean takesPlace(PeerWire wire) {
        Deque<PeerWire> own = links.getOrDefault(wire.other(), new ArrayDeque<>());
        if (own.size() == MOST_OF_A_NODE) {
            own.removeFirst().close();
            open--;
        } else if (open == MOST_LINKS) {
            return false;
        }
        own.addLast(wire);
        links.put(wire.other(), own);
        open++;
        tally.links(open);
        return true;
    }

    private synchronized void leavesPlace(PeerWire wire) {
        Deque<PeerWire> own = links.get(wire.other());
        if (own != null && own.remove(wire)) {
            open--;
            tally.links(open);
            if (own.isEmpty()) {
                links.remove(wire.other());
            }
        }
    }
}
