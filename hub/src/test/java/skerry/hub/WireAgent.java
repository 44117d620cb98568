package skerry.hub;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.ProtocolException;
import skerry.protocol.Stream;
import skerry.protocol.Topics;
import skerry.protocol.Uid;
import skerry.protocol.batch.Batch;
import skerry.protocol.control.Ack;
import skerry.protocol.control.AgentState;
import skerry.protocol.control.Command;
import skerry.protocol.control.ControlCodec;
import skerry.protocol.control.EpochHead;
import skerry.protocol.control.Hello;
import skerry.protocol.control.HelloReply;
import skerry.protocol.control.HubState;
import skerry.protocol.control.Live;
import skerry.protocol.control.SessionKeys;
import skerry.protocol.identity.HubCard;
import skerry.protocol.update.Piece;
import skerry.protocol.update.Want;

/**
 * A {@link FakeAgent} on a connection to a real broker: it says what an agent says and checks what the hub answers, and it
 * sends whatever bytes a test likes.
 */
public final class WireAgent implements AutoCloseable, MqttCallback {
    private static final long PATIENCE_MILLIS = 60_000;
    private static final Topics TOPICS = new Topics("skerry");

    private final FakeAgent agent;
    private final HubCard hub;
    private final MqttAsyncClient client;
    private final long conn = ThreadLocalRandom.current().nextLong() | 1;
    private final BlockingQueue<Ack> acks = new LinkedBlockingQueue<>();
    private final BlockingQueue<HelloReply> replies = new LinkedBlockingQueue<>();
    private final BlockingQueue<Command> commands = new LinkedBlockingQueue<>();
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final BlockingQueue<HubState> hubStates = new LinkedBlockingQueue<>();
    private final CountDownLatch lost = new CountDownLatch(1);

    /** Connects, and says who it is. */
    public WireAgent(FakeAgent agent, RunningHub hub) throws MqttException {
        this(agent, hub.card(), hub.brokerUrl(), null);
    }

    /** @param tls for {@code mqtts://} */
    public WireAgent(FakeAgent agent, HubCard hub, String brokerUrl, @Nullable SSLSocketFactory tls)
            throws MqttException {
        this.agent = agent;
        this.hub = hub;
        String address = brokerUrl.replaceFirst("^mqtts:", "ssl:").replaceFirst("^mqtt:", "tcp:");
        client = new MqttAsyncClient(address, uid().value(), new MemoryPersistence());
        client.setCallback(this);
        var options = new MqttConnectionOptions();
        options.setUserName(uid().value());
        options.setPassword(agent.identity().mqttPassword().getBytes(StandardCharsets.UTF_8));
        options.setCleanStart(true);
        options.setSessionExpiryInterval(0L);
        options.setAutomaticReconnect(false);
        options.setConnectionTimeout(20);
        if (tls != null) {
            options.setSocketFactory(tls);
        }
        var will = new MqttMessage(ControlCodec.encode(new AgentState(false, conn, 0)), 1, true, null);
        options.setWill(TOPICS.state(uid()), will);
        try {
            client.connect(options).waitForCompletion(PATIENCE_MILLIS);
        } catch (MqttException e) {
            client.close(true);
            throw e;
        }
        client.subscribe(new MqttSubscription[] {
                    new MqttSubscription(TOPICS.allDown(uid()), 1), new MqttSubscription(TOPICS.hubState(), 1)
                })
                .waitForCompletion(PATIENCE_MILLIS);
        publish(TOPICS.state(uid()), ControlCodec.encode(new AgentState(true, conn, agent.epoch())), true);
    }

    public Uid uid() {
        return agent.uid();
    }

    /** Says hello with what the agent has made so far, and waits for the signed answer. */
    public HelloReply hello() throws MqttException, InterruptedException {
        return hello("test");
    }

    /** The same, by a program of this version. */
    public HelloReply hello(String version) throws MqttException, InterruptedException {
        List<EpochHead> heads = java.util.stream.Stream.of(Stream.values())
                .filter(stream -> agent.head(stream) > 0)
                .map(stream -> new EpochHead(agent.epoch(), agent.startNo(), stream, agent.head(stream), 1))
                .toList();
        var hello = new Hello(
                conn,
                Bytes.of(new byte[16]),
                Bytes.of(new byte[4]),
                heads,
                0,
                1,
                0,
                0,
                MonotonicClock.SYSTEM.millis(),
                ClockQuality.NTP,
                0,
                0,
                version);
        publish(
                TOPICS.hello(uid()),
                ControlCodec.encode(hello, uid(), agent.identity().signingKey()),
                false);
        HelloReply reply = replies.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        if (reply == null) {
            throw new AssertionError("the hub did not answer a hello");
        }
        return reply;
    }

    /** Waits for a command, and checks that the hub signed it. */
    public Command awaitCommand() throws InterruptedException {
        Command command = commands.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        if (command == null) {
            throw new AssertionError("the hub gave no command");
        }
        return command;
    }

    /** Asks for a piece of a release, and waits for the answer. */
    public Piece want(Want want) throws MqttException, InterruptedException {
        publish(TOPICS.want(uid()), want.encode(), false);
        Piece piece = pieces.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        if (piece == null) {
            throw new AssertionError("the hub gave no piece");
        }
        return piece;
    }

    public void live(String reason, long wallMillis) throws MqttException {
        var live = new Live(
                conn,
                wallMillis,
                ClockQuality.NTP,
                1_000,
                "test",
                List.of(),
                0,
                reason.isEmpty() ? "ok" : "look",
                reason,
                Map.of("cpu", 0.25));
        publish(TOPICS.live(uid()), ControlCodec.encode(live), false);
    }

    public void send(Batch batch) throws MqttException {
        send(batch.header().key().stream(), batch.encode());
    }

    /** Any bytes, where a batch would be. */
    public void send(Stream stream, byte[] bytes) throws MqttException {
        publish(TOPICS.batch(uid(), stream), bytes, false);
    }

    /** Any bytes to any topic; waits until the broker has them. */
    public void publish(String topic, byte[] bytes, boolean retained) throws MqttException {
        client.publish(topic, new MqttMessage(bytes, 1, retained, null)).waitForCompletion(PATIENCE_MILLIS);
    }

    /** Sends without waiting for the broker, which may end the connection instead of answering. */
    public void throwAt(String topic, byte[] bytes) throws MqttException {
        IMqttToken _ = client.publish(topic, new MqttMessage(bytes, 1, false, null));
    }

    /** Waits for a receipt that says the batch is held. */
    public void awaitHeld(Batch batch) throws InterruptedException {
        var key = batch.header().key();
        await(
                "a receipt for " + key,
                ack -> ack.stream() == key.stream()
                        && ack.epoch() == key.epoch()
                        && (ack.cum() >= key.seq()
                                || ack.ranges().stream()
                                        .anyMatch(range -> range.first() <= key.seq() && key.seq() <= range.last())));
    }

    /** Waits until the hub says why it did not take a batch. */
    public Ack.Nack awaitRefused(Batch batch) throws InterruptedException {
        var key = batch.header().key();
        Ack ack = await(
                "a refusal of " + key,
                one -> one.stream() == key.stream() && nack(one, key.seq()).isPresent());
        return nack(ack, key.seq()).orElseThrow();
    }

    private static Optional<Ack.Nack> nack(Ack ack, long seq) {
        return ack.nacks().stream()
                .filter(nack -> nack.seq() == seq && nack.reason() != Ack.Reason.REHELLO)
                .findFirst();
    }

    private Ack await(String what, Predicate<Ack> condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (System.nanoTime() < end) {
            Ack ack = acks.poll(100, TimeUnit.MILLISECONDS);
            if (ack != null && condition.test(ack)) {
                return ack;
            }
        }
        throw new AssertionError("the hub did not send " + what);
    }

    /** Waits until the hub tells all agents that its load has this level. */
    public void awaitLevel(int level) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (System.nanoTime() < end) {
            HubState state = hubStates.poll(100, TimeUnit.MILLISECONDS);
            if (state != null && state.on() && state.level() == level) {
                return;
            }
        }
        throw new AssertionError("the hub's load level did not become " + level);
    }

    /** Waits until the broker has ended the connection. */
    public boolean isEnded() throws InterruptedException {
        return lost.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    public boolean isConnected() {
        return client.isConnected();
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) throws Exception {
        byte[] bytes = message.getPayload();
        if (topic.equals(TOPICS.hubState())) {
            hubStates.add(ControlCodec.decodeHubState(bytes));
        } else if (topic.equals(TOPICS.helloReply(uid()))) {
            replies.add(ControlCodec.decodeHelloReply(bytes, uid(), hub.verifyKey()));
        } else if (topic.equals(TOPICS.ack(uid()))) {
            acks.add(ack(bytes));
        } else if (topic.equals(TOPICS.command(uid()))) {
            commands.add(ControlCodec.decodeCommand(bytes, hub.verifyKey()));
        } else if (topic.equals(TOPICS.piece(uid()))) {
            pieces.add(Piece.decode(bytes));
        }
    }

    private Ack ack(byte[] bytes) throws ProtocolException, InvalidKeyException {
        Ack claimed = ControlCodec.peekAck(bytes);
        var keys = SessionKeys.ofAgent(
                agent.identity().agree().getPrivate(), agent.identity().card(), hub, conn, claimed.hubBoot());
        return ControlCodec.decodeAck(bytes, keys);
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        lost.countDown();
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}

    /** Goes without a word. */
    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnectForcibly(0, 200, false);
        }
        client.close(true);
    }
}
