package skerry.platform.net;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Where another machine's server is.
 *
 * @param host a name or a literal address, without brackets
 */
public record HostPort(String host, int port) {
    /**
     * Reads {@code gateway.local:9142}, {@code 10.0.0.7:9142} or {@code [fd00::7]:9142}.
     *
     * @throws IllegalArgumentException what it must look like
     */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        try {
            String host = colon > 0 ? text.substring(0, colon) : "";
            int port = Integer.parseInt(text.substring(colon + 1));
            boolean bracketed = host.startsWith("[") && host.endsWith("]");
            String bare = bracketed ? host.substring(1, host.length() - 1) : host;
            if (!bare.isBlank() && bracketed == (bare.indexOf(':') >= 0) && port >= 1 && port <= 65_535) {
                return new HostPort(bare, port);
            }
        } catch (NumberFormatException e) {
            throw wrong(e);
        }
        throw wrong(null);
    }

    private static IllegalArgumentException wrong(@Nullable NumberFormatException cause) {
        return new IllegalArgumentException("must be a host and a port, such as gateway.local:9142", cause);
    }

    /** Asks the name server now. */
    public InetSocketAddress resolved() throws UnknownHostException {
        var address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new UnknownHostException(host);
        }
        return address;
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
