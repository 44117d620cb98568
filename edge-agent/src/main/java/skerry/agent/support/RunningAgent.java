package skerry.agent.support;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The agent that runs on this machine, as its own pages tell of it. */
public final class RunningAgent {
    private static final int LIMIT_MILLIS = 5_000;
    private static final int MAX_BYTES = 4 << 20;

    private final InetSocketAddress page;
    private final Path certificate;

    /**
     * @param page where the configuration has it listen; beyond loopback it speaks TLS
     * @param certificate that signed the page's own, as PEM
     */
    public RunningAgent(InetSocketAddress page, Path certificate) {
        this.page = page;
        this.certificate = certificate;
    }

    /**
     * What it answers to {@code path}, with the status in front if that is not 200.
     *
     * @throws IOException if no agent answers there
     */
    public String get(String path) throws IOException {
        boolean tls = !page.getAddress().isLoopbackAddress();
        String host = page.getAddress().isAnyLocalAddress()
                ? "localhost"
                : page.getAddress().getHostAddress();
        HttpURLConnection connection = (HttpURLConnection)
                URI.create((tls ? "https://" : "http://") + literal(host) + ":" + page.getPort() + path)
                        .toURL()
                        .openConnection();
        connection.setConnectTimeout(LIMIT_MILLIS);
        connection.setReadTimeout(LIMIT_MILLIS);
        if (connection instanceof HttpsURLConnection https) {
            https.setSSLSocketFactory(trusting(certificate).getSocketFactory());
        }
        try {
            int status = connection.getResponseCode();
            InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
            String text = body == null ? "" : new String(body.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
            return (status == HttpURLConnection.HTTP_OK ? "" : "status " + status + "\n") + text;
        } catch (IOException e) {
            throw new IOException("no agent answers at " + page + " (" + e.getMessage() + ")", e);
        } finally {
            connection.disconnect();
        }
    }

    private static String literal(String host) throws IOException {
        return host.contains(":") ? "[" + InetAddress.getByName(host).getHostAddress() + "]" : host;
    }

    private static SSLContext trusting(Path certificate) throws IOException {
        try (InputStream in = Files.newInputStream(certificate)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "page", CertificateFactory.getInstance("X.509").generateCertificate(in));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(certificate + " is no certificate", e);
        }
    }
}
