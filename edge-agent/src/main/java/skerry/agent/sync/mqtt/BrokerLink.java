package skerry.agent.sync.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Where the broker is and how the way there is protected.
 *
 * @param tls empty for plain MQTT
 */
public record BrokerLink(String host, int port, Optional<SSLContext> tls) {
    private static final int PLAIN_PORT = 1883;
    private static final int TLS_PORT = 8883;

    /**
     * Reads an address.
     *
     * @param url {@code mqtts://host:8883} or {@code mqtt://host:1883}; the ports may be left out
     * @param trust PEM certificates to trust; empty for those of the system
     * @param allowPlain whether MQTT without TLS may leave this machine
     * @throws IllegalArgumentException if the address cannot be used; one sentence
     * @throws IOException if the certificates cannot be read; one sentence that names the file
     */
    public static BrokerLink of(String url, Optional<Path> trust, boolean allowPlain) throws IOException {
        URI uri = parse(url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (host == null || !(scheme.equals("mqtt") || scheme.equals("mqtts"))) {
            throw new IllegalArgumentException(
                    "the broker's address must look like mqtts://host:8883, was '" + url + "'");
        }
        boolean encrypted = scheme.equals("mqtts");
        if (!encrypted && !allowPlain && !isLoopback(host)) {
            throw new IllegalArgumentException(
                    "'" + url + "' is not encrypted and leaves this machine: use mqtts://, or"
                            + " set mqtt.allow-plain-beyond-loopback: true if the network is protected in another way");
        }
        int port = uri.getPort() > 0 ? uri.getPort() : encrypted ? TLS_PORT : PLAIN_PORT;
        return new BrokerLink(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                port,
                encrypted ? Optional.of(context(trust)) : Optional.empty());
    }

    /** Whether what is said here can be heard by others. */
    public boolean isExposed() {
        return tls.isEmpty() && !isLoopback(host);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }

    private static URI parse(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "the broker's address must look like mqtts://host:8883, was '" + url + "'", e);
        }
    }

    /** By its name alone: what a name server says can change. */
    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost") || host.matches("127(\\.\\d{1,3}){3}") || host.matches("\\[?::1]?");
    }

    private static SSLContext context(Optional<Path> trust) throws IOException {
        try {
            var context = SSLContext.getInstance("TLS");
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trust.isPresent() ? trusted(trust.get()) : null);
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static KeyStore trusted(Path file) throws IOException {
        try (InputStream pem = Files.newInputStream(file)) {
            var certificates = CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (certificates.isEmpty()) {
                throw new IOException("the file " + file + " holds no certificate: it should be PEM");
            }
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (var certificate : certificates) {
                store.setCertificateEntry("trusted-" + number++, certificate);
            }
            return store;
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificates in " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
