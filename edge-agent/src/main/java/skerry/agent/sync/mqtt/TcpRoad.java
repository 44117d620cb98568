package skerry.agent.sync.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import skerry.agent.budget.WireMeter;

/** TCP without Nagle's delay, straight or through an HTTP proxy, TLS with the host's name checked. */
final class TcpRoad implements ByteRoad {
    private final BrokerLink link;
    private final WireMeter meter;
    private final Object lock = new Object();
    private boolean cut;
    private @Nullable Socket raw;
    private volatile @Nullable Socket socket;

    TcpRoad(BrokerLink link, WireMeter meter) {
        this.link = link;
        this.meter = meter;
    }

    @Override
    public void open() throws IOException {
        InetSocketAddress address = address();
        var opened = new CountedSocket(link.proxy(), meter);
        synchronized (lock) {
            if (cut) {
                opened.close();
                throw new IOException("given up");
            }
            raw = opened;
        }
        opened.setTcpNoDelay(true);
        opened.connect(address, CONNECT_MILLIS);
        socket = link.tls().isPresent() ? secured(opened) : opened;
    }

    /** A proxy resolves names itself: behind it there may be no name server. */
    private InetSocketAddress address() throws UnknownHostException {
        if (!link.proxy().equals(Proxy.NO_PROXY)) {
            return InetSocketAddress.createUnresolved(link.host(), link.port());
        }
        var address = new InetSocketAddress(link.host(), link.port());
        if (address.isUnresolved()) {
            throw new UnknownHostException(link.host());
        }
        return address;
    }

    private Socket secured(Socket plain) throws IOException {
        plain.setSoTimeout(CONNECT_MILLIS);
        var secure = (SSLSocket)
                link.tls().orElseThrow().getSocketFactory().createSocket(plain, link.host(), link.port(), true);
        var parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        plain.setSoTimeout(0);
        return secure;
    }

    @Override
    public InputStream in() throws IOException {
        return connected().getInputStream();
    }

    @Override
    public OutputStream out() throws IOException {
        return connected().getOutputStream();
    }

    private Socket connected() throws IOException {
        var open = socket;
        if (open == null) {
            throw new IOException("not connected");
        }
        return open;
    }

    /** Not the TLS layer, whose farewell could wait for a peer that does not read. */
    @Override
    public void cut() {
        Socket open;
        synchronized (lock) {
            cut = true;
            open = raw;
        }
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // It is gone either way.
            }
        }
    }
}
