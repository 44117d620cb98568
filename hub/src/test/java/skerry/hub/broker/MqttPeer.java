package skerry.hub.broker;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
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

/** An ordinary MQTT 5 client of a test: says what the broker answered, and waits for messages by their number. */
public final class MqttPeer implements AutoCloseable, MqttCallback {
    private static final long PATIENCE_MILLIS = 20_000;

    private final MqttAsyncClient client;
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final CountDownLatch lost = new CountDownLatch(1);

    /** A message that came. */
    public record Heard(String topic, String text) {}

    /** How it logs in, and where its will speaks, if it has one. */
    public record Login(
            String clientId,
            String user,
            String password,
            @Nullable String willTopic) {
        public static Login of(String user, String password) {
            return new Login(user, user, password, null);
        }
    }

    /** @throws MqttException if the broker refuses, or ends the connection without a word */
    public MqttPeer(String address, Login login, @Nullable SocketFactory sockets) throws MqttException {
        client = new MqttAsyncClient(address, login.clientId(), new MemoryPersistence());
        client.setCallback(this);
        var options = new MqttConnectionOptions();
        options.setUserName(login.user());
        options.setPassword(login.password().getBytes(StandardCharsets.UTF_8));
        options.setCleanStart(true);
        options.setSessionExpiryInterval(0L);
        options.setAutomaticReconnect(false);
        options.setConnectionTimeout(20);
        if (sockets != null) {
            options.setSocketFactory(sockets);
            options.setHttpsHostnameVerificationEnabled(false);
        }
        if (login.willTopic() != null) {
            options.setWill(
                    login.willTopic(), new MqttMessage("will".getBytes(StandardCharsets.UTF_8), 1, false, null));
        }
        try {
            client.connect(options).waitForCompletion(PATIENCE_MILLIS);
        } catch (MqttException e) {
            client.close(true);
            throw e;
        }
    }

    /** The reason code of the broker's PUBACK. */
    public int publish(String topic, String text, boolean retained) throws MqttException {
        var message = new MqttMessage(text.getBytes(StandardCharsets.UTF_8), 1, retained, null);
        IMqttToken token = client.publish(topic, message);
        token.waitForCompletion(PATIENCE_MILLIS);
        int[] codes = token.getReasonCodes();
        return codes == null || codes.length == 0 ? 0 : codes[0];
    }

    /** The reason code of the broker's SUBACK. */
    public int subscribe(String filter) throws MqttException {
        IMqttToken token = client.subscribe(new MqttSubscription[] {new MqttSubscription(filter, 1)});
        try {
            token.waitForCompletion(PATIENCE_MILLIS);
        } catch (MqttException e) {
            if (token.getReasonCodes() == null) {
                throw e;
            }
        }
        return token.getReasonCodes()[0];
    }

    /** From now on it confirms nothing of what comes, so that the rest waits at the broker. */
    public void confirmNoMore() {
        client.setManualAcks(true);
    }

    /** The next message, waited for. */
    public Heard next() throws InterruptedException {
        Heard next = heard.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new AssertionError("no message came");
        }
        return next;
    }

    /** Messages that came and were not asked for. */
    public int waiting() {
        return heard.size();
    }

    /** Waits until the broker has ended the connection. */
    public boolean isEnded() throws InterruptedException {
        return lost.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        heard.add(new Heard(topic, new String(message.getPayload(), StandardCharsets.UTF_8)));
    }

    @Override
    public void disconnected(MqttDisconnectResponse disconnectResponse) {
        lost.countDown();
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String serverURI) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnectForcibly(0, 200, false);
        }
        client.close(true);
    }
}
