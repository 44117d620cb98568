package skerry.agent.sync.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import skerry.platform.net.HostPort;
import skerry.platform.time.MonotonicClock;
import skerry.platform.tls.CertificateAuthority;
import skerry.protocol.peer.PeerCodec;
import skerry.protocol.peer.PeerMessage;

/** A node without a link of its own goes to the hub over one that has it, and nowhere else. */
@Timeout(60)
class RelayTest {
    /** As the hub tells its nodes; only the node that leads knows how it is reached. */
    private static final HostPort HUB = new HostPort("hub.example", 8883);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final AtomicBoolean isOpen = new AtomicBoolean(true);
    private final AtomicLong passed = new AtomicLong();

    @SuppressWarnings("NullAway.Init")
    private Echo hub;

    @SuppressWarnings("NullAway.Init")
    private CertificateAuthority authority;

    @SuppressWarnings("NullAway.Init")
    private SiteNode gateway;

    @SuppressWarnings("NullAway.Init")
    private SiteNode node;

    @SuppressWarnings("NullAway.Init")
    private RelayProxy proxy;

    @BeforeEach
    void open() throws IOException {
        hub = new Echo();
        authority = SiteNode.hub(folder.resolve("hub"), SiteNode.NOW);
        gateway = new SiteNode(
                folder.resolve("gateway"),
                authority,
                new Uplink(() -> Map.of(HUB, hub.address()), isOpen::get, Proxy.NO_PROXY, passed::addAndGet));
        node = new SiteNode(folder.resolve("node"), authority);
        proxy = over(gateway.address());
    }

    private RelayProxy over(HostPort... relays) throws IOException {
        return RelayProxy.start(List.of(relays), () -> Optional.of(node.tls), MonotonicClock.SYSTEM);
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        node.close();
        gateway.close();
        hub.close();
    }

    @Test
    void bytesPassBothWaysAndCountForTheLinkThatTheyUse() throws IOException {
        byte[] much = new byte[300_000];
        new Random(1).nextBytes(much);
        try (var socket = connected(proxy, HUB)) {
            Thread.ofVirtual().start(() -> send(socket, much));
            assertThat(socket.getInputStream().readNBytes(much.length)).isEqualTo(much);
            assertThat(gateway.tally.counted().links()).isEqualTo(1);
        }
        eventually(() -> gateway.tally.counted().links() == 0);
        assertThat(passed).hasValue(2L * much.length);
        assertThat(gateway.tally.counted().relayed()).isEqualTo(2L * much.length);
    }

    private static void send(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void nothingButTheHubIsReached() throws IOException {
        try (var other = new Echo()) {
            assertThatThrownBy(() -> connected(proxy, other.address()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("it leads to its own hub alone");
            // How the hub is reached from there is nothing that others may ask for.
            assertThatThrownBy(() -> connected(proxy, hub.address())).isInstanceOf(IOException.class);
            assertThat(other.accepted.get() + hub.accepted.get()).isZero();
            eventually(() -> gateway.tally.counted().refused().getOrDefault(Refusal.ELSEWHERE, 0L) == 2);
        }
    }

    @Test
    void requestsThatAreDamagedReachNothingElseEither() throws Exception {
        var out = new ByteArrayOutputStream();
        PeerCodec.write(out, new PeerMessage.Link(PeerMessage.VERSION, "127.0.0.1", 9));
        byte[] good = out.toByteArray();
        var random = new Random(31);
        for (int i = 0; i < 100; i++) {
            byte[] changed = good.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.listener.port());
                    var secure = node.tls.asking(socket)) {
                secure.getOutputStream().write(changed);
                secure.shutdownOutput();
                secure.getInputStream().readAllBytes();
            } catch (IOException e) {
                // It was cut, which is right too.
            }
        }
        assertThat(hub.accepted).hasValue(0);
        assertThat(gateway.tally.counted().links()).isZero();
        connected(proxy, HUB).close();
    }

    @Test
    void aLinkThatRestsLeadsNobodyAndEndsWhoIsOnIt() throws IOException {
        try (var socket = connected(proxy, HUB)) {
            assertThat(echoed(socket, 7)).isEqualTo(7);
            isOpen.set(false);
            socket.getOutputStream().write(8);
            assertThat(isEnded(socket)).isTrue();
        }
        assertThatThrownBy(() -> connected(proxy, HUB)).hasMessageContaining("its link rests now");
        isOpen.set(true);
        connected(proxy, HUB).close();
    }

    @Test
    void aHubThatIsAwayIsSaid() throws IOException {
        hub.close();
        assertThatThrownBy(() -> connected(proxy, HUB)).hasMessageContaining("it cannot reach the hub now");
        eventually(() -> gateway.tally.counted().refused().containsKey(Refusal.NO_WAY));
        assertThat(gateway.tally.counted().links()).isZero();
    }

    @Test
    void aNodeThatIsNotToLeadSaysHowItWould() throws IOException {
        try (var unwilling = over(node.address())) {
            assertThatThrownBy(() -> connected(unwilling, HUB)).hasMessageContaining("set peers.relay there");
        }
        eventually(() -> node.tally.counted().refused().getOrDefault(Refusal.NO_RELAY, 0L) == 1);
    }

    @Test
    void theNextNodeLeadsWhereTheFirstIsAway() throws IOException {
        var away = new SiteNode(folder.resolve("away"), authority);
        away.close();
        try (var both = over(away.address(), gateway.address());
                var socket = connected(both, HUB)) {
            assertThat(echoed(socket, 5)).isEqualTo(5);
        }
    }

    @Test
    void aThirdConnectionOfANodeEndsItsOldest() throws IOException {
        try (var oldest = connected(proxy, HUB);
                var older = connected(proxy, HUB);
                var newest = connected(proxy, HUB)) {
            assertThat(isEnded(oldest)).isTrue();
            assertThat(echoed(older, 1)).isEqualTo(1);
            assertThat(echoed(newest, 2)).isEqualTo(2);
            assertThat(gateway.tally.counted().links()).isEqualTo(2);
        }
        eventually(() -> gateway.tally.counted().links() == 0);
    }

    @Test
    void aNodeThatHasNotJoinedIsNotLedAndToldToJoinByStick() throws IOException {
        try (var alone = RelayProxy.start(List.of(gateway.address()), Optional::empty, MonotonicClock.SYSTEM)) {
            assertThatThrownBy(() -> connected(alone, HUB))
                    .hasMessageContaining("by a stick with 'skerry-agent enrol --stick DIR'");
        }
        assertThat(hub.accepted).hasValue(0);
    }

    @Test
    void aNodeOfAnotherHubIsNotLed() throws IOException {
        var other = SiteNode.hub(folder.resolve("other"), SiteNode.NOW);
        try (var strange = RelayProxy.start(
                List.of(gateway.address()),
                () -> Optional.of(SiteNode.tls(other, node.site.agent.uid().value())),
                MonotonicClock.SYSTEM)) {
            assertThatThrownBy(() -> connected(strange, HUB)).isInstanceOf(IOException.class);
        }
        assertThat(hub.accepted).hasValue(0);
    }

    @Test
    void theProxyKnowsNothingButConnect() throws IOException {
        assertThat(said("GET http://hub.example/ HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 405 ");
        assertThat(said("CONNECT hub.example HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 405 ");
        assertThat(said("CONNECT hub.example:0 HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 405 ");
        // As much as is read before the proxy gives up: what is unread would cut its answer off.
        assertThat(said("X".repeat(8 * 1024 + 1))).startsWith("HTTP/1.1 405 ");
        assertThat(hub.accepted).hasValue(0);
    }

    private String said(String head) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(proxy.proxy().address());
            socket.getOutputStream().write(head.getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        } catch (IOException e) {
            return ""; // Cut before it had been read.
        }
    }

    @Test
    void theEndOfTheAgentEndsItsConnections() throws IOException {
        try (var socket = connected(proxy, HUB)) {
            proxy.close();
            assertThat(isEnded(socket)).isTrue();
        }
        eventually(() -> gateway.tally.counted().links() == 0);
    }

    /** As the link to the broker is opened. */
    private static Socket connected(RelayProxy proxy, HostPort target) throws IOException {
        var socket = new Socket(proxy.proxy());
        socket.connect(InetSocketAddress.createUnresolved(target.host(), target.port()), 30_000);
        return socket;
    }

    private static int echoed(Socket socket, int one) throws IOException {
        socket.getOutputStream().write(one);
        return socket.getInputStream().read();
    }

    /** Well before the node that leads cuts what stands still. */
    private static boolean isEnded(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Waits for what another thread does; the test's limit ends it. */
    private static void eventually(BooleanSupplier condition) {
        while (!condition.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    /** A hub that says what it hears. */
    private static final class Echo implements AutoCloseable {
        final AtomicInteger accepted = new AtomicInteger();
        private final ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());

        Echo() throws IOException {
            Thread.ofVirtual().start(this::accept);
        }

        HostPort address() {
            return new HostPort("127.0.0.1", server.getLocalPort());
        }

        private void accept() {
            try {
                while (true) {
                    Socket socket = server.accept();
                    accepted.incrementAndGet();
                    Thread.ofVirtual().start(() -> echo(socket));
                }
            } catch (IOException e) {
                // Closed.
            }
        }

        private static void echo(Socket socket) {
            try (socket) {
                socket.getInputStream().transferTo(socket.getOutputStream());
            } catch (IOException e) {
                // The test ended it.
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
