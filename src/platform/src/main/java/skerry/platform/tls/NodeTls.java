package skerry.platform.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * Mutual TLS 1.3 between two nodes that one authority certified. Both show what they show the hub's broker: certificates of
 * clients, so that no node can play the hub, and the hub's own is none of a node. Names of hosts are in none of them; who the
 * other is stands in its certificate. Thread-safe.
 */
public final class NodeTls {
    private static final String[] VERSIONS = {"TLSv1.3"};

    /** A session that is taken up again is not judged again, so none lives for long. */
    private static final int SESSION_SECONDS = 1;

    private final X509Certificate authority;
    private final ClientTls.Identity own;
    private final SSLContext context;

    /** @param time asked whenever the other's certificate is judged */
    public NodeTls(X509Certificate authority, ClientTls.Identity own, Supplier<KnownTime> time) {
        this.authority = authority;
        this.own = own;
        try {
            context = ClientTls.context(Optional.of(own), new TrustManager[] {new NodeTrust(authority, time)});
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("TLS cannot be set up: " + e.getMessage(), e);
        }
        context.getServerSessionContext().setSessionTimeout(SESSION_SECONDS);
    }

    /**
     * The same towards a node whose certificate may have ended: it proves who the other is, and not that the hub would still
     * serve it.
     */
    public NodeTls atAnyDate() {
        return new NodeTls(authority, own, () -> KnownTime.after(Instant.EPOCH));
    }

    /** The asking side, over an open connection, before the handshake. */
    public SSLSocket asking(Socket connection) throws IOException {
        return secured(connection, true);
    }

    /** The asked side, over an open connection, before the handshake. */
    public SSLSocket asked(Socket connection) throws IOException {
        return secured(connection, false);
    }

    private SSLSocket secured(Socket connection, boolean asking) throws IOException {
        var secure = (SSLSocket) context.getSocketFactory()
                .createSocket(connection, connection.getInetAddress().getHostAddress(), connection.getPort(), true);
        secure.setUseClientMode(asking);
        secure.setNeedClientAuth(!asking);
        secure.setEnabledProtocols(VERSIONS);
        return secure;
    }

    /**
     * The name that the authority certified of the other side.
     *
     * @throws SSLException if there is none
     */
    public static String name(SSLSession session) throws SSLException {
        var certificate = (X509Certificate) session.getPeerCertificates()[0];
        String name = certificate.getSubjectX500Principal().getName();
        if (!name.startsWith("CN=")) {
            throw new SSLException("the certificate shown names nobody");
        }
        return name.substring(3);
    }
}
