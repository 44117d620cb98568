package skerry.platform.net;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * The address of an MQTT broker.
 *
 * @param host a name or a literal address, without brackets
 */
public record BrokerUrl(String host, int port, boolean encrypted) {
    private static final int PLAIN_PORT = 1883;
    private static final int TLS_PORT = 8883;

    /**
     * Reads {@code mqtts://host:8883} or {@code mqtt://host:1883}; the ports may be left out.
     *
     * @throws IllegalArgumentException what it must look like
     */
    public static BrokerUrl parse(String text) {
        String wanted = "must look like mqtts://host:8883";
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(wanted, e);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        boolean encrypted = scheme.equals("mqtts");
        if (host == null || !(encrypted || scheme.equals("mqtt"))) {
            throw new IllegalArgumentException(wanted);
        }
        int port = uri.getPort() > 0 ? uri.getPort() : encrypted ? TLS_PORT : PLAIN_PORT;
        return new BrokerUrl(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port, encrypted);
    }

    /** Whether what is said there can be heard by others. */
    public boolean isExposed() {
        return !encrypted && !isLoopback();
    }

    /** By its name alone: what a name server says can change. */
    private boolean isLoopback() {
        return host.equalsIgnoreCase("localhost") || host.matches("127(\\.\\d{1,3}){3}") || host.equals("::1");
    }

    @Override
    public String toString() {
        return (encrypted ? "mqtts://" : "mqtt://") + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
