package skerry.platform.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientCertificatesTest {
    private static final Duration LIFE = Duration.ofDays(90);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final KeyPair KEY = ClientKeys.generate(RANDOM);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private Instant now = Instant.now();

    @SuppressWarnings("NullAway.Init")
    private CertificateAuthority authority;

    @BeforeEach
    void open() throws IOException {
        authority = open("own");
    }

    @Test
    void theServerSeesTheNameThatTheAuthorityGaveNotTheOneAskedFor() throws Exception {
        var chain = authority.certify(ClientKeys.request(KEY, "somebody-else"), "agent-1", LIFE);

        assertThat(meet(authority, identity(chain), KnownTime.exactly(now)).clientName())
                .isEqualTo("CN=agent-1");
    }

    @Test
    void aServerRefusesAnEndedCertificateAndOneOfAnotherAuthority() throws Exception {
        var foreign = open("other").certify(ClientKeys.request(KEY, "a"), "agent-1", LIFE);
        Instant before = now;
        now = before.minus(LIFE).minus(Duration.ofDays(1)); // The server judges by the real clock.
        var ended = authority.certify(ClientKeys.request(KEY, "a"), "agent-1", LIFE);

        assertThatThrownBy(() -> meet(authority, identity(ended), KnownTime.exactly(before)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> meet(authority, identity(foreign), KnownTime.exactly(before)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aMachineThatWokeIn1970JudgesTheHubAtTheTimeThatItIsTold() throws Exception {
        var in1970 = KnownTime.exactly(Instant.EPOCH.plusSeconds(3_600));
        var joinedLastYear = KnownTime.after(now.minus(Duration.ofDays(365)));
        var afterItEnded = KnownTime.after(now.plus(Duration.ofDays(366)));

        assertThatThrownBy(() -> meet(authority, Optional.empty(), in1970)).isInstanceOf(SSLException.class);
        assertThat(meet(authority, Optional.empty(), joinedLastYear).serverName())
                .isEqualTo("CN=Skerry");
        assertThatThrownBy(() -> meet(authority, Optional.empty(), afterItEnded))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void anAgentCannotPlayTheHub() throws Exception {
        var chain = authority.certify(ClientKeys.request(KEY, "a"), "localhost", LIFE);
        SSLContext asServer = ClientTls.context(authority.certificate(), identity(chain), KnownTime.exactly(now));

        assertThatThrownBy(() -> meet(
                        asServer, ClientTls.context(authority.certificate(), Optional.empty(), KnownTime.exactly(now))))
                .isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> meet(asServer, PinnedAuthority.context(digest(authority))))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void aPinnedAuthorityIsKnownByItsDigestAlone() throws Exception {
        SSLContext server = authority.serverContext(List.of("localhost"));

        assertThat(meet(server, PinnedAuthority.context(digest(authority))).serverName())
                .isEqualTo("CN=Skerry");
        assertThatThrownBy(() -> meet(server, PinnedAuthority.context(digest(open("other")))))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("another hub");
    }

    @Test
    void aServerThatRunsForYearsShowsAFreshCertificate() throws Exception {
        SSLContext server = authority.serverContext(List.of("localhost"));
        X509Certificate first =
                meet(server, PinnedAuthority.context(digest(authority))).server();
        now = now.plus(Duration.ofDays(200));
        X509Certificate later =
                meet(server, PinnedAuthority.context(digest(authority))).server();

        assertThat(later.getNotAfter()).isAfter(first.getNotAfter());
    }

    @Test
    void aRequestThatIsDamagedOrOfAForeignKeyIsRefused() {
        byte[] request = ClientKeys.request(KEY, "a");
        request[request.length - 5] ^= 1;

        assertThatThrownBy(() -> authority.certify(request, "agent-1", LIFE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("certificate request");
        assertThatThrownBy(() -> authority.certify(new byte[] {1, 2, 3}, "agent-1", LIFE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private CertificateAuthority open(String name) throws IOException {
        Path own = Files.createDirectories(folder.resolve(name));
        return CertificateAuthority.open(own, (InstantSource) () -> now, RANDOM);
    }

    private static Optional<ClientTls.Identity> identity(List<X509Certificate> chain) {
        return Optional.of(new ClientTls.Identity(KEY.getPrivate(), chain));
    }

    private static byte[] digest(CertificateAuthority authority) throws Exception {
        return MessageDigest.getInstance("SHA-256")
                .digest(authority.certificate().getEncoded());
    }

    private static Met meet(CertificateAuthority server, Optional<ClientTls.Identity> client, KnownTime at)
            throws Exception {
        return meet(server.serverContext(List.of("localhost")), ClientTls.context(server.certificate(), client, at));
    }

    private record Met(X509Certificate server, String clientName) {
        String serverName() {
            return server.getSubjectX500Principal().getName();
        }
    }

    /** A handshake and a byte in each direction, so that a refusal by either side is seen by both. */
    private static Met meet(SSLContext server, SSLContext client) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var listening = (SSLServerSocket)
                        server.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listening.setWantClientAuth(true);
            Callable<String> serving = () -> {
                try (var accepted = (SSLSocket) listening.accept()) {
                    accepted.startHandshake();
                    accepted.getOutputStream().write(accepted.getInputStream().read());
                    return accepted.getSession().getPeerPrincipal().getName();
                } catch (SSLPeerUnverifiedException _) {
                    return "";
                }
            };
            var served = threads.submit(serving);
            try (var plain = new Socket(InetAddress.getLoopbackAddress(), listening.getLocalPort());
                    var socket = (SSLSocket) client.getSocketFactory()
                            .createSocket(plain, "localhost", listening.getLocalPort(), true)) {
                var checks = new SSLParameters();
                checks.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(checks);
                socket.startHandshake();
                socket.getOutputStream().write(1);
                if (socket.getInputStream().read() < 0) {
                    throw new SSLException("the server ended the connection");
                }
                var seen = (X509Certificate) socket.getSession().getPeerCertificates()[0];
                return new Met(seen, served.get());
            }
        }
    }
}
