package skerry.agent.sync.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import skerry.agent.sync.Carrier;
import skerry.agent.sync.Downlink;
import skerry.agent.sync.SessionInput;
import skerry.agent.sync.TestPublications;
import skerry.agent.sync.Uplink;
import skerry.faults.TcpProxy;
import skerry.platform.CloseStack;
import skerry.protocol.Bytes;
import skerry.protocol.Topics;
import skerry.protocol.Uid;

/** What the carrier and a real broker must do together; each kind of broker runs it. */
public abstract class CarrierContract {
    private static final Topics TOPICS = new Topics("skerry");
    private static final Bytes WILL = Bytes.of(new byte[] {9, 9, 9});
    private static final int LARGEST_BATCH = 127 * 1024;
    private static final Duration KEPT = Duration.ofSeconds(4);
    private static final int TRIES = 5;

    private final Inputs inputs = new Inputs();
    private final CloseStack open = new CloseStack();
    private Access access;
    private TcpProxy proxy;
    private Carrier carrier;
    private HubPeer hub;

    /** A broker that runs, and lets this agent and a hub in; called before each test. */
    protected abstract Access access() throws Exception;

    /** The carrier that is judged. */
    protected Carrier carrier(MqttAccount account, BrokerLink link) {
        return new PahoCarrier(account, link);
    }

    /** Where agent and hub connect, and as whom. */
    public record Access(
            String host,
            int agentPort,
            Uid agent,
            String agentPassword,
            int hubPort,
            String hubUser,
            String hubPassword) {}

    @BeforeEach
    final void openRoad() throws Exception {
        access = access();
        proxy = open.push(new TcpProxy(access.host(), access.agentPort(), 1));
        carrier = open.push(carrier(Duration.ofSeconds(1)));
        hub = open.push(new HubPeer(access.host(), access.hubPort(), access.hubUser(), access.hubPassword()));
        hub.subscribe(TOPICS.allUp());
    }

    @AfterEach
    final void close() {
        open.close();
    }

    @Test
    void whatIsPublishedArrivesWithItsProperties() throws Exception {
        connect();

        carrier.publish(1, TestPublications.batch(access.agent(), 1, 11, new byte[] {1, 2, 3}));
        carrier.publish(1, TestPublications.control(Uplink.LIVE, 12, new byte[] {4}));

        var batch = hub.await(heard -> heard.topic().endsWith("/up/b/m"));
        assertThat(batch.topic()).isEqualTo("skerry/1/" + access.agent() + "/up/b/m");
        assertThat(batch.message().getPayload()).containsExactly(1, 2, 3);
        assertThat(batch.message().getProperties().getContentType()).isEqualTo("application/vnd.skerry.batch+cbor;v=1");
        assertThat(batch.message().getProperties().getUserProperties()).contains(new UserProperty("pv", "1"));
        assertThat(batch.message().getProperties().getMessageExpiryInterval()).isBetween(3_590L, 3_600L);
        var live = hub.await(heard -> heard.topic().endsWith("/up/live"));
        assertThat(live.message().getQos()).isZero();
        assertThat(List.of(inputs.await(SessionInput.Published.class), inputs.await(SessionInput.Published.class)))
                .containsExactlyInAnyOrder(new SessionInput.Published(1, 11, 0), new SessionInput.Published(1, 12, 0));
    }

    @Test
    void whatTheHubSaysToThisAgentAndToAllIsHeard() throws Exception {
        hub.sayNow(TOPICS.hubState(), new byte[] {1}, true);
        connect();
        carrier.subscribe(1);
        assertThat(inputs.await(SessionInput.Subscribed.class).reasonCode()).isLessThan(0x80);

        // What is kept may be seen by subscribers a moment after the broker took it.
        Optional<SessionInput.Received> kept = inputs.within(KEPT, SessionInput.Received.class);
        for (int i = 0; i < TRIES && kept.isEmpty(); i++) {
            carrier.subscribe(1);
            kept = inputs.within(KEPT, SessionInput.Received.class);
        }
        assertThat(kept).contains(new SessionInput.Received(1, Downlink.HUB_STATE, Bytes.of(new byte[] {1})));
        hub.sayNow(TOPICS.ack(access.agent()), new byte[] {2}, false);
        assertThat(inputs.await(SessionInput.Received.class))
                .isEqualTo(new SessionInput.Received(1, Downlink.ACK, Bytes.of(new byte[] {2})));
        hub.sayNow(TOPICS.helloReply(access.agent()), new byte[] {3}, false);
        assertThat(inputs.await(SessionInput.Received.class))
                .isEqualTo(new SessionInput.Received(1, Downlink.HELLO, Bytes.of(new byte[] {3})));
    }

    @Test
    void theLargestBatchArrivesWholeThroughANetworkThatSplitsBytes() throws Exception {
        byte[] large = new byte[LARGEST_BATCH];
        new SplittableRandom(5).nextBytes(large);
        connect();
        proxy.split(true);

        carrier.publish(1, TestPublications.batch(access.agent(), 1, 1, large));

        var batch = hub.await(heard -> heard.topic().endsWith("/up/b/m"));
        assertThat(batch.message().getPayload()).isEqualTo(large);
    }

    @Test
    void aCutIsToldAndTheBrokerSpeaksTheWillAfterItsDelay() throws Exception {
        connect();

        proxy.cut();

        assertThat(inputs.await(SessionInput.Lost.class).attempt()).isEqualTo(1);
        assertThat(hub.await(heard -> heard.topic().endsWith("/up/state"))
                        .message()
                        .getPayload())
                .isEqualTo(WILL.toArray());
    }

    @Test
    void anOrderlyEndSpeaksTheWillToo() throws Exception {
        connect();

        carrier.disconnect(1);

        assertThat(hub.await(heard -> heard.topic().endsWith("/up/state"))
                        .message()
                        .getPayload())
                .isEqualTo(WILL.toArray());
    }

    @Test
    void aSecondClientWithTheSameIdThrowsTheFirstOut() throws Exception {
        connect();
        var second = carrier(Duration.ofSeconds(1));
        var others = new Inputs();

        second.connect(7, WILL, others);

        others.await(SessionInput.Connected.class);
        assertThat(inputs.await(SessionInput.Lost.class).attempt()).isEqualTo(1);
        second.close();
    }

    @Test
    void nothingOfAnOldConnectionComesIntoTheNext() throws Exception {
        connect();
        carrier.subscribe(1);
        inputs.await(SessionInput.Subscribed.class);
        proxy.cut();
        inputs.await(SessionInput.Lost.class);
        hub.sayNow(TOPICS.ack(access.agent()), new byte[] {1}, false);

        carrier.connect(2, WILL, inputs);
        inputs.await(SessionInput.Connected.class);
        carrier.subscribe(2);
        inputs.await(SessionInput.Subscribed.class);
        hub.sayNow(TOPICS.ack(access.agent()), new byte[] {2}, false);

        SessionInput.Received first;
        do {
            first = inputs.await(SessionInput.Received.class);
        } while (first.from() != Downlink.ACK);
        assertThat(first).isEqualTo(new SessionInput.Received(2, Downlink.ACK, Bytes.of(new byte[] {2})));
    }

    private void connect() throws InterruptedException {
        carrier.connect(1, WILL, inputs);
        inputs.await(SessionInput.Connected.class);
    }

    private Carrier carrier(Duration willDelay) {
        return carrier(
                new MqttAccount(access.agent(), access.agentPassword(), TOPICS, Duration.ofSeconds(30), willDelay),
                new BrokerLink("127.0.0.1", proxy.port(), Optional.empty()));
    }
}
