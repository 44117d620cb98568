package skerry.system.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import skerry.protocol.Bytes;
import skerry.testkit.broker.BrokerProcess;

/** Hears all that goes through a broker, and says it again when it is asked to: what a broker itself could do. */
public final class Eavesdropper implements AutoCloseable, MqttCallback {
    private static final long PATIENCE_MILLIS = 20_000;

    private final MqttAsyncClient client;
    private final List<Said> heard = new ArrayList<>();

    /** One message of others. */
    public record Said(String topic, Bytes payload, int qos, boolean retained) {}

    public Eavesdropper(BrokerProcess broker) throws MqttException {
        client = new MqttAsyncClient(
                "tcp://" + broker.host() + ":" + broker.port(), "eavesdropper", new MemoryPersistence());
        client.setCallback(this);
        var options = new MqttConnectionOptions();
        options.setAutomaticReconnect(false);
        client.connect(options).waitForCompletion(PATIENCE_MILLIS);
        var all = new MqttSubscription("#", 1);
        all.setNoLocal(true);
        all.setRetainAsPublished(true);
        client.subscribe(new MqttSubscription[] {all}).waitForCompletion(PATIENCE_MILLIS);
    }

    /** All messages so far, but for its own. */
    public synchronized List<Said> heard() {
        return List.copyOf(heard);
    }

    /** How many messages were said under a topic. */
    synchronized long heard(String topic) {
        return heard.stream().filter(said -> said.topic().equals(topic)).count();
    }

    /** Says something again; waits until the broker has it. */
    void repeat(List<Said> all) throws MqttException {
        for (Said said : all) {
            publish(said.topic(), new MqttMessage(said.payload().toArray(), said.qos(), said.retained(), null));
        }
    }

    /** The client may tell of a message's end a moment before it counts the message as ended. */
    private void publish(String topic, MqttMessage message) throws MqttException {
        long until = System.nanoTime() + Duration.ofMillis(PATIENCE_MILLIS).toNanos();
        while (true) {
            try {
                client.publish(topic, message).waitForCompletion(PATIENCE_MILLIS);
                return;
            } catch (MqttException e) {
                if (e.getReasonCode() != MqttClientException.REASON_CODE_MAX_INFLIGHT || System.nanoTime() > until) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public synchronized void messageArrived(String topic, MqttMessage message) {
        heard.add(new Said(topic, Bytes.of(message.getPayload()), message.getQos(), message.isRetained()));
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {}

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
        client.disconnectForcibly(0, 200, false);
        client.close(true);
    }
}
