package skerry.platform.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAuthorityTest {
    @TempDir
    Path folder;

    @Test
    void theKeyIsMadeOnceAndOnlyItsOwnerMayReadIt() throws Exception {
        var first = open();
        var second = open();

        assertThat(second.certificate()).isEqualTo(first.certificate());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("ca.p12"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aClientThatTrustsTheAuthorityReachesTheServerByItsNamesAndByNoOther() throws Exception {
        var authority = open();
        SSLContext server = authority.serverContext(List.of("localhost", "127.0.0.1"));
        SSLContext client = trusting(authority.certificateFile());

        assertThat(handshake(server, client, "localhost")).isEqualTo("CN=Skerry");
        assertThat(handshake(server, client, "127.0.0.1")).isEqualTo("CN=Skerry");
        assertThatThrownBy(() -> handshake(server, client, "other.example")).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void aDamagedStoreIsNamed() throws Exception {
        open();
        Files.writeString(folder.resolve("ca.p12"), "not a key store");

        assertThatThrownBy(this::open).isInstanceOf(IOException.class);
    }

    private CertificateAuthority open() throws IOException {
        return CertificateAuthority.open(folder, InstantSource.system(), new SecureRandom());
    }

    private static SSLContext trusting(Path pem) throws Exception {
        var keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        try (var in = Files.newInputStream(pem)) {
            keys.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** The subject that the client saw, asking for {@code name}. */
    private static String handshake(SSLContext server, SSLContext client, String name) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var listening = (SSLServerSocket)
                        server.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> {
                try (var accepted = (SSLSocket) listening.accept()) {
                    accepted.startHandshake();
                } catch (IOException _) {
                    // The client says what it thinks of us.
                }
            });
            try (var plain = new Socket(InetAddress.getLoopbackAddress(), listening.getLocalPort());
                    var socket = (SSLSocket)
                            client.getSocketFactory().createSocket(plain, name, listening.getLocalPort(), true)) {
                var checks = new SSLParameters();
                checks.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(checks);
                socket.startHandshake();
                return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                        .getSubjectX500Principal()
                        .getName();
            }
        }
    }
}
