package skerry.agent.sync.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.agent.sync.Carrier;
import skerry.agent.sync.SessionInput;
import skerry.agent.sync.TestPublications;
import skerry.platform.CloseStack;
import skerry.protocol.Bytes;
import skerry.protocol.Topics;
import skerry.protocol.Uid;

/** What every carrier makes of a broker's answers, also of those that no real broker gives on request. */
public abstract class CarrierAnswersContract {
    protected static final Uid AGENT = new Uid("abcdefghijklmnopqrstuvwxya");
    protected static final Bytes WILL = Bytes.of(new byte[] {1});

    protected final Inputs inputs = new Inputs();
    private final CloseStack open = new CloseStack();

    /** The carrier that is judged. */
    protected abstract Carrier carrier(MqttAccount account, BrokerLink link);

    /** One that connects to a port of this machine, and ends with the test. */
    protected final Carrier carrier(int port) {
        return carrier(new BrokerLink("127.0.0.1", port, Optional.empty()));
    }

    protected final Carrier carrier(BrokerLink link) {
        return open.push(carrier(new MqttAccount(AGENT, "secret", new Topics("skerry")), link));
    }

    @AfterEach
    final void closeCarriers() {
        open.close();
    }

    @Test
    void limitsOfTheBrokerAreToldAndTopicAliasesAreNotUsedThoughOffered() throws Exception {
        byte[] connack = {0x20, 14, 0, 0, 11, 0x21, 0, 20, 0x22, 0, 10, 0x27, 0, 2, 0, 0};
        try (var broker = new ScriptedBroker(packet -> packet.type() == ScriptedBroker.CONNECT
                ? connack
                : packet.isAnswered() ? ScriptedBroker.ack(packet, 0) : new byte[0])) {
            var carrier = carrier(broker.port());
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
            var carrier = carrier(broker.port());
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
            var carrier = carrier(broker.port());
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
            var carrier = carrier(broker.port());

            carrier.connect(1, WILL, inputs);

            assertThat(inputs.await(SessionInput.Lost.class).attempt()).isEqualTo(1);
        }
    }

    @Test
    void aRefusedSubscriptionIsToldWithItsCode() throws Exception {
        try (var broker = new ScriptedBroker(packet -> packet.type() == ScriptedBroker.CONNECT
                ? ScriptedBroker.CONNACK
                : packet.isAnswered() ? ScriptedBroker.ack(packet, 0x87) : new byte[0])) {
            var carrier = carrier(broker.port());
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
            var carrier = carrier(refusing.port());
            carrier.connect(1, WILL, inputs);
            var refused = inputs.await(SessionInput.ConnectFailed.class);
            var other = carrier(busy.port());
            other.connect(2, WILL, inputs);
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
        var carrier = carrier(port);

        carrier.connect(1, WILL, inputs);

        var failed = inputs.await(SessionInput.ConnectFailed.class);
        assertThat(failed.permanent()).isFalse();
        assertThat(failed.sentence()).contains("no broker can be reached at 127.0.0.1:" + port);
    }
}
