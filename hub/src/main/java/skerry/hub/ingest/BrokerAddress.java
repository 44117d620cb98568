package skerry.hub.ingest;

import java.util.Optional;
import javax.net.SocketFactory;
import skerry.platform.net.BrokerUrl;

/**
 * The broker that the hub listens at.
 *
 * @param user MQTT user name; empty to log in without one
 * @param password in any characters
 * @param sockets for TLS; empty for plain MQTT
 */
public record BrokerAddress(BrokerUrl url, String user, String password, Optional<SocketFactory> sockets) {
    private static final String CLIENT_ID = "skerry-hub";

    /** As Paho writes it. */
    String uri() {
        return url.toString().replaceFirst("^mqtts:", "ssl:").replaceFirst("^mqtt:", "tcp:");
    }

    /** Brokers commonly bind it to the user's name. */
    String clientId() {
        return user.isEmpty() ? CLIENT_ID : user;
    }

    /** Never prints the password. */
    @Override
    public String toString() {
        return url.toString();
    }
}
