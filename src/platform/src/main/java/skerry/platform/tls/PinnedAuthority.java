package skerry.platform.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Trusts whom an authority certified of which only the digest is known yet. When a certificate ends is not judged: the machine
 * may not know the date before it has joined.
 */
public final class PinnedAuthority implements X509TrustManager {
    /** RFC 5280, section 4.2.1.12: else each agent could play the hub. */
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

    private final byte[] sha256;

    private PinnedAuthority(byte[] sha256) {
        this.sha256 = sha256.clone();
    }

    /** @param sha256 of the authority's certificate in DER */
    public static SSLContext context(byte[] sha256) {
        try {
            return ClientTls.context(Optional.empty(), new TrustManager[] {new PinnedAuthority(sha256)});
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        if (chain.length != 2 || !isAuthority(chain[1])) {
            throw new CertificateException("this is another hub than the one that made the join code");
        }
        var purposes = chain[0].getExtendedKeyUsage();
        if (purposes == null || !purposes.contains(SERVER_AUTH)) {
            throw new CertificateException("the certificate shown is not one of a server");
        }
        try {
            chain[0].verify(chain[1].getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new CertificateException("the server's certificate is forged", e);
        }
    }

    private boolean isAuthority(X509Certificate certificate) throws CertificateException {
        try {
            return MessageDigest.isEqual(
                    sha256, MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new CertificateException("the authority's certificate cannot be read", e);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this is the client side");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
