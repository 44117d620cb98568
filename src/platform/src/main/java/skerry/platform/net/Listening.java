package skerry.platform.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Addresses that a server of ours listens on. */
public final class Listening {
    private Listening() {}

    /**
     * Reads {@code 127.0.0.1:9140}, {@code [::1]:9140}, {@code localhost:9140} or {@code *:9140} for every address.
     *
     * @throws IllegalArgumentException with one sentence if it is none of these
     */
    public static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon > 0) {
            String host = text.substring(0, colon);
            try {
                int port = Integer.parseInt(text.substring(colon + 1));
                if (port >= 0 && port <= 65_535) {
                    return host.equals("*")
                            ? new InetSocketAddress(port)
                            : new InetSocketAddress(InetAddress.getByName(host), port);
                }
            } catch (NumberFormatException | UnknownHostException e) {
                throw new IllegalArgumentException(
                        "must be an address of this machine and a port, such as 127.0.0.1:9140", e);
            }
        }
        throw new IllegalArgumentException("must be an address of this machine and a port, such as 127.0.0.1:9140");
    }

    /**
     * Asks whether a port is free, so that a server need not fail half started.
     *
     * @param setting what to change if it is not, such as {@code page.listen}
     * @throws IllegalStateException names the address, the reason and the setting
     */
    public static void requireFree(InetSocketAddress address, String setting) {
        try (var probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "cannot listen on " + address.getAddress().getHostAddress() + ":" + address.getPort() + " ("
                            + e.getMessage() + "): end the program that uses the port, or set " + setting,
                    e);
        }
    }
}
