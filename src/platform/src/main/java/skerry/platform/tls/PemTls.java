package skerry.platform.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** The client side of TLS as other systems configure it: in PEM, by files or in the midst of another text. */
public final class PemTls {
    private PemTls() {}

    /**
     * A text in PEM.
     *
     * @param place where it stands, for messages: {@code the file /etc/skerry/ca.pem}
     */
    public record Pem(String place, String text) {
        /** Without the text: it may be a key. */
        @Override
        public String toString() {
            return place;
        }
    }

    /**
     * Reads the texts.
     *
     * @param authorities the only ones to trust; empty for those of the system
     * @param certificate of the client, with its issuers; only with {@code key}
     * @param key in PKCS #8, PKCS #1 or SEC 1, without a passphrase
     * @throws IOException one sentence that names the place
     */
    public static SSLContext contextOf(Optional<Pem> authorities, Optional<Pem> certificate, Optional<Pem> key)
            throws IOException {
        Optional<ClientTls.Identity> identity = certificate.isPresent() && key.isPresent()
                ? Optional.of(new ClientTls.Identity(key(key.get()), certificates(certificate.get())))
                : Optional.empty();
        try {
            return ClientTls.context(
                    identity, Trust.managers(authorities.isEmpty() ? List.of() : certificates(authorities.get())));
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static List<X509Certificate> certificates(Pem pem) throws IOException {
        try {
            List<X509Certificate> all = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.text().getBytes(StandardCharsets.US_ASCII)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (all.isEmpty()) {
                throw new IOException(pem + " holds no certificate: it should be PEM");
            }
            return all;
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate in " + pem + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static PrivateKey key(Pem pem) throws IOException {
        return key(pem.place(), new StringReader(pem.text()));
    }

    /**
     * Reads the files.
     *
     * @param authorities the only ones to trust; empty for those of the system
     * @param certificate of the client, with its issuers; only with {@code key}
     * @param key in PKCS #8, PKCS #1 or SEC 1, without a passphrase
     * @param unchecked whether any server is believed, whoever it is
     * @throws IOException one sentence that names the file
     */
    public static SSLContext context(
            Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key, boolean unchecked)
            throws IOException {
        Optional<ClientTls.Identity> identity = certificate.isPresent() && key.isPresent()
                ? Optional.of(new ClientTls.Identity(key(key.get()), chain(certificate.get())))
                : Optional.empty();
        try {
            return ClientTls.context(
                    identity, unchecked ? new TrustManager[] {new Anybody()} : Trust.managers(authorities));
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static List<X509Certificate> chain(Path file) throws IOException {
        try (var pem = Files.newInputStream(file)) {
            List<X509Certificate> chain = CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (chain.isEmpty()) {
                throw new IOException("the file " + file + " holds no certificate: it should be PEM");
            }
            return chain;
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file + " with a certificate", e);
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate in " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static PrivateKey key(Path file) throws IOException {
        try {
            return key("the file " + file, Files.newBufferedReader(file, StandardCharsets.US_ASCII));
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file + " with a key", e);
        }
    }

    private static PrivateKey key(String place, Reader text) throws IOException {
        try (var pem = new PEMParser(text)) {
            for (Object part = pem.readObject(); part != null; part = pem.readObject()) {
                switch (part) {
                    case PrivateKeyInfo key -> {
                        return new JcaPEMKeyConverter().getPrivateKey(key);
                    }
                    case PEMKeyPair pair -> {
                        return new JcaPEMKeyConverter().getKeyPair(pair).getPrivate();
                    }
                    default -> {
                        // parameters, or a certificate beside its key
                    }
                }
            }
        } catch (IOException e) {
            // What the parser says may hold a line of the key.
            throw new IOException("the key in " + place + " cannot be read: it should be PEM without a passphrase");
        }
        throw new IOException(place + " holds no key: it should be PEM without a passphrase");
    }

    /** Believes every server. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
