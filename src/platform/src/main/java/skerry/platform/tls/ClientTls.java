package skerry.platform.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * The client side of TLS towards one authority, at a time that the caller names: a machine that woke in 1970 can still tell
 * the hub's certificate from a forged one.
 */
public final class ClientTls {
    /** Stands for no secret: the key store is in memory only. */
    private static final char[] NO_SECRET = new char[0];

    private ClientTls() {}

    /** @param chain the key's certificate and its issuers */
    public record Identity(PrivateKey key, List<X509Certificate> chain) {
        /** That of the key itself. */
        public X509Certificate certificate() {
            return chain.getFirst();
        }
    }

    /**
     * Trusts one authority.
     *
     * @param time when the server's certificate is judged
     */
    public static SSLContext context(X509Certificate authority, Optional<Identity> identity, KnownTime time) {
        try {
            return context(identity, new TrustManager[] {new DatedTrust(authority, time)});
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    static SSLContext context(Optional<Identity> identity, TrustManager[] trust)
            throws GeneralSecurityException, IOException {
        KeyManager[] keys = null;
        if (identity.isPresent()) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "client",
                    identity.get().key(),
                    NO_SECRET,
                    identity.get().chain().toArray(Certificate[]::new));
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, NO_SECRET);
            keys = managers.getKeyManagers();
        }
        var context = SSLContext.getInstance("TLS");
        context.init(keys, trust, null);
        return context;
    }

    /**
     * Reads a certificate from DER.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("these bytes are not a certificate", e);
        }
    }
}
