package skerry.agent.sync.peer;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import skerry.platform.time.MonotonicClock;
import skerry.platform.tls.NodeTls;
import skerry.protocol.ProtocolException;
import skerry.protocol.Uid;
import skerry.protocol.peer.PeerCodec;
import skerry.protocol.peer.PeerMessage;

/** A connection between two nodes: messages, each of which has to come or go within a limit. One thread uses it; any may cut it. */
final class PeerWire implements Pipe.End {
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    private static final int BUFFER = PeerMessage.MAX_CHUNK + 16;

    private final Socket raw;
    private final StallGuard guard;
    private final Duration limit;
    private final Uid other;
    private final InputStream in;
    private final OutputStream out;

    private PeerWire(Socket raw, SSLSocket secure, StallGuard guard, Duration limit) throws IOException {
        this.raw = raw;
        this.guard = guard;
        this.limit = limit;
        this.other = certified(secure);
        this.in = new BufferedInputStream(secure.getInputStream(), BUFFER);
        this.out = new BufferedOutputStream(secure.getOutputStream(), BUFFER);
    }

    private static Uid certified(SSLSocket secure) throws SSLException {
        try {
            return new Uid(NodeTls.name(secure.getSession()));
        } catch (IllegalArgumentException e) {
            throw unknown(e);
        }
    }

    private static SSLPeerUnverifiedException unknown(IllegalArgumentException cause) {
        var unknown = new SSLPeerUnverifiedException("the certificate shown is not one of a node");
        unknown.initCause(cause);
        return unknown;
    }

    /** The side that asks. */
    static PeerWire asking(Socket raw, NodeTls tls, MonotonicClock clock, Duration limit) throws IOException {
        return shakenHands(raw, tls.asking(raw), clock, limit);
    }

    /** The side that is asked. */
    static PeerWire asked(Socket raw, NodeTls tls, MonotonicClock clock, Duration limit) throws IOException {
        return shakenHands(raw, tls.asked(raw), clock, limit);
    }

    private static PeerWire shakenHands(Socket raw, SSLSocket secure, MonotonicClock clock, Duration limit)
            throws IOException {
        raw.setTcpNoDelay(true);
        var guard = new StallGuard(raw, clock, limit.compareTo(HANDSHAKE) < 0 ? limit : HANDSHAKE);
        try {
            secure.startHandshake();
            guard.moved(limit);
            return new PeerWire(raw, secure, guard, limit);
        } catch (IOException e) {
            guard.close();
            throw guard.stalled() ? stalled(e) : e;
        }
    }

    /** Who the other side is, as the hub certified. */
    Uid other() {
        return other;
    }

    void send(PeerMessage message) throws IOException {
        try {
            PeerCodec.write(out, message);
        } catch (IOException e) {
            throw guard.stalled() ? stalled(e) : e;
        }
        guard.moved(limit);
    }

    /** @throws ProtocolException if what came is no message */
    PeerMessage receive() throws IOException, ProtocolException {
        try {
            PeerMessage message = PeerCodec.read(in);
            guard.moved(limit);
            return message;
        } catch (IOException e) {
            throw guard.stalled() ? stalled(e) : e;
        }
    }

    @Override
    public InputStream in() {
        return in;
    }

    @Override
    public OutputStream out() {
        return out;
    }

    /**
     * Something went on that is no message.
     *
     * @return true
     */
    boolean moved(Duration next) {
        guard.moved(next);
        return true;
    }

    private static IOException stalled(IOException cause) {
        var stalled = new SocketTimeoutException("the other node stood still for too long");
        stalled.initCause(cause);
        return stalled;
    }

    /** Makes whatever goes on here fail; without a farewell, which could wait for the other side. */
    @Override
    public void close() {
        guard.close();
        try {
            raw.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
