package skerry.agent.sync.mqtt;

import static java.lang.System.Logger.Level.WARNING;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;
import skerry.agent.budget.WireMeter;
import skerry.agent.sync.Carrier;
import skerry.agent.sync.Publication;
import skerry.agent.sync.SessionInput;
import skerry.agent.sync.Uplink;
import skerry.protocol.Bytes;
import skerry.protocol.Topics;
import skerry.protocol.Uid;

/**
 * One attempt and the connection it becomes: one client object, four threads, all gone when it is closed. Callbacks of
 * Paho only hand over; nothing is published and nothing waits there.
 */
final class PahoConnection implements MqttCallback {
    private static final System.Logger LOG = System.getLogger(PahoConnection.class.getName());

    /** Paho writes stack traces for what is ordinary here, such as a lost connection; every event is told in our words. */
    private static final Logger PAHO_LOG = Logger.getLogger("org.eclipse.paho");

    /** Paho's connect, read, write and callback threads; pings run on the first. */
    private static final int THREADS = 4;

    private static final long END_MILLIS = 3_000;
    private static final List<UserProperty> PROTOCOL_VERSION = List.of(new UserProperty("pv", "1"));

    static {
        PAHO_LOG.setLevel(Level.OFF);
    }

    private final MqttAccount account;
    private final BrokerLink link;
    private final long attempt;
    private final Carrier.Inbox inbox;
    private final GatedSocket socket;
    private final ScheduledThreadPoolExecutor threads;
    private @Nullable QuietClient client;
    private volatile boolean closing;

    PahoConnection(MqttAccount account, BrokerLink link, WireMeter meter, long attempt, Carrier.Inbox inbox) {
        this.account = account;
        this.link = link;
        this.attempt = attempt;
        this.inbox = inbox;
        this.socket = new GatedSocket(link, meter);
        this.threads = new ScheduledThreadPoolExecutor(
                THREADS, Thread.ofPlatform().name("mqtt-", 0).daemon().factory());
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        threads.setRemoveOnCancelPolicy(true);
    }

    long attempt() {
        return attempt;
    }

    void start(Bytes will) {
        try {
            var made = new QuietClient(account.uid().value(), socket, threads);
            client = made;
            made.setCallback(this);
            made.connect(options(will), null, new Answer(this::connected, this::failed));
        } catch (MqttException e) {
            failed(e);
        }
    }

    private MqttConnectionOptions options(Bytes will) {
        var options = new MqttConnectionOptions();
        options.setCleanStart(true);
        options.setAutomaticReconnect(false);
        options.setKeepAliveInterval((int) account.keepAlive().toSeconds());
        options.setUserName(account.uid().value());
        options.setPassword(account.password().getBytes(StandardCharsets.US_ASCII));
        options.setReceiveMaximum(QuietClient.MOST_IN_FLIGHT);
        options.setMaximumPacketSize(QuietClient.LARGEST_INCOMING);
        options.setTopicAliasMaximum(0);
        options.setUserProperties(PROTOCOL_VERSION);
        var last = new MqttMessage(will.toArray());
        last.setQos(Uplink.STATE.qos());
        last.setRetained(Uplink.STATE.retained());
        options.setWill(account.topics().state(account.uid()), last);
        long delay = account.willDelay().toSeconds();
        options.getWillMessageProperties().setWillDelayInterval(delay);
        // A broker sends the will when the session ends, however long its delay: so the session must outlive it. What
        // is
        // queued in it meanwhile is thrown away by the next clean start.
        options.setSessionExpiryInterval(delay);
        return options;
    }

    private void connected(IMqttToken token) {
        int receiveMaximum = 65_535;
        long packet = Integer.MAX_VALUE;
        MqttProperties offers = token.getResponseProperties();
        if (offers != null) {
            if (offers.getReceiveMaximum() != null) {
                receiveMaximum = offers.getReceiveMaximum();
            }
            if (offers.getMaximumPacketSize() != null) {
                packet = Math.min(packet, offers.getMaximumPacketSize());
            }
            if (offers.getServerKeepAlive() != null && client != null) {
                client.keepAlive(offers.getServerKeepAlive());
            }
        }
        put(new SessionInput.Connected(attempt, Math.min(receiveMaximum, QuietClient.MOST_IN_FLIGHT), (int) packet));
    }

    private void failed(@Nullable Throwable failure) {
        var diagnosis = Diagnosis.ofAttempt(link, failure);
        put(new SessionInput.ConnectFailed(attempt, diagnosis.permanent(), diagnosis.sentence()));
    }

    void subscribe() {
        Topics topics = account.topics();
        Uid uid = account.uid();
        var subscriptions = new MqttSubscription[] {
            new MqttSubscription(topics.allDown(uid), 1), new MqttSubscription(topics.hubState(), 1)
        };
        attempting(mqtt -> mqtt.subscribe(
                subscriptions,
                null,
                new Answer(token -> put(new SessionInput.Subscribed(attempt, worst(token))), this::ignore),
                new MqttProperties()));
    }

    void publish(Publication publication) {
        var message = new MqttMessage(publication.payload());
        message.setQos(publication.uplink().qos());
        message.setRetained(publication.uplink().retained());
        var properties = new MqttProperties();
        properties.setContentType(publication.uplink().contentType());
        properties.setUserProperties(PROTOCOL_VERSION);
        if (publication.uplink().expirySeconds() > 0) {
            properties.setMessageExpiryInterval((long) publication.uplink().expirySeconds());
        }
        publication.correlation().ifPresent(id -> properties.setCorrelationData(id.toArray()));
        message.setProperties(properties);
        attempting(mqtt -> mqtt.publish(
                account.topic(publication),
                message,
                null,
                new Answer(
                        token -> put(new SessionInput.Published(attempt, publication.token(), worst(token))),
                        this::ignore)));
    }

    /**
     * Ends the connection and all threads; waits for that, a few seconds at most. Hangs up without a DISCONNECT: that would
     * take the will back, and the hub must hear of every end. (Its reason 0x04 keeps the will, but not at every broker:
     * Artemis 2.55 does not look at it.)
     */
    void close() {
        closing = true;
        var mqtt = client;
        socket.abort();
        threads.shutdown();
        if (!awaitEnd() && mqtt != null) {
            try {
                mqtt.disconnectForcibly(0, 1, false);
            } catch (MqttException e) {
                ignore(e);
            }
            threads.shutdownNow();
            if (!awaitEnd()) {
                LOG.log(
                        WARNING,
                        "a connection to {0} did not end in time: {1} thread(s) go on until the system lets go",
                        link,
                        threads.getActiveCount());
            }
        }
    }

    private boolean awaitEnd() {
        try {
            return threads.awaitTermination(END_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    // ---- what Paho calls

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        var from = account.downlink(topic);
        if (from != null) {
            put(new SessionInput.Received(attempt, from, Bytes.of(message.getPayload())));
        }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        put(new SessionInput.Lost(attempt, Diagnosis.ofLoss(link, response.getReturnCode(), response.getException())));
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        // The connection ends after this, and disconnected says so.
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // Every publication has its own listener.
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
        // The attempt has its own listener.
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        // No authentication beyond the password is used.
    }

    private void put(SessionInput input) {
        if (!closing) {
            inbox.put(input);
        }
    }

    /** Tokens fail only because their connection does, which is told once. */
    private void ignore(@Nullable Throwable failure) {}

    private void attempting(Call call) {
        var mqtt = client;
        if (mqtt == null) {
            return;
        }
        try {
            call.on(mqtt);
        } catch (MqttException e) {
            put(new SessionInput.Lost(attempt, Diagnosis.ofLoss(link, e.getReasonCode(), e)));
        }
    }

    /** The gravest of the answer's reason codes; 0 if it has none. */
    private static int worst(IMqttToken token) {
        int worst = 0;
        int[] codes = token.getReasonCodes();
        if (codes != null) {
            for (int code : codes) {
                worst = Math.max(worst, code);
            }
        }
        return worst;
    }

    private interface Call {
        void on(QuietClient client) throws MqttException;
    }

    private interface Success {
        void with(IMqttToken token);
    }

    private interface Failure {
        void because(@Nullable Throwable failure);
    }

    private record Answer(Success success, Failure failure) implements MqttActionListener {
        @Override
        public void onSuccess(IMqttToken token) {
            success.with(token);
        }

        @Override
        public void onFailure(IMqttToken token, Throwable exception) {
            failure.because(exception);
        }
    }
}
