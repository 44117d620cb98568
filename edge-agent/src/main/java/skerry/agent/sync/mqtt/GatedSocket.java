package skerry.agent.sync.mqtt;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.jspecify.annotations.Nullable;

/**
 * The way to the broker under Paho: TCP without Nagle's delay, straight or through an HTTP proxy, TLS with the host's name
 * checked.
 *
 * <p>It lets no packet in that is longer than was allowed, and it holds the end of the stream back until Paho has written its
 * first byte. Paho 1.2.5 waits without end for its reading thread to be seen running, so a broker (or a proxy in front of
 * a dead one) that accepts and closes at once would cost a spinning thread per attempt (eclipse-paho/paho.mqtt.java issue
 * 850). The first write comes after all those waits.
 */
final class GatedSocket implements NetworkModule {
    private static final int CONNECT_MILLIS = 15_000;
    private static final long GATE_SECONDS = 20;

    private final BrokerLink link;
    private final Object lock = new Object();
    private final CountDownLatch gate = new CountDownLatch(1);
    private volatile boolean aborted;
    private @Nullable Socket raw;
    private @Nullable Socket socket;

    GatedSocket(BrokerLink link) {
        this.link = link;
    }

    @Override
    public void start() throws IOException {
        InetSocketAddress address = address();
        var opened = new Socket(link.proxy());
        synchronized (lock) {
            if (aborted) {
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
    public InputStream getInputStream() throws IOException {
        return new GatedInput(connected().getInputStream());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new GatedOutput(connected().getOutputStream());
    }

    /** Paho is done with it. */
    @Override
    public void stop() {
        gate.countDown();
        closeRaw();
    }

    /** Makes whatever Paho is doing with it fail, so that its threads end by themselves. */
    void abort() {
        synchronized (lock) {
            aborted = true;
        }
        closeRaw();
    }

    @Override
    public String getServerURI() {
        return "tcp://" + link;
    }

    private Socket connected() throws IOException {
        var open = socket;
        if (open == null) {
            throw new IOException("not connected");
        }
        return open;
    }

    /** Not the TLS layer, whose farewell could wait for a peer that does not read. */
    private void closeRaw() {
        Socket open;
        synchronized (lock) {
            open = raw;
        }
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // It is gone either way.
                aborted = true;
            }
        }
    }

    private void awaitGate() {
        boolean interrupted = false;
        while (true) {
            try {
                if (!gate.await(GATE_SECONDS, TimeUnit.SECONDS)) {
                    gate.countDown();
                }
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private final class GatedInput extends FilterInputStream {
        private final PacketGuard guard = new PacketGuard(QuietClient.LARGEST_INCOMING);

        GatedInput(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int count;
            try {
                count = in.read(bytes, from, length);
                if (count > 0) {
                    guard.passing(bytes, from, count);
                }
            } catch (IOException e) {
                awaitGate();
                throw e;
            }
            if (count < 0) {
                awaitGate();
            }
            return count;
        }

        @Override
        public int available() {
            // Paho asks only to tell its state; a failure belongs into read, behind the gate.
            return 0;
        }
    }

    private final class GatedOutput extends FilterOutputStream {
        GatedOutput(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int one) throws IOException {
            open();
            out.write(one);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            open();
            out.write(bytes, from, length);
        }

        private void open() throws IOException {
            gate.countDown();
            if (aborted) {
                throw new IOException("given up");
            }
        }
    }
}
