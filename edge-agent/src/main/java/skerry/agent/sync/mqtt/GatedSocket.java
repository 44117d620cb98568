package skerry.agent.sync.mqtt;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import skerry.agent.budget.WireMeter;

/**
 * The way to the broker under Paho. It lets no packet in that is longer than was allowed, and it holds the end of the stream back until Paho has written its
 * first byte. Paho 1.2.5 waits without end for its reading thread to be seen running, so a broker (or a proxy in front of
 * a dead one) that accepts and closes at once would cost a spinning thread per attempt (eclipse-paho/paho.mqtt.java issue
 * 850). The first write comes after all those waits.
 */
final class GatedSocket implements NetworkModule {
    private static final long GATE_SECONDS = 20;

    private final BrokerLink link;
    private final ByteRoad road;
    private final CountDownLatch gate = new CountDownLatch(1);
    private volatile boolean aborted;

    GatedSocket(BrokerLink link, WireMeter meter) {
        this.link = link;
        this.road = ByteRoad.of(link, meter);
    }

    @Override
    public void start() throws IOException {
        road.open();
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new GatedInput(road.in());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new GatedOutput(road.out());
    }

    /** Paho is done with it. */
    @Override
    public void stop() {
        gate.countDown();
        road.cut();
    }

    /** Makes whatever Paho is doing with it fail, so that its threads end by themselves. */
    void abort() {
        aborted = true;
        road.cut();
    }

    @Override
    public String getServerURI() {
        return "tcp://" + link.host() + ":" + link.port();
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
