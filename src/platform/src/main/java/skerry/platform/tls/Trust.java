package skerry.platform.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Whose certificates a client of ours believes. */
public final class Trust {
    private Trust() {}

    /**
     * The client side of TLS.
     *
     * @param certificates PEM file of the only authorities to trust; empty for those of the system
     * @throws IOException one sentence that names the file, if it cannot be read or holds no certificate
     */
    public static SSLContext clientContext(Optional<Path> certificates) throws IOException {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers(certificates), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    static TrustManager[] managers(Optional<Path> certificates) throws GeneralSecurityException, IOException {
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(certificates.isPresent() ? only(certificates.get()) : null);
        return managers.getTrustManagers();
    }

    /** @param certificates the only authorities to trust; none for those of the system */
    static TrustManager[] managers(List<X509Certificate> certificates) throws GeneralSecurityException, IOException {
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(certificates.isEmpty() ? null : only(certificates));
        return managers.getTrustManagers();
    }

    private static KeyStore only(Collection<? extends Certificate> certificates)
            throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : certificates) {
            store.setCertificateEntry("trusted-" + number++, certificate);
        }
        return store;
    }

    private static KeyStore only(Path file) throws IOException {
        try (InputStream pem = Files.newInputStream(file)) {
            var certificates = CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (certificates.isEmpty()) {
                throw new IOException("the file " + file + " holds no certificate: it should be PEM");
            }
            return only(certificates);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file + " with certificates to trust", e);
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificates in " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
