package skerry.platform.net;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The address of an MQTT broker.
 *
 * @param host a name or a literal address, without brackets
 * @param webSocketPath where MQTT is spoken over a WebSocket (MQTT 5, section 6), such as {@code /mqtt}; empty for MQTT
 *     over TCP
 */
public record BrokerUrl(String host, int port, boolean encrypted, Optional<String> webSocketPath) {
    private static final Map<String, Integer> PORTS = Map.of("mqtt", 1883, "mqtts", 8883, "ws", 80, "wss", 443);
    private static final String USUAL_PATH = "/mqtt";

    /** MQTT over TCP. */
    public BrokerUrl(String host, int port, boolean encrypted) {
        this(host, port, encrypted, Optional.empty());
    }

    /**
     * Reads {@code mqtts://host:8883}, {@code mqtt://host:1883}, {@code wss://host:443/mqtt} or {@code ws://host:80/mqtt};
     * ports and paths may be left out.
     *
     * @throws IllegalArgumentException what it must look like
     */
    public static BrokerUrl parse(String text) {
        String wanted = "must look like mqtts://host:8883 or wss://host/mqtt";
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(wanted, e);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        Integer usualPort = PORTS.get(scheme);
        if (host == null || usualPort == null) {
            throw new IllegalArgumentException(wanted);
        }
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? USUAL_PATH : uri.getRawPath();
        return new BrokerUrl(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                uri.getPort() > 0 ? uri.getPort() : usualPort,
                scheme.endsWith("s") && !scheme.equals("ws"),
                scheme.startsWith("ws") ? Optional.of(path) : Optional.empty());
    }

    public HostPort hostPort() {
        return new HostPort(host, port);
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
        String scheme = (webSocketPath.isPresent() ? "ws" : "mqtt") + (encrypted ? "s" : "");
        return scheme + "://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port
                + webSocketPath.orElse("");
    }
}
