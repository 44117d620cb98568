package skerry.faults;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A stretch of network between a client and a server on loopback that cuts, stalls, delays, splits and slows on request.
 * What it does at random follows from its seed. Thread-safe.
 */
public final class TcpProxy implements Closeable {
    /** So that a slow line is felt by who sends, and not swallowed by the system. */
    private static final int SMALL_BUFFER = 16 * 1024;

    /** A slow line hands on in steps of so long, not only when all that was written at once has passed. */
    private static final int STEPS_PER_SECOND = 20;

    private static final long LATE_NANOS = 100_000_000;

    private final InetSocketAddress target;
    private final ServerSocket server;
    private final Set<Passage> passages = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicLong bytesUp = new AtomicLong();
    private final AtomicLong bytesDown = new AtomicLong();
    private final Object faults = new Object();
    private final SplittableRandom seeds;
    private boolean upStalled;
    private boolean downStalled;
    private boolean closesAtOnce;
    private long upBeforeCut = Long.MAX_VALUE;
    private boolean splits;
    private long delayMillis;
    private long bytesPerSecond;

    /** A proxy on a free port of loopback. */
    public TcpProxy(String host, int port, long seed) throws IOException {
        this.target = new InetSocketAddress(host, port);
        this.seeds = new SplittableRandom(seed);
        this.server = new ServerSocket();
        server.setReceiveBufferSize(SMALL_BUFFER);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofPlatform().name("proxy-accept").daemon().start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Connections taken so far. */
    public int accepted() {
        return accepted.get();
    }

    /** Bytes from clients that were passed on. */
    public long bytesUp() {
        return bytesUp.get();
    }

    /** Bytes to clients that were passed on. */
    public long bytesDown() {
        return bytesDown.get();
    }

    /** Breaks all connections, as a reset does; new ones are taken. */
    public void cut() {
        passages.forEach(Passage::close);
    }

    /** Breaks all connections when this many more bytes have gone up, in the midst of whatever is sent then. */
    public void cutAfter(long bytes) {
        synchronized (faults) {
            upBeforeCut = bytes;
        }
    }

    /** From now on connections are taken and closed at once, as by a proxy in front of a dead server. */
    public void closeAtOnce(boolean on) {
        synchronized (faults) {
            closesAtOnce = on;
        }
    }

    /** Nothing moves, and nothing is closed. */
    public void stall(boolean on) {
        stall(on, on);
    }

    /** Nothing moves in the given directions, as behind a router that lost its way back, and nothing is closed. */
    public void stall(boolean up, boolean down) {
        synchronized (faults) {
            upStalled = up;
            downStalled = down;
            faults.notifyAll();
        }
    }

    /** Ends whatever was asked for: from now on bytes pass as they come. */
    public void heal() {
        synchronized (faults) {
            closesAtOnce = false;
            splits = false;
            delayMillis = 0;
            bytesPerSecond = 0;
            upBeforeCut = Long.MAX_VALUE;
        }
        stall(false);
    }

    /** Each byte arrives this much later. */
    public void delay(long millis) {
        synchronized (faults) {
            delayMillis = millis;
        }
    }

    /** Bytes arrive in pieces, many of them of one to a few. */
    public void split(boolean on) {
        synchronized (faults) {
            splits = on;
        }
    }

    /** In each direction; 0 for no limit. */
    public void rate(long bytesEachSecond) {
        synchronized (faults) {
            bytesPerSecond = bytesEachSecond;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
        stall(false);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                accepted.incrementAndGet();
                synchronized (faults) {
                    if (closesAtOnce) {
                        client.close();
                        continue;
                    }
                }
                open(client);
            } catch (IOException e) {
                // Closed, or the target is away: the client sees an end either way.
            }
        }
    }

    private void open(Socket client) throws IOException {
        var upstream = new Socket();
        try {
            upstream.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            upstream.connect(target, 2_000);
        } catch (IOException e) {
            client.close();
            throw e;
        }
        var passage = new Passage(client, upstream);
        passages.add(passage);
        passage.start();
    }

    /** One connection with its two directions. */
    private final class Passage {
        private final Socket client;
        private final Socket upstream;

        Passage(Socket client, Socket upstream) {
            this.client = client;
            this.upstream = upstream;
        }

        void start() {
            Thread.ofPlatform().name("proxy-up").daemon().start(() -> pump(client, upstream, true));
            Thread.ofPlatform().name("proxy-down").daemon().start(() -> pump(upstream, client, false));
        }

        private void pump(Socket from, Socket to, boolean up) {
            SplittableRandom random;
            synchronized (seeds) {
                random = seeds.split();
            }
            var line = new DelayLine(to);
            var pace = new Pace();
            line.start();
            byte[] buffer = new byte[4096];
            try {
                var in = from.getInputStream();
                int count = in.read(buffer, 0, mostAtOnce(random, buffer.length));
                while (count > 0) {
                    long due = System.nanoTime() + pass(count, up, pace) * 1_000_000;
                    int whole = count;
                    count = up ? beforeCut(count) : count;
                    (up ? bytesUp : bytesDown).addAndGet(count); // First: who gets them may look at once.
                    if (!line.add(buffer, count, due)) {
                        break;
                    }
                    if (count < whole) {
                        line.end();
                        cut();
                        return;
                    }
                    count = in.read(buffer, 0, mostAtOnce(random, buffer.length));
                }
                line.end();
            } catch (IOException e) {
                // Cut.
                passages.remove(this);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            close();
        }

        void close() {
            passages.remove(this);
            for (Socket socket : List.of(client, upstream)) {
                try {
                    socket.setSoLinger(true, 0);
                    socket.close();
                } catch (IOException e) {
                    // Closed already.
                }
            }
        }
    }

    private int mostAtOnce(SplittableRandom random, int most) {
        synchronized (faults) {
            int step = bytesPerSecond == 0 ? most : Math.clamp(bytesPerSecond / STEPS_PER_SECOND, 1, most);
            if (!splits) {
                return step;
            }
            return Math.min(step, random.nextInt(4) == 0 ? 1 + random.nextInt(7) : 1 + random.nextInt(1_500));
        }
    }

    /** How many of the bytes that came still pass before a cut that was asked for; it happens once. */
    private int beforeCut(int count) {
        synchronized (faults) {
            if (upBeforeCut == Long.MAX_VALUE) {
                return count;
            }
            if (upBeforeCut < count) {
                int rest = (int) upBeforeCut;
                upBeforeCut = Long.MAX_VALUE;
                return rest;
            }
            upBeforeCut -= count;
            return count;
        }
    }

    /** Waits as the faults want it; returns the delay of what was read. */
    private long pass(int count, boolean up, Pace pace) throws InterruptedException {
        long rate;
        long delay;
        synchronized (faults) {
            while ((up ? upStalled : downStalled) && !server.isClosed()) {
                faults.wait(1_000);
            }
            rate = bytesPerSecond;
            delay = delayMillis;
        }
        if (rate > 0) {
            pace.carry(count, rate);
        }
        return delay;
    }

    /** When one direction of a slow line has carried what it was given. Waking up late does not make it slower. */
    private static final class Pace {
        private long free = System.nanoTime();

        void carry(int count, long bytesEachSecond) throws InterruptedException {
            long now = System.nanoTime();
            free = (now - free < LATE_NANOS ? free : now) + count * 1_000_000_000L / bytesEachSecond;
            Thread.sleep(Duration.ofNanos(Math.max(0, free - now)));
        }
    }
}
