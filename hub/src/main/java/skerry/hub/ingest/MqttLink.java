package skerry.hub.ingest;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;
import skerry.hub.store.StoreException;
import skerry.protocol.Limits;
import skerry.protocol.Topics;
import skerry.protocol.Uid;
import skerry.protocol.control.ControlCodec;
import skerry.protocol.control.HubState;

/**
 * The hub's end of a broker, its own or any other: a new client object for each attempt, no automatic reconnect, manual
 * acknowledgement. The callback thread only hands over. Runs from construction until it is closed.
 */
final class MqttLink implements AutoCloseable {
    static final int KEEP_ALIVE_SECONDS = 30;

    private static final System.Logger LOG = System.getLogger(MqttLink.class.getName());
    /** Paho writes stack traces for what is ordinary here; what matters is told in our words. */
    private static final Logger PAHO_LOG = Logger.getLogger("org.eclipse.paho");

    private static final int CLIENT_THREADS = 4;
    /** Messages that nobody sends again and that may wait to be heard. */
    private static final int PLACES = 10_000;
    /** What may wait to be said: some hundred bytes to each of some ten thousand agents. */
    private static final long MAX_UNSAID_BYTES = 16L << 20;

    private static final int QOS = 1;
    private static final long DOWN_EXPIRY_SECONDS = 60;
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;
    private static final long PATIENCE_MILLIS = 15_000;
    private static final long LEVEL_EVERY_MILLIS = 1_000;
    /** Agents come back spread over the fleet's size by this rate. */
    private static final int CONNECTS_PER_SECOND = 200;

    private static final long MAX_PACKET_BYTES = Limits.MAX_BATCH_BYTES + 4_096;

    private final BrokerAddress broker;
    private final Topics topics;
    private final HubIdent hub;
    private final FrontDesk frontDesk;
    private final Pipeline pipeline;
    private final LoadGauge load;
    private final IngestCounts counts;
    private final PieceSource pieces;
    private final java.util.function.IntSupplier fleetSize;
    private final int receiveMaximum;
    private final Hearing hearing;
    private final Thread thread;
    private final AtomicReference<@Nullable Attempt> present = new AtomicReference<>();
    private volatile boolean closing;
    private volatile String lastFailure = "not yet";

    MqttLink(
            BrokerAddress broker,
            Topics topics,
            HubIdent hub,
            FrontDesk frontDesk,
            Pipeline pipeline,
            LoadGauge load,
            IngestCounts counts,
            PieceSource pieces,
            java.util.function.IntSupplier fleetSize,
            int receiveMaximum) {
        PAHO_LOG.setLevel(Level.OFF);
        this.broker = broker;
        this.topics = topics;
        this.hub = hub;
        this.frontDesk = frontDesk;
        this.pipeline = pipeline;
        this.load = load;
        this.counts = counts;
        this.pieces = pieces;
        this.fleetSize = fleetSize;
        this.receiveMaximum = receiveMaximum;
        hearing = new Hearing(counts, PLACES);
        pipeline.sendBy(this::receipt);
        thread = Thread.ofPlatform().name("ingest-link").daemon().start(this::run);
    }

    /** Why the hub does not hear its agents now; empty if it does. */
    Optional<String> trouble() {
        Attempt attempt = present.get();
        return attempt != null && attempt.ready
                ? Optional.empty()
                : Optional.of("the hub does not reach its broker at " + broker + " (" + lastFailure + ")");
    }

    private void run() {
        long pause = FIRST_PAUSE_MILLIS;
        boolean told = false;
        while (!closing) {
            try (var attempt = new Attempt()) {
                attempt.connect();
                present.set(attempt);
                LOG.log(INFO, "hearing agents at {0}", broker);
                pause = FIRST_PAUSE_MILLIS;
                told = false;
                attempt.stay();
                lastFailure = "it ended the connection";
            } catch (MqttException e) {
                lastFailure = reason(e);
                LOG.log(
                        told || closing ? DEBUG : WARNING,
                        "the broker at {0} cannot be used ({1}); agents keep their data, and it is tried again",
                        broker,
                        lastFailure);
                told = true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                present.set(null);
            }
            if (closing || Thread.currentThread().isInterrupted()) {
                return;
            }
            frontDesk.allGone();
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
        }
    }

    /** Paho wraps what the network said. */
    private static String reason(MqttException failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage();
        return message == null ? deepest.getClass().getSimpleName() : message;
    }

    /** A command waits for this agent. Never waits; any thread. */
    void commandWaits(Uid uid) {
        Attempt attempt = present.get();
        if (attempt != null) {
            hearing.between(() -> attempt.command(uid, false));
        }
    }

    private void receipt(Uid uid, byte[] receipt) {
        Attempt attempt = present.get();
        if (attempt != null) {
            attempt.say(topics.ack(uid), receipt);
        }
    }

    /** One client object and the connection it becomes. */
    private final class Attempt implements MqttCallback, AutoCloseable {
        private final ScheduledThreadPoolExecutor threads;
        private final HubClient client;
        private final CountDownLatch lost = new CountDownLatch(1);
        private volatile @Nullable Downlink down;
        private volatile boolean ready;
        private boolean closed;
        private int toldLevel = -1;

        Attempt() throws MqttException {
            threads = new ScheduledThreadPoolExecutor(
                    CLIENT_THREADS,
                    Thread.ofPlatform().name("ingest-mqtt-", 0).daemon().factory());
            threads.setRemoveOnCancelPolicy(true);
            client = new HubClient(broker, receiveMaximum, MAX_PACKET_BYTES, threads);
            client.setManualAcks(true);
            client.setCallback(this);
        }

        void connect() throws MqttException {
            var options = new MqttConnectionOptions();
            options.setCleanStart(true);
            options.setSessionExpiryInterval(0L);
            options.setAutomaticReconnect(false);
            options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
            options.setConnectionTimeout((int) (PATIENCE_MILLIS / 1_000));
            if (!broker.user().isEmpty()) {
                options.setUserName(broker.user());
                options.setPassword(broker.password().getBytes(StandardCharsets.UTF_8));
            }
            options.setReceiveMaximum(receiveMaximum);
            options.setMaximumPacketSize(MAX_PACKET_BYTES);
            options.setTopicAliasMaximum(0);
            broker.sockets().ifPresent(options::setSocketFactory);
            options.setHttpsHostnameVerificationEnabled(true);
            options.setWill(topics.hubState(), retained(ControlCodec.encode(state(false, 0))));
            IMqttToken connected = client.connect(options);
            connected.waitForCompletion(PATIENCE_MILLIS);
            down = new Downlink(client::publish, counts, window(connected), MAX_UNSAID_BYTES);
            frontDesk.fleetReturns();
            client.subscribe(new MqttSubscription[] {new MqttSubscription(topics.allUp(), QOS)})
                    .waitForCompletion(PATIENCE_MILLIS);
            ready = true;
            tellLevel();
        }

        /** Messages that may be unconfirmed at once; where the broker tells no limit, Paho keeps to its own. */
        private int window(IMqttToken connected) {
            MqttProperties told = connected.getResponseProperties();
            Integer limit = told == null ? null : told.getReceiveMaximum();
            return limit == null ? receiveMaximum : Math.min(limit, receiveMaximum);
        }

        /** Until the connection ends; tells the load level when it changed. */
        void stay() throws InterruptedException, MqttException {
            while (!closing && !lost.await(LEVEL_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                load.read(pipeline.fill(), counts.isStoring());
                frontDesk.watchReturn();
                tellLevel();
            }
        }

        private void tellLevel() {
            int level = load.level();
            if (level != toldLevel) {
                toldLevel = level;
                Downlink open = down;
                if (open != null) {
                    open.sayFirst(topics.hubState(), retained(ControlCodec.encode(state(true, level))));
                }
            }
        }

        private HubState state(boolean on, int level) {
            long jitter = 1_000L * fleetSize.getAsInt() / CONNECTS_PER_SECOND;
            return new HubState(on, hub.boot(), level, Math.max(1_000, jitter), CONNECTS_PER_SECOND);
        }

        void say(String topic, byte[] payload) {
            var properties = new MqttProperties();
            properties.setMessageExpiryInterval(DOWN_EXPIRY_SECONDS);
            Downlink open = down;
            if (open != null) {
                open.say(topic, new MqttMessage(payload, QOS, false, properties));
            }
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            int id = message.getId();
            int qos = message.getQos();
            byte[] payload = message.getPayload();
            switch (UpTopic.parse(topics, topic).orElse(null)) {
                case UpTopic.OfBatch(var uid, var stream) ->
                    pipeline.take(uid, stream, payload, () -> acknowledge(id, qos));
                case UpTopic.State(var uid) -> hear(id, qos, () -> frontDesk.state(uid, payload));
                case UpTopic.Live(var uid) ->
                    hear(id, qos, () -> {
                        frontDesk.live(uid, payload);
                        command(uid, false);
                    });
                case UpTopic.Hello(var uid) ->
                    hear(
                            id,
                            qos,
                            () -> frontDesk.hello(uid, payload).ifPresent(reply -> {
                                say(topics.helloReply(uid), reply);
                                command(uid, true);
                            }));
                case UpTopic.Want(var uid) ->
                    hear(
                            id,
                            qos,
                            () -> pieces.answer(uid, payload, isCrowded())
                                    .ifPresent(piece -> say(topics.piece(uid), piece)));
                case null -> {
                    counts.foreign(IngestCounts.Foreign.OTHER_TOPIC);
                    acknowledge(id, qos);
                }
            }
        }

        private void hear(int id, int qos, Runnable message) {
            if (qos == 0) {
                hearing.once(this::holds, message);
            } else {
                hearing.repeated(this::holds, message, () -> acknowledge(id, qos));
            }
        }

        private boolean isCrowded() {
            Downlink open = down;
            return open != null && open.isCrowded();
        }

        private boolean holds() {
            return lost.getCount() > 0;
        }

        private void command(Uid uid, boolean fresh) {
            try {
                frontDesk.commands(uid, fresh).forEach(command -> say(topics.command(uid), command));
            } catch (StoreException e) {
                LOG.log(WARNING, "commands wait for agent {0}: {1}", uid, e.getMessage());
            }
        }

        /** May be asked to when the connection is long gone, and Paho's client with it. */
        private synchronized void acknowledge(int id, int qos) {
            if (qos == 0 || closed) {
                return;
            }
            try {
                client.messageArrivedComplete(id, qos);
            } catch (MqttException e) {
                LOG.log(DEBUG, "a message was not acknowledged: {0}", e.getMessage());
            }
        }

        private synchronized void acknowledgeNoMore() {
            closed = true;
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            lost.countDown();
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {
            LOG.log(DEBUG, "the MQTT client reports: {0}", exception.getMessage());
        }

        @Override
        public void deliveryComplete(IMqttToken token) {
            Downlink open = down;
            if (open != null) {
                open.confirmed();
            }
        }

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}

        /** Says farewell if it can, so that the will need not speak, and leaves no thread behind. */
        @Override
        public void close() throws MqttException {
            ready = false;
            Downlink open = down;
            if (open != null) {
                open.close();
            }
            try {
                if (closing && client.isConnected()) {
                    client.publish(topics.hubState(), retained(ControlCodec.encode(state(false, 0))))
                            .waitForCompletion(2_000);
                    client.disconnect().waitForCompletion(2_000);
                }
            } catch (MqttException e) {
                LOG.log(DEBUG, "no farewell to the broker: {0}", e.getMessage());
            } finally {
                acknowledgeNoMore();
                client.disconnectForcibly(0, 200, false);
                client.close(true);
                List<Runnable> _ = threads.shutdownNow();
            }
        }
    }

    private static MqttMessage retained(byte[] payload) {
        return new MqttMessage(payload, QOS, true, new MqttProperties());
    }

    /** Leaves the broker. */
    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        hearing.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
