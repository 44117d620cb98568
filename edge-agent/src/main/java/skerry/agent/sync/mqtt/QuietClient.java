package skerry.agent.sync.mqtt;

import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.TimerPingSender;
import org.eclipse.paho.mqttv5.client.internal.ClientComms;
import org.eclipse.paho.mqttv5.client.internal.MqttConnectionState;
import org.eclipse.paho.mqttv5.client.internal.MqttSessionState;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import skerry.protocol.Limits;

/**
 * Paho with its own way to the broker and with its habits corrected. Version 1.2.5 uses topic aliases whenever a broker
 * offers them and has no switch for that, and it allocates queues for the 65,535 messages that MQTT allows by default.
 * Both follow from a state object; here the machinery gets another one than the client, which the broker's offers do
 * not reach.
 */
final class QuietClient extends MqttAsyncClient {
    /** Above all that a session has under way. */
    static final int MOST_IN_FLIGHT = 64;

    private final NetworkModule way;
    private final MqttConnectionState state;

    QuietClient(String clientId, NetworkModule way, ScheduledExecutorService threads) throws MqttException {
        this(clientId, way, threads, new MemoryPersistence(), new TimerPingSender(threads));
    }

    private QuietClient(
            String clientId,
            NetworkModule way,
            ScheduledExecutorService threads,
            MemoryPersistence persistence,
            TimerPingSender pings)
            throws MqttException {
        super(way.getServerURI(), clientId, persistence, pings, threads);
        this.way = way;
        this.state = new MqttConnectionState(clientId);
        state.setReceiveMaximum(MOST_IN_FLIGHT);
        state.setIncomingMaximumPacketSize((long) Limits.MAX_CONTROL_BYTES + 1024);
        var session = new MqttSessionState();
        session.setClientId(clientId);
        persistence.open(clientId);
        comms = new ClientComms(this, persistence, pings, threads, session, state);
        persistence.close();
    }

    @Override
    protected NetworkModule[] createNetworkModules(String address, MqttConnectionOptions options) {
        return new NetworkModule[] {way};
    }

    /** The broker wants to hear from us at least this often. */
    void keepAlive(int seconds) {
        state.setKeepAliveSeconds(seconds);
    }
}
