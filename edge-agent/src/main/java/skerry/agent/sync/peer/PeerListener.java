package skerry.agent.sync.peer;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import skerry.platform.time.MonotonicClock;
import skerry.platform.tls.NodeTls;
import skerry.protocol.ProtocolException;
import skerry.protocol.peer.PeerMessage;

/**
 * Where other nodes of the site ask for this node's outbox, for what it wants of the hub by their stick, or for a way to
 * the hub over its link.
 */
public final class PeerListener implements AutoCloseable {
    /** Within this the other side brings a file of 64 MiB to a slow stick, and asks for the next. */
    public static final Duration USUAL_LIMIT = Duration.ofMinutes(5);

    /** Sockets that may be open, most of which come to nothing where somebody knocks at all doors. */
    private static final int MOST_SOCKETS = 16 + Relay.MOST_LINKS;

    private static final int BACKLOG = 16;
    private static final System.Logger LOG = System.getLogger(PeerListener.class.getName());

    private final ServerSocket server;
    private final Supplier<Optional<NodeTls>> tls;
    private final HandOvers handOvers;
    private final Renewals renewals;
    private final Optional<Relay> relay;
    private final PeerTally tally;
    private final MonotonicClock clock;
    private final Duration limit;
    private final Semaphore sockets = new Semaphore(MOST_SOCKETS);
    private final Set<Socket> open = new HashSet<>();
    private final Thread thread;

    private PeerListener(
            ServerSocket server,
            Supplier<Optional<NodeTls>> tls,
            HandOvers handOvers,
            Renewals renewals,
            Optional<Relay> relay,
            PeerTally tally,
            MonotonicClock clock,
            Duration limit) {
        this.server = server;
        this.tls = tls;
        this.handOvers = handOvers;
        this.renewals = renewals;
        this.relay = relay;
        this.tally = tally;
        this.clock = clock;
        this.limit = limit;
        this.thread = Thread.ofPlatform().name("peers").daemon().unstarted(this::accept);
    }

    /**
     * Listens.
     *
     * @param tls of the present certificate; empty while there is none
     * @param relay empty if this node leads others nowhere
     * @param limit how long the other side may take for a message, and a stick for a file
     * @throws IOException one sentence, if the address cannot be listened on
     */
    public static PeerListener start(
            InetSocketAddress address,
            Supplier<Optional<NodeTls>> tls,
            HandOvers handOvers,
            Renewals renewals,
            Optional<Relay> relay,
            PeerTally tally,
            MonotonicClock clock,
            Duration limit)
            throws IOException {
        var server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.bind(address, BACKLOG);
        } catch (IOException e) {
            server.close();
            throw new IOException(
                    "cannot listen on " + address.getAddress().getHostAddress() + ":" + address.getPort() + " ("
                            + e.getMessage() + "): end the program that uses the port, or set peers.listen",
                    e);
        }
        var listener = new PeerListener(server, tls, handOvers, renewals, relay, tally, clock, limit);
        listener.thread.start();
        return listener;
    }

    public int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            // It is gone either way.
        }
        synchronized (open) {
            open.forEach(PeerListener::cut);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                if (sockets.tryAcquire()) {
                    Thread.ofPlatform().name("peer").daemon().start(() -> serve(socket));
                } else {
                    tally.refused(Refusal.BUSY, from(socket));
                    cut(socket);
                }
            } catch (IOException e) {
                if (!server.isClosed()) {
                    LOG.log(WARNING, "a connection of another node was lost before it began: {0}", e.getMessage());
                }
            }
        }
    }

    private void serve(Socket socket) {
        synchronized (open) {
            open.add(socket);
        }
        try (socket) {
            Optional<NodeTls> present = tls.get();
            if (present.isEmpty()) {
                tally.refused(Refusal.NOT_ENROLLED, from(socket));
                return;
            }
            Optional<PeerWire> wire = known(socket, present.get());
            if (wire.isPresent()) {
                try (PeerWire talk = wire.get()) {
                    talk(talk, "node " + talk.other() + " at " + from(socket));
                }
            }
        } catch (IOException e) {
            // It ended without a word; what went wrong before was told.
        } finally {
            synchronized (open) {
                open.remove(socket);
            }
            sockets.release();
        }
    }

    /** Who asks; empty if it was refused. */
    private Optional<PeerWire> known(Socket socket, NodeTls present) {
        try {
            return Optional.of(PeerWire.asked(socket, present, clock, limit));
        } catch (SocketTimeoutException e) {
            tally.refused(Refusal.STALLED, from(socket));
        } catch (SSLException e) {
            tally.refused(isOfCertificate(e) ? Refusal.NO_CERTIFICATE : Refusal.NO_TLS, from(socket));
        } catch (IOException e) {
            tally.refused(Refusal.NO_TLS, from(socket));
        }
        return Optional.empty();
    }

    private static boolean isOfCertificate(SSLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return true;
            }
        }
        // JSSE says that none was shown in words alone.
        return e instanceof SSLPeerUnverifiedException
                || (e instanceof SSLHandshakeException
                        && String.valueOf(e.getMessage()).contains("ertificate"));
    }

    private void talk(PeerWire wire, String who) throws IOException {
        try {
            switch (wire.receive()) {
                case PeerMessage.Begin begin
                when begin.version() != PeerMessage.VERSION ->
                    wire.send(new PeerMessage.Refused(PeerMessage.Reason.VERSION));
                case PeerMessage.Begin begin -> handOvers.serve(wire, begin, who);
                case PeerMessage.Renew renew
                when renew.version() != PeerMessage.VERSION ->
                    wire.send(new PeerMessage.Refused(PeerMessage.Reason.VERSION));
                case PeerMessage.Renew _ -> renewals.serve(wire, who);
                case PeerMessage.Link link
                when link.version() != PeerMessage.VERSION ->
                    wire.send(new PeerMessage.Refused(PeerMessage.Reason.VERSION));
                case PeerMessage.Link link -> lead(wire, link, who);
                default -> notUnderstood(wire, who);
            }
        } catch (ProtocolException e) {
            notUnderstood(wire, who);
        } catch (SocketTimeoutException e) {
            tally.refused(Refusal.STALLED, who);
        }
    }

    private void lead(PeerWire wire, PeerMessage.Link asked, String who) throws IOException {
        if (relay.isPresent()) {
            relay.get().lead(wire, asked, who).ifPresent(why -> tally.refused(why, who));
        } else {
            tally.refused(Refusal.NO_RELAY, who);
            wire.send(new PeerMessage.Refused(PeerMessage.Reason.NO_RELAY));
        }
    }

    private void notUnderstood(PeerWire wire, String who) throws IOException {
        tally.refused(Refusal.NOT_UNDERSTOOD, who);
        wire.send(new PeerMessage.Refused(PeerMessage.Reason.NOT_UNDERSTOOD));
    }

    private static String from(Socket socket) {
        return socket.getInetAddress().getHostAddress();
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
