package skerry.agent.sync.peer;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import skerry.agent.sync.usb.Exported;
import skerry.agent.sync.usb.OtherNodes;
import skerry.agent.sync.usb.StickFiller;
import skerry.platform.net.HostPort;
import skerry.platform.time.MonotonicClock;
import skerry.platform.tls.NodeTls;

/** Asks the other nodes of the site for what they have for a stick, one after the other; one that fails stops no other. */
public final class PeerRound implements OtherNodes {
    /** Within this the other node reads what waits in its ring, and seals a piece of it. */
    public static final Duration USUAL_LIMIT = Duration.ofMinutes(1);

    private static final int CONNECT_MILLIS = 10_000;
    private static final System.Logger LOG = System.getLogger(PeerRound.class.getName());

    private final List<HostPort> peers;
    private final Supplier<Optional<NodeTls>> tls;
    private final boolean oneWay;
    private final MonotonicClock clock;
    private final Duration limit;
    private final Object lock = new Object();
    private boolean closed;
    private @Nullable Socket connection;

    /**
     * @param tls of the present certificate; empty while there is none
     * @param oneWay whether no receipt will ever come back by the stick
     * @param limit how long another node may take for a message
     */
    public PeerRound(
            List<HostPort> peers,
            Supplier<Optional<NodeTls>> tls,
            boolean oneWay,
            MonotonicClock clock,
            Duration limit) {
        this.peers = List.copyOf(peers);
        this.tls = tls;
        this.oneWay = oneWay;
        this.clock = clock;
        this.limit = limit;
    }

    /**
     * What came of one of them.
     *
     * @param done what is on the stick of it now; empty if it did not hand over all it has
     * @param sentence for a person
     */
    public record Asked(HostPort peer, Optional<Exported> done, String sentence) {
        private Asked andAlso(Optional<String> more) {
            return more.isPresent() ? new Asked(peer, done, sentence + " " + more.get()) : this;
        }

        /** Whether all that waits there for a receipt is on the stick. */
        public boolean complete() {
            return done.map(Exported::complete).orElse(false);
        }
    }

    /** Told while it goes on. */
    @FunctionalInterface
    public interface Progress {
        /**
         * Told of each piece.
         *
         * @param bytes written so far
         * @param waiting bytes that wait there for a receipt
         */
        void at(HostPort peer, long bytes, long waiting);
    }

    @Override
    public List<String> ask(StickFiller stick) {
        List<Asked> all = run(stick, (_, _, _) -> {});
        all.forEach(asked -> LOG.log(asked.done().isPresent() ? INFO : WARNING, "{0}", asked.sentence()));
        return all.stream().map(Asked::sentence).toList();
    }

    @Override
    public void close() {
        Socket present;
        synchronized (lock) {
            closed = true;
            present = connection;
        }
        if (present != null) {
            try {
                present.close();
            } catch (IOException e) {
                // It is gone either way.
            }
        }
    }

    /** Asks them all. */
    public List<Asked> run(StickFiller stick, Progress progress) {
        if (peers.isEmpty()) {
            return List.of();
        }
        Optional<NodeTls> present = tls.get();
        var all = new ArrayList<Asked>();
        for (HostPort peer : peers) {
            Asked asked = present.isPresent()
                    ? ask(peer, present.get(), stick, progress)
                    : failed(peer, Refusal.NOT_ENROLLED.sentence());
            all.add(asked);
        }
        return all;
    }

    private Asked ask(HostPort peer, NodeTls present, StickFiller stick, Progress progress) {
        Optional<String> renewal = Optional.empty();
        try {
            if (!oneWay) {
                renewal = renewal(peer, present, stick);
            }
            return handOver(peer, present, stick, progress).andAlso(renewal);
        } catch (IOException e) {
            return failed(peer, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage())
                    .andAlso(renewal);
        }
    }

    /** First, since it is little and its node may have no other road; an ended certificate is why it asks. */
    private Optional<String> renewal(HostPort peer, NodeTls present, StickFiller stick) throws IOException {
        try (Socket socket = connected(peer);
                PeerWire wire = PeerWire.asking(socket, present.atAnyDate(), clock, limit)) {
            return new RenewalErrand(wire, stick).run();
        }
    }

    private Asked handOver(HostPort peer, NodeTls present, StickFiller stick, Progress progress) throws IOException {
        try (Socket socket = connected(peer);
                PeerWire wire = PeerWire.asking(socket, present, clock, limit)) {
            var source = new PeerSource(wire, oneWay);
            Exported done = stick.fill(source, bytes -> progress.at(peer, bytes, source.waiting()));
            String notes = done.notes().isEmpty() ? "" : " " + String.join(" ", done.notes());
            return new Asked(
                    peer,
                    Optional.of(done),
                    "node " + wire.other() + " at " + peer + ": " + done.batches() + " batches written in "
                            + done.files() + " files; " + done.kept() + " files were there already." + notes);
        }
    }

    private Socket connected(HostPort peer) throws IOException {
        Socket socket = opened();
        try {
            socket.connect(peer.resolved(), CONNECT_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private Socket opened() throws IOException {
        synchronized (lock) {
            if (closed) {
                throw new IOException("this agent ends");
            }
            var socket = new Socket();
            connection = socket;
            return socket;
        }
    }

    private static Asked failed(HostPort peer, String why) {
        return new Asked(
                peer,
                Optional.empty(),
                "the node at " + peer + " did not hand over all it has (" + why
                        + "); what is on the stick is whole, and exporting again goes on.");
    }
}
