package skerry.agent.sync.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.agent.sync.SessionInput;
import skerry.agent.sync.TestPublications;
import skerry.faults.TcpProxy;
import skerry.protocol.Bytes;
import skerry.protocol.Topics;
import skerry.protocol.Uid;

/** How Paho behaves under this carrier, against a broker that does what no real one does on request. */
class PahoCarrierIT {
    private static final Uid AGENT = new Uid("abcdefghijklmnopqrstuvwxya");
    private static final Bytes WILL = Bytes.of(new byte[] {1});

    private final Inputs inputs = new Inputs();
    private PahoCarrier carrier = carrier(1);

    @AfterEach
    void closeCarrier() {
        carrier.close();
    }

    @Test
    void limitsOfTheBrokerAreToldAndTopicAliasesAreNotUsedThoughOffered() throws Exception {
        byte[] connack = {0x20, 14, 0, 0, 11, 0x21, 0, 20, 0x22, 0, 10, 0x27, 0, 2, 0, 0};
        try (var broker = new ScriptedBroker(packet -> packet.type() == ScriptedBroker.CONNECT
                ? connack
                : packet.isAnswered() ? ScriptedBroker.ack(packet, 0) : new byte[0])) {
            carrier = carrier(broker.port());
            carrier.connect(1, WILL, inputs);

            var connected = inputs.await(SessionInput.Connected.class);
            for (int i = 0; i < 3; i++) {
                carrier.publish(1, TestPublications.batch(AGENT, i + 1, i, new byte[] {7}));
                inputs.await(SessionInput.Published.class);
            }

            assertThat(connected.receiveMaximum()).isEqualTo(20);
            assertThat(connected.maximumPacketBytes()).isEqualTo(2 << 16);
            assertThat(broker.packets())
                    .filteredOn(packet -> packet.type() == ScriptedBroker.PUBLISH)
                    .hasSize(3)
                    .allSatisfy(packet -> assertThat(packet.topic()).isEqualTo("skerry/1/" + AGENT + "/up/b/m"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x10, 0x83, 0x87, 0x97})
    void theReasonCodeOfAPubAckIsTold(int code) throws Exception {
        try (var broker = new ScriptedBroker(packet -> packet.type() == ScriptedBroker.CONNECT
                ? ScriptedBroker.CONNACK
                : packet.isAnswered() ? ScriptedBroker.ack(packet, code) : new byte[0])) {
            carrier = carrier(broker.port());
            carrier.connect(1, WILL, inputs);
            inputs.await(SessionInput.Connected.class);

            carrier.publish(1, TestPublications.batch(AGENT, 1, 77, new byte[] {7}));

            assertThat(inputs.await(SessionInput.Published.class)).isEqualTo(new SessionInput.Published(1, 77, code));
        }
    }

    @Test
    void aPubAckWithACodeThatDoesNotExistEndsTheConnection() throws Exception {
        try (var broker = new ScriptedBroker(packet -> packet.type() == ScriptedBroker.CONNECT
                ? ScriptedBroker.CONNACK
                : packet.isAnswered() ? ScriptedBroker.ack(packet, 0x42) : new byte[0])) {
            carrier = carrier(broker.port());
            carrier.connect(1, WILL, inputs);
            inputs.await(SessionInput.Connected.class);

            carrier.publish(1, TestPublications.batch(AGENT, 1, 77, new byte[] {7}));

            assertThat(inputs.await(SessionInput.Lost.class).attempt()).isEqualTo(1);
        }
    }

    @Test
    void aPacketLongerThanAllowedEndsTheConnectionBeforeItIsAllocated() throws Exception {
        byte[] connackThenAPacketOf256MiB = {0x20, 3, 0, 0, 0, 0x30, -1, -1, -1, 0x7f, 0, 0};
        try (var broker = new ScriptedBroker(
                packet -> packet.type() == ScriptedBroker.CONNECT ? connackThenAPacketOf256MiB : new byte[0])) {
            carrier = carrier(broker.port());

            carrier.connect(1, WILL, inputs);

            assertThat(inputs.await(SessionInput.Lost.class).attempt()).isEqualTo(1);
        }
    }

    @Test
    void anHttpProxyIsAskedForTheBrokerByItsName() throws Exception {
        try (var broker = new ScriptedBroker(
                        packet -> packet.type() == ScriptedBroker.CONNECT ? ScriptedBroker.CONNACK : new byte[0]);
                var proxy = new ConnectProxy(broker.port())) {
            carrier = new PahoCarrier(
                    new MqttAccount(AGENT, "secret", new Topics("skerry")),
                    new BrokerLink("broker.invalid", 8883, Optional.empty(), proxy.address()));

            carrier.connect(1, WILL, inputs);

            assertThat(inputs.await(SessionInput.Connected.class).attempt()).isEqualTo(1);
            assertThat(proxy.asked()).isEqualTo("CONNECT broker.invalid:8883 HTTP/1.1");
        }
    }

    @Test
    void aRefusedSubscriptionIsToldWithItsCode() throws Exception {
        try (var broker = new ScriptedBroker(packet -> packet.type() == ScriptedBroker.CONNECT
                ? ScriptedBroker.CONNACK
                : packet.isAnswered() ? ScriptedBroker.ack(packet, 0x87) : new byte[0])) {
            carrier = carrier(broker.port());
            carrier.connect(1, WILL, inputs);
            inputs.await(SessionInput.Connected.class);

            carrier.subscribe(1);

            assertThat(inputs.await(SessionInput.Subscribed.class).reasonCode()).isEqualTo(0x87);
        }
    }

    @Test
    void aRefusedPasswordIsPermanentAndABusyBrokerIsNot() throws Exception {
        try (var refusing = new ScriptedBroker(_ -> new byte[] {0x20, 3, 0, (byte) 0x86, 0});
                var busy = new ScriptedBroker(_ -> new byte[] {0x20, 3, 0, (byte) 0x89, 0})) {
            carrier = carrier(refusing.port());
            carrier.connect(1, WILL, inputs);
            var refused = inputs.await(SessionInput.ConnectFailed.class);
            carrier.close();
            carrier = carrier(busy.port());
            carrier.connect(2, WILL, inputs);
            var turnedAway = inputs.await(SessionInput.ConnectFailed.class);

            assertThat(refused.permanent()).isTrue();
            assertThat(refused.sentence()).contains("refuses this agent").contains("registered at the hub");
            assertThat(turnedAway.permanent()).isFalse();
            assertThat(turnedAway.sentence()).contains("too busy");
        }
    }

    @Test
    void aPortWhereNobodyListensIsSaidInOneSentence() throws Exception {
        int port;
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        carrier = carrier(port);

        carrier.connect(1, WILL, inputs);

        var failed = inputs.await(SessionInput.ConnectFailed.class);
        assertThat(failed.permanent()).isFalse();
        assertThat(failed.sentence()).contains("no broker can be reached at 127.0.0.1:" + port);
    }

    /** Ten carriers at once, because Paho takes a third of a second to begin. */
    @Test
    void fiftyConnectionsThatEndInEveryWayLeaveNoThreadBehind() throws Exception {
        try (var broker = new ScriptedBroker(packet -> packet.type() == ScriptedBroker.CONNECT
                        ? ScriptedBroker.CONNACK
                        : packet.isAnswered() ? ScriptedBroker.ack(packet, 0) : new byte[0]);
                var deadEnd = new TcpProxy("127.0.0.1", broker.port(), 3);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            deadEnd.closeAtOnce(true);
            var ends = new ArrayList<Callable<Void>>();
            for (int i = 0; i < 10; i++) {
                int way = i % 5;
                ends.add(() -> endFiveTimes(way, broker, deadEnd));
            }
            for (var end : threads.invokeAll(ends)) {
                end.get();
            }
        }
        for (Thread left : mqttThreads()) {
            left.join(5_000);
        }
        assertThat(mqttThreads()).isEmpty();
    }

    private static @Nullable Void endFiveTimes(int way, ScriptedBroker broker, TcpProxy deadEnd) throws Exception {
        var inputs = new Inputs();
        try (var proxy = new TcpProxy("127.0.0.1", broker.port(), way);
                var carrier = carrier(way == 0 ? deadEnd.port() : proxy.port())) {
            for (int attempt = 1; attempt <= 5; attempt++) {
                carrier.connect(attempt, WILL, inputs);
                switch (way) {
                    case 0 -> inputs.await(SessionInput.ConnectFailed.class);
                    case 1 -> {
                        inputs.await(SessionInput.Connected.class);
                        proxy.cut();
                        inputs.await(SessionInput.Lost.class);
                    }
                    case 2 -> inputs.await(SessionInput.Connected.class);
                    case 3 -> {
                        inputs.await(SessionInput.Connected.class);
                        proxy.stall(true);
                        carrier.publish(attempt, TestPublications.batch(AGENT, 1, 1, new byte[100_000]));
                    }
                    default -> {
                        // Given up while it is being made.
                    }
                }
                carrier.disconnect(attempt);
                proxy.stall(false);
            }
        }
        return null;
    }

    private static List<Thread> mqttThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().toLowerCase(Locale.ROOT).startsWith("mqtt"))
                .toList();
    }

    private static PahoCarrier carrier(int port) {
        return new PahoCarrier(
                new MqttAccount(AGENT, "secret", new Topics("skerry")),
                new BrokerLink("127.0.0.1", port, Optional.empty()));
    }
}
