package skerry.agent.sync.mqtt;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.budget.WireMeter;
import skerry.faults.TcpProxy;
import skerry.platform.tls.CertificateAuthority;
import skerry.platform.tls.ClientTls;
import skerry.platform.tls.KnownTime;

class TcpRoadTest {
    private static final int UP = 100_000;
    private static final int DOWN = 3_000;

    private final WireMeter meter = new WireMeter();

    @TempDir
    private Path folder;

    @Test
    void everyByteOfBothWaysIsCounted() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            exchange(server, server.getLocalPort(), Optional.empty(), Proxy.NO_PROXY);
        }

        assertThat(meter.total()).isEqualTo(UP + DOWN);
    }

    @Test
    void behindAProxyTheSameIsCounted() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var proxy = new ConnectProxy(server.getLocalPort())) {
            exchange(server, 1883, Optional.empty(), proxy.address());
        }

        assertThat(meter.total()).isEqualTo(UP + DOWN);
    }

    @Test
    void aProxyThatRefusesIsToldInItsOwnWords() throws Exception {
        try (var proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> refuse(proxy));
            var link = new BrokerLink(
                    "hub.example",
                    8883,
                    Optional.empty(),
                    Optional.empty(),
                    new Proxy(Proxy.Type.HTTP, proxy.getLocalSocketAddress()));
            var failure = catchThrowable(() -> new TcpRoad(link, meter).open());

            assertThat(Diagnosis.ofAttempt(link, new IllegalStateException(failure)))
                    .isEqualTo(new Diagnosis(
                            false, "the proxy on the way to hub.example:8883 refuses: 503 nobody leads there"));
        }
    }

    private static void refuse(ServerSocket proxy) {
        try (var client = proxy.accept()) {
            client.getInputStream().read();
            client.getOutputStream().write("HTTP/1.1 503 nobody leads there\r\n\r\n".getBytes(US_ASCII));
            client.shutdownOutput();
            client.getInputStream().readAllBytes();
        } catch (IOException _) {
            // The road was cut.
        }
    }

    @Test
    void underTlsWhatIsOnTheWireIsCountedAndNotWhatItHolds() throws Exception {
        var authority = CertificateAuthority.open(folder, InstantSource.system(), new SecureRandom());
        SSLContext client =
                ClientTls.context(authority.certificate(), Optional.empty(), KnownTime.exactly(Instant.now()));
        try (var server = authority
                        .serverContext(List.of("127.0.0.1"))
                        .getServerSocketFactory()
                        .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var wire = new TcpProxy("127.0.0.1", server.getLocalPort(), 1)) {
            exchange(server, wire.port(), Optional.of(client), Proxy.NO_PROXY);

            assertThat(meter.total())
                    .isEqualTo(wire.bytesUp() + wire.bytesDown())
                    .isGreaterThan(UP + DOWN + 1_000);
        }
    }

    /** The road writes, and the server answers once it has all. */
    private void exchange(ServerSocket server, int port, Optional<SSLContext> tls, Proxy proxy) throws Exception {
        var answering = Thread.ofVirtual().start(() -> answer(server));
        var road = new TcpRoad(new BrokerLink("127.0.0.1", port, tls, Optional.empty(), proxy), meter);
        road.open();
        road.out().write(new byte[UP - 1]);
        road.out().write(7);
        road.out().flush();
        assertThat(road.in().read()).isEqualTo(9);
        assertThat(road.in().readNBytes(DOWN - 1)).hasSize(DOWN - 1);
        road.cut();
        answering.join();
    }

    private static void answer(ServerSocket server) {
        try (var client = server.accept()) {
            client.getInputStream().readNBytes(UP);
            var answer = new byte[DOWN];
            answer[0] = 9;
            client.getOutputStream().write(answer);
            client.getOutputStream().flush();
            client.getInputStream().read();
        } catch (IOException _) {
            // The road was cut.
        }
    }
}
