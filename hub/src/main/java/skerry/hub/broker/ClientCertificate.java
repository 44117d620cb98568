package skerry.hub.broker;

import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.jspecify.annotations.Nullable;

/** Whom the certificate names that a connection was made with. */
final class ClientCertificate {
    /**
     * The name under which Artemis looks for TLS on a connection: the keys of its login cache then hold the certificate's
     * subject, and no login serves a connection with another certificate.
     */
    static final String HANDLER = "ssl";

    private ClientCertificate() {}

    /** The common name; empty for a connection without TLS. Nobody's name is the empty one. */
    static Optional<String> name(@Nullable RemotingConnection connection) {
        if (connection != null
                && connection.getTransportConnection() instanceof NettyConnection netty
                && netty.getNettyChannel().pipeline().get(HANDLER) instanceof SslHandler tls) {
            return Optional.of(commonName(tls));
        }
        return Optional.empty();
    }

    private static String commonName(SslHandler tls) {
        try {
            var shown = (X509Certificate) tls.engine().getSession().getPeerCertificates()[0];
            var subject = new LdapName(shown.getSubjectX500Principal().getName());
            return subject.size() == 1 && subject.getRdn(0).getType().equalsIgnoreCase("CN")
                    ? String.valueOf(subject.getRdn(0).getValue())
                    : "";
        } catch (SSLPeerUnverifiedException | InvalidNameException _) {
            return "";
        }
    }
}
