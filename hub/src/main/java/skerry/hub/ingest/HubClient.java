package skerry.hub.ingest;

import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.TimerPingSender;
import org.eclipse.paho.mqttv5.client.internal.ClientComms;
import org.eclipse.paho.mqttv5.client.internal.MqttConnectionState;
import org.eclipse.paho.mqttv5.client.internal.MqttSessionState;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * Paho with its habits corrected: version 1.2.5 uses topic aliases whenever a broker offers them and has no switch for
 * that. Here the machinery gets a state object that the broker's offers do not reach.
 */
final class HubClient extends MqttAsyncClient {
    HubClient(BrokerAddress broker, int receiveMaximum, long maxPacketBytes, ScheduledExecutorService threads)
            throws MqttException {
        this(broker, receiveMaximum, maxPacketBytes, threads, new MemoryPersistence(), new TimerPingSender(threads));
    }

    private HubClient(
            BrokerAddress broker,
            int receiveMaximum,
            long maxPacketBytes,
            ScheduledExecutorService threads,
            MemoryPersistence persistence,
            TimerPingSender pings)
            throws MqttException {
        super(broker.uri(), broker.clientId(), persistence, pings, threads);
        var state = new MqttConnectionState(broker.clientId());
        state.setReceiveMaximum(receiveMaximum);
        // Paho's state hands out its two packet limits crossed: this one is what incoming packets are held against.
        state.setOutgoingMaximumPacketSize(maxPacketBytes);
        state.setKeepAliveSeconds(MqttLink.KEEP_ALIVE_SECONDS);
        var session = new MqttSessionState();
        session.setClientId(broker.clientId());
        persistence.open(broker.clientId());
        comms = new ClientComms(this, persistence, pings, threads, session, state);
        persistence.close();
    }
}
