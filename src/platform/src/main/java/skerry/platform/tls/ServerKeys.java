package skerry.platform.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * What a server serves TLS with: a key and certificate in memory, made anew when half of the certificate's life is over, so that
 * a server that runs for years never shows one that has ended. Thread-safe.
 */
final class ServerKeys extends X509ExtendedKeyManager {
    private static final String ALIAS = "server";
    private static final String KEY_TYPE = "EC";

    private final Supplier<ClientTls.Identity> issue;
    private final InstantSource clock;
    private ClientTls.Identity current;
    private Instant renewAt;

    /** @param issue makes a key and certificate that begins now */
    ServerKeys(Supplier<ClientTls.Identity> issue, InstantSource clock) {
        this.issue = issue;
        this.clock = clock;
        this.current = issue.get();
        this.renewAt = halfLife(current.certificate(), clock.instant());
    }

    private synchronized ClientTls.Identity current() {
        if (clock.instant().isAfter(renewAt)) {
            current = issue.get();
            renewAt = halfLife(current.certificate(), clock.instant());
        }
        return current;
    }

    private static Instant halfLife(X509Certificate certificate, Instant from) {
        return from.plus(
                Duration.between(from, certificate.getNotAfter().toInstant()).dividedBy(2));
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return keyType.equals(KEY_TYPE) ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return keyType.equals(KEY_TYPE) ? ALIAS : null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return keyType.equals(KEY_TYPE) ? new String[] {ALIAS} : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return current().chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return current().key();
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
