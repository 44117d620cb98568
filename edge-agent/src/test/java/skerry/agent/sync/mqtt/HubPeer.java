package skerry.agent.sync.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** The hub's side of a broker, for tests: hears everything from agents and says what it is told to. */
public final class HubPeer implements MqttCallback, AutoCloseable {
    private static final long LIMIT_SECONDS = 20;

    private final MqttAsyncClient client;
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final Consumer<Heard> listener;
    private final Runnable lost;

    /** One message. */
    public record Heard(String topic, MqttMessage message) {}

    /**
     * @param listener hears each message on Paho's thread; it must not wait
     * @param lost called when the connection breaks
     */
    public HubPeer(String host, int port, String user, String password, Consumer<Heard> listener, Runnable lost)
            throws MqttException {
        this.listener = listener;
        this.lost = lost;
        this.client = new MqttAsyncClient("tcp://" + host + ":" + port, user, new MemoryPersistence());
        client.setCallback(this);
        var options = new MqttConnectionOptions();
        options.setCleanStart(true);
        options.setAutomaticReconnect(false);
        options.setUserName(user);
        options.setPassword(password.getBytes(StandardCharsets.UTF_8));
        options.setReceiveMaximum(100);
        client.connect(options).waitForCompletion(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
    }

    public HubPeer(String host, int port, String user, String password) throws MqttException {
        this(host, port, user, password, _ -> {}, () -> {});
    }

    public void subscribe(String filter) throws MqttException {
        client.subscribe(filter, 1).waitForCompletion(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
    }

    /** Never waits. */
    public void say(String topic, byte[] payload, boolean retained) throws MqttException {
        client.publish(topic, payload, 1, retained);
    }

    /** Waits until the broker has it. */
    public void sayNow(String topic, byte[] payload, boolean retained) throws MqttException {
        client.publish(topic, payload, 1, retained).waitForCompletion(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
    }

    /** The next message that fits; others before it are passed over. */
    public Heard await(Predicate<Heard> fits) throws InterruptedException {
        while (true) {
            var message = heard.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertThat(message).as("a message within %d s", LIMIT_SECONDS).isNotNull();
            if (fits.test(message)) {
                return message;
            }
        }
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        var arrived = new Heard(topic, message);
        heard.add(arrived);
        listener.accept(arrived);
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        lost.run();
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnect(0, null, null, 0, new MqttProperties()).waitForCompletion(1_000);
        }
        client.close(true);
    }
}
