package skerry.agent.sync.peer;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import skerry.platform.net.HostPort;
import skerry.platform.time.MonotonicClock;
import skerry.platform.tls.NodeTls;
import skerry.protocol.ProtocolException;
import skerry.protocol.peer.PeerMessage;

/**
 * An HTTP proxy on loopback for this agent alone, by CONNECT (RFC 9110, section 9.3.6), that goes to the hub over another node
 * of the site: whatever knows a proxy knows this way. The first node that leads there is taken.
 */
public final class RelayProxy implements AutoCloseable {
    /** Within this the other node opens its way to the hub. */
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private static final String NOT_JOINED =
            "this agent has joined no hub, and nobody is led before that: join over another network, or by a stick with"
                    + " 'skerry-agent enrol --stick DIR'";

    private static final int CONNECT_MILLIS = 5_000;
    private static final int HEAD_MILLIS = 5_000;
    private static final int MOST_HEAD = 8 * 1024;

    /** The four letters by which a head ends. */
    private static final int EMPTY_LINE = '\r' << 24 | '\n' << 16 | '\r' << 8 | '\n';

    /** The broker, the hub's API, and one of each that is about to be lost. */
    private static final int MOST_CONNECTIONS = 4;

    private static final Pattern CONNECT = Pattern.compile("CONNECT (\\S{1,300}) HTTP/1\\.[01]\r\n");
    private static final System.Logger LOG = System.getLogger(RelayProxy.class.getName());

    private final ServerSocket server;
    private final List<HostPort> relays;
    private final Supplier<Optional<NodeTls>> tls;
    private final MonotonicClock clock;
    private final Semaphore places = new Semaphore(MOST_CONNECTIONS);
    private final Set<Pipe.End> open = new HashSet<>();

    private RelayProxy(
            ServerSocket server, List<HostPort> relays, Supplier<Optional<NodeTls>> tls, MonotonicClock clock) {
        this.server = server;
        this.relays = relays;
        this.tls = tls;
        this.clock = clock;
    }

    /**
     * Listens at a port of loopback.
     *
     * @param relays nodes to ask, in this order
     * @param tls of the present certificate; empty while there is none
     * @throws IOException one sentence, if there is no port
     */
    public static RelayProxy start(List<HostPort> relays, Supplier<Optional<NodeTls>> tls, MonotonicClock clock)
            throws IOException {
        var server = new ServerSocket(0, MOST_CONNECTIONS, InetAddress.getLoopbackAddress());
        var proxy = new RelayProxy(server, List.copyOf(relays), tls, clock);
        Thread.ofVirtual().name("relay-proxy").start(proxy::accept);
        return proxy;
    }

    public Proxy proxy() {
        return new Proxy(
                Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()));
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            // It is gone either way.
        }
        synchronized (open) {
            open.forEach(Pipe.End::close);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = new Pipe.Plain(server.accept());
                if (places.tryAcquire()) {
                    Thread.ofVirtual().name("relay-proxy").start(() -> serve(client));
                } else {
                    client.close();
                }
            } catch (IOException e) {
                if (!server.isClosed()) {
                    LOG.log(WARNING, "a connection to the way over another node was lost: {0}", e.getMessage());
                }
            }
        }
    }

    private void serve(Pipe.Plain client) {
        synchronized (open) {
            open.add(client);
        }
        try (client) {
            Optional<HostPort> target = target(client.socket());
            if (target.isEmpty()) {
                answer(client, "405 nothing but CONNECT is known here");
                return;
            }
            List<String> refusals = new ArrayList<>();
            try (PeerWire way = way(target.get(), refusals)) {
                if (way == null) {
                    answer(client, "503 no node of peers.via leads to the hub: " + String.join("; ", refusals));
                    return;
                }
                LOG.log(INFO, "{0} is reached over node {1}", target.get(), way.other());
                answer(client, "200 led by another node");
                Pipe.run(client, way, _ -> way.moved(Relay.IDLE));
            }
        } catch (IOException e) {
            // This agent gave it up.
        } finally {
            synchronized (open) {
                open.remove(client);
            }
            places.release();
        }
    }

    /** What the head asks for; empty if it is none of CONNECT. */
    private static Optional<HostPort> target(Socket client) throws IOException {
        client.setSoTimeout(HEAD_MILLIS);
        var head = new ByteArrayOutputStream();
        InputStream in = client.getInputStream();
        for (int last = 0; last != EMPTY_LINE; ) {
            int next = in.read();
            if (next < 0 || head.size() == MOST_HEAD) {
                return Optional.empty();
            }
            head.write(next);
            last = last << 8 | next;
        }
        client.setSoTimeout(0);
        client.setTcpNoDelay(true);
        Matcher connect = CONNECT.matcher(head.toString(US_ASCII));
        try {
            return connect.lookingAt() ? Optional.of(HostPort.parse(connect.group(1))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private @Nullable PeerWire way(HostPort target, List<String> refusals) {
        Optional<NodeTls> present = tls.get();
        if (present.isEmpty()) {
            refusals.add(NOT_JOINED);
            return null;
        }
        for (HostPort relay : relays) {
            try {
                return asked(relay, present.get(), target);
            } catch (IOException e) {
                refusals.add(
                        relay + ": " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
            }
        }
        return null;
    }

    private PeerWire asked(HostPort relay, NodeTls present, HostPort target) throws IOException {
        PeerWire wire = greeted(relay, present);
        try {
            wire.send(new PeerMessage.Link(PeerMessage.VERSION, target.host(), target.port()));
            switch (wire.receive()) {
                case PeerMessage.Linked() -> wire.moved(Relay.IDLE);
                case PeerMessage.Refused(PeerMessage.Reason reason) -> throw new IOException(reason.sentence());
                default -> throw new IOException("it does not answer what it was asked: update the older of the two");
            }
            return wire;
        } catch (ProtocolException e) {
            wire.close();
            throw new IOException("it cannot be understood: " + e.getMessage(), e);
        } catch (IOException e) {
            wire.close();
            throw e;
        }
    }

    private PeerWire greeted(HostPort relay, NodeTls present) throws IOException {
        var socket = new Socket();
        try {
            socket.connect(relay.resolved(), CONNECT_MILLIS);
            return PeerWire.asking(socket, present, clock, ANSWER);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static void answer(Pipe.Plain client, String status) throws IOException {
        client.out().write(("HTTP/1.1 " + status + "\r\n\r\n").getBytes(US_ASCII));
    }
}
