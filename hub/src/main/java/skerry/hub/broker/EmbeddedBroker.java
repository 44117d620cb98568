package skerry.hub.broker;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import skerry.hub.store.Agent;
import skerry.hub.store.AgentRegistry;
import skerry.platform.CloseStack;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.Topics;
import skerry.protocol.Uid;

/**
 * An MQTT 5 broker in this process, for the agents of the registry and the hub itself. Running from construction until
 * it is closed; thread-safe.
 */
public final class EmbeddedBroker implements AutoCloseable {
    /** The user, and client id, of the hub's ingest. */
    public static final String HUB_USER = "hub";

    private static final String ACCEPTOR = "mqtt";
    /** Held for one slow reader of one topic, bytes. */
    private static final int TOPIC_BYTES = 1 << 20;
    /** Only the limit over all topics holds. */
    private static final long NO_LIMIT_OF_ITS_OWN = -1;

    /** Messages that a queue takes before it grows. Artemis' own 8,192 cost 32 KiB for each of the thousands that stay empty. */
    private static final int QUEUE_MESSAGES = 64;

    private static final int KEEP_ALIVE_SECONDS = 90;

    /** Artemis writes a line per packet to its audit loggers unless they are off; held so that they stay off. */
    private static final Logger AUDIT = Logger.getLogger("org.apache.activemq.audit");

    private static final Logger ARTEMIS = Logger.getLogger("org.apache.activemq.artemis");

    private final CloseStack parts = new CloseStack();
    private final BrokerCounts counts = new BrokerCounts();
    private final LeanServer server;
    private final AtomicInteger open = new AtomicInteger();
    private final Door agents;
    private final Optional<Door> webSocket;
    private final Door hub;
    private final String hubPassword;

    /**
     * Starts the broker.
     *
     * @throws IOException if the port cannot be listened on, or the broker did not start; nothing is left running
     */
    public EmbeddedBroker(BrokerSettings settings, AgentRegistry registry, MonotonicClock clock) throws IOException {
        AUDIT.setLevel(Level.OFF);
        ARTEMIS.setLevel(Level.SEVERE);
        hubPassword = randomPassword();
        var rights = new TopicRights(settings.topics());
        server = new LeanServer(
                configuration(settings), new AgentSecurity(registry, rights, hubPassword, counts), counts);
        try {
            server.setIdentity("skerry");
            parts.push(this::stopServer);
            server.start();
            server.getRemotingService().addIncomingInterceptor(new MqttRules(rights, counts));
            var artemis = (NettyAcceptor) server.getRemotingService().getAcceptor(ACCEPTOR);
            EventLoopGroup loops = new NioEventLoopGroup(2, new DefaultThreadFactory("broker-io", true));
            parts.push(() -> loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly());
            hub = parts.push(Door.forHub(loops, artemis));
            agents =
                    parts.push(Door.forAgents(settings.mqtt(), _ -> {}, settings, loops, artemis, clock, counts, open));
            webSocket = settings.webSocket().isPresent()
                    ? Optional.of(parts.push(Door.forAgents(
                            settings.webSocket().get(),
                            pipeline -> WebSocketRoad.open(pipeline, settings.maxPacketBytes(), counts),
                            settings,
                            loops,
                            artemis,
                            clock,
                            counts,
                            open)))
                    : Optional.empty();
            registry.onChange(this::changed);
        } catch (IOException e) {
            try (parts) {
                throw e;
            }
        } catch (Exception e) {
            try (parts) {
                throw new IOException("the embedded broker did not start: " + e.getMessage(), e);
            }
        }
    }

    private static ConfigurationImpl configuration(BrokerSettings settings) throws IOException {
        var configuration = new ConfigurationImpl();
        configuration.setPersistenceEnabled(false);
        configuration.setSecurityEnabled(true);
        configuration.setJMXManagementEnabled(false);
        configuration.setMessageCounterEnabled(false);
        configuration.setCriticalAnalyzer(false);
        configuration.setMaxDiskUsage(-1);
        configuration.setGlobalMaxSize(settings.memoryBytes());
        configuration.setThreadPoolMaxSize(4);
        configuration.setScheduledThreadPoolMaxSize(1);
        configuration.setMqttSubscriptionPersistenceEnabled(false);
        configuration.setMqttSessionScanInterval(1_000);
        configuration.setSecurityInvalidationInterval(settings.cacheLogins() ? 10_000 : 0);
        configuration.setAuthenticationCacheSize(settings.cacheLogins() ? 1_000 : 0);
        configuration.setAuthorizationCacheSize(settings.cacheLogins() ? 1_000 : 0);
        // Artemis then speaks of addresses as MQTT does of topics, and nothing is translated.
        configuration.setWildCardConfiguration(
                new WildcardConfiguration().setDelimiter('/').setSingleWord('+').setAnyWords('#'));
        configuration.addAcceptorConfiguration(acceptor());
        Topics topics = settings.topics();
        configuration.addAddressSetting("#", topicSettings());
        // Made once per agent and stream and kept: made anew for each message they would cost more.
        configuration.addAddressSetting(topics.allUp(), topicSettings().setAutoDeleteAddresses(false));
        // One message to the whole fleet is as many as there are agents; only the hub sends there.
        configuration.addAddressSetting(topics.hubState(), topicSettings().setMaxSizeBytes(NO_LIMIT_OF_ITS_OWN));
        return configuration;
    }

    /** Artemis listens nowhere itself: "HTTP upgrade" is its name for taking over connections that others accepted. */
    private static TransportConfiguration acceptor() {
        return new TransportConfiguration(
                NettyAcceptorFactory.class.getName(),
                Map.of(
                        TransportConstants.PROTOCOLS_PROP_NAME,
                        "MQTT",
                        TransportConstants.HTTP_UPGRADE_ENABLED_PROP_NAME,
                        true,
                        TransportConstants.REMOTING_THREADS_PROPNAME,
                        1,
                        TransportConstants.DIRECT_DELIVER,
                        false),
                ACCEPTOR,
                Map.of(
                        "maximumPacketSize",
                        BrokerSettings.MAX_PACKET_BYTES,
                        "serverKeepAlive",
                        KEEP_ALIVE_SECONDS,
                        "topicAliasMaximum",
                        0,
                        "defaultMaximumInFlightPublishMessages",
                        64));
    }

    private static AddressSettings topicSettings() {
        return new AddressSettings()
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.DROP)
                .setMaxSizeBytes(TOPIC_BYTES)
                .setInitialQueueBufferSize(QUEUE_MESSAGES)
                .setAutoCreateAddresses(true)
                .setAutoCreateQueues(true)
                .setAutoDeleteAddresses(true)
                .setAutoDeleteQueues(true)
                .setRedeliveryDelay(0)
                .setMaxDeliveryAttempts(-1);
    }

    /** The port that agents connect to. */
    public int port() {
        return agents.port();
    }

    /** The port for MQTT over WebSocket, if it was asked for. */
    public OptionalInt webSocketPort() {
        return webSocket.stream().mapToInt(Door::port).findFirst();
    }

    /** The loopback port for the hub's ingest, always plain. */
    public int hubPort() {
        return hub.port();
    }

    /** The password of {@link #HUB_USER}, made anew for each process. */
    public String hubPassword() {
        return hubPassword;
    }

    /** Connections of agents that are open. */
    public int connections() {
        return open.get();
    }

    public BrokerCounts counts() {
        return counts;
    }

    /** Ends the connection of an agent, if it has one; it may log in again if the registry lets it. */
    public void disconnect(Uid uid) {
        List<RemotingConnection> theirs = new ArrayList<>();
        for (RemotingConnection connection : server.getRemotingService().getConnections()) {
            if (uid.value().equals(connection.getClientID())) {
                theirs.add(connection);
            }
        }
        theirs.forEach(RemotingConnection::destroy);
    }

    private void changed(Agent agent) {
        if (agent.retired()) {
            disconnect(agent.uid());
        }
    }

    private static String randomPassword() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private void stopServer() throws Exception {
        server.stop(false);
    }

    /** Stops listening, ends all connections and stops the broker. */
    @Override
    public void close() {
        parts.close();
    }
}
