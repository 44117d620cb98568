package skerry.hub.broker;

import java.util.Optional;
import javax.net.ssl.SSLContext;
import skerry.protocol.Topics;

/**
 * How the broker listens and what it bears.
 *
 * @param mqtt where agents connect
 * @param webSocket where agents connect that reach nothing but web servers; empty for nowhere
 * @param maxConnections further ones are closed at once
 * @param maxPacketBytes longest packet of an agent, with its header
 * @param memoryBytes messages held for slow readers, over all topics; more are dropped, and agents send them again
 * @param cacheLogins whether Artemis may remember logins and rights for ten seconds. Off, each packet is judged afresh
 */
public record BrokerSettings(
        Listen mqtt,
        Optional<Listen> webSocket,
        Topics topics,
        int maxConnections,
        int maxPacketBytes,
        long memoryBytes,
        boolean cacheLogins) {
    /** Sync protocol, section 2: 128 KiB of content, and room for topic and properties. */
    public static final int MAX_PACKET_BYTES = 132 * 1024;

    /**
     * A listening address.
     *
     * @param host beyond loopback give it {@code tls}
     * @param port 0 for any free one
     * @param tls server side of TLS, trusting whoever certifies agents: they must show their certificate; empty for none
     */
    public record Listen(String host, int port, Optional<SSLContext> tls) {
        /** @throws IllegalArgumentException if nobody can listen there */
        public Listen {
            if (host.isBlank() || port < 0 || port > 65_535) {
                throw new IllegalArgumentException("the broker cannot listen on '" + host + "' port " + port);
            }
        }

        /** Without TLS, on this machine. */
        public static Listen loopback(int port) {
            return new Listen("127.0.0.1", port, Optional.empty());
        }
    }

    public static BrokerSettings loopback(int port, Topics topics) {
        return new BrokerSettings(
                Listen.loopback(port), Optional.empty(), topics, 20_000, MAX_PACKET_BYTES, 64L << 20, false);
    }

    /** @throws IllegalArgumentException if a number is out of range */
    public BrokerSettings {
        if (maxConnections < 1 || maxPacketBytes < 4_096 || memoryBytes < 1 << 20) {
            throw new IllegalArgumentException(
                    "the broker needs at least one connection, packets of 4 KiB and memory of 1 MiB");
        }
    }

    BrokerSettings withCachedLogins() {
        return new BrokerSettings(mqtt, webSocket, topics, maxConnections, maxPacketBytes, memoryBytes, true);
    }
}
