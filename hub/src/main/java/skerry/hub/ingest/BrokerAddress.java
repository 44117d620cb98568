package skerry.hub.ingest;

import java.util.Optional;
import javax.net.SocketFactory;

/**
 * The broker that the hub listens at.
 *
 * @param uri {@code tcp://host:port} or {@code ssl://host:port}
 * @param user MQTT user name, and client id
 * @param password in any characters
 * @param sockets for TLS with a trust of its own; empty for the usual one
 */
public record BrokerAddress(String uri, String user, String password, Optional<SocketFactory> sockets) {
    /** Never prints the password. */
    @Override
    public String toString() {
        return uri;
    }
}
