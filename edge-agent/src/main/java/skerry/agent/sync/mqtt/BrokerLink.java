package skerry.agent.sync.mqtt;

import java.io.IOException;
import java.net.Proxy;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import skerry.platform.net.BrokerUrl;
import skerry.platform.tls.ClientTls;
import skerry.platform.tls.KnownTime;
import skerry.platform.tls.Trust;

/**
 * Where the broker is and how one gets there.
 *
 * @param tls empty for plain MQTT
 * @param webSocketPath where MQTT is spoken over a WebSocket; empty for MQTT over TCP
 * @param proxy an HTTP proxy to go through by CONNECT (RFC 9110, section 9.3.6), {@link Proxy#NO_PROXY} for none
 */
public record BrokerLink(String host, int port, Optional<SSLContext> tls, Optional<String> webSocketPath, Proxy proxy) {
    /** The direct way. */
    public BrokerLink(String host, int port, Optional<SSLContext> tls) {
        this(host, port, tls, Optional.empty(), Proxy.NO_PROXY);
    }

    /**
     * Reads an address.
     *
     * @param url as {@link BrokerUrl#parse} reads it
     * @param trust PEM certificates to trust; empty for those of the system
     * @param allowPlain whether MQTT without TLS may leave this machine
     * @throws IllegalArgumentException if the address cannot be used; one sentence
     * @throws IOException if the certificates cannot be read; one sentence that names the file
     */
    public static BrokerLink of(String url, Optional<Path> trust, boolean allowPlain, Proxy proxy) throws IOException {
        BrokerUrl read = parse(url);
        if (read.isExposed() && !allowPlain) {
            throw new IllegalArgumentException(
                    "'" + url + "' is not encrypted and leaves this machine: use mqtts:// or wss://, or"
                            + " set mqtt.allow-plain-beyond-loopback: true if the network is protected in another way");
        }
        return new BrokerLink(
                read.host(),
                read.port(),
                read.encrypted() ? Optional.of(Trust.clientContext(trust)) : Optional.empty(),
                read.webSocketPath(),
                proxy);
    }

    /** The way to a broker that trusts the certificate of {@code identity}, as the hub granted both. */
    public static BrokerLink granted(
            BrokerUrl url, X509Certificate authority, ClientTls.Identity identity, KnownTime time, Proxy proxy) {
        return new BrokerLink(
                url.host(),
                url.port(),
                url.encrypted()
                        ? Optional.of(ClientTls.context(authority, Optional.of(identity), time))
                        : Optional.empty(),
                url.webSocketPath(),
                proxy);
    }

    private static BrokerUrl parse(String url) {
        try {
            return BrokerUrl.parse(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the broker's address " + e.getMessage() + ", was '" + url + "'", e);
        }
    }

    /** Whether what is said here can be heard by others. */
    public boolean isExposed() {
        return new BrokerUrl(host, port, tls.isPresent()).isExposed();
    }

    @Override
    public String toString() {
        return host + ":" + port + webSocketPath.orElse("");
    }
}
