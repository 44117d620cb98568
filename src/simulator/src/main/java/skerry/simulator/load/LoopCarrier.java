package skerry.simulator.load;

import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;
import skerry.agent.sync.Carrier;
import skerry.agent.sync.Publication;
import skerry.agent.sync.mqtt.BrokerLink;
import skerry.agent.sync.mqtt.MqttAccount;
import skerry.protocol.Bytes;

/**
 * MQTT 5 on an event loop that many agents share, so that an agent costs a socket and no thread. Plain MQTT alone, for
 * loopback. Nothing here waits.
 */
public final class LoopCarrier implements Carrier {
    private final MqttAccount account;
    private final BrokerLink link;
    private final EventLoop loop;
    private @Nullable LoopConnection current;

    /** @throws IllegalArgumentException if the way is encrypted */
    public LoopCarrier(MqttAccount account, BrokerLink link, EventLoop loop) {
        if (link.tls().isPresent()) {
            throw new IllegalArgumentException("simulated load speaks plain MQTT on loopback, not with " + link);
        }
        this.account = account;
        this.link = link;
        this.loop = loop;
    }

    @Override
    public void connect(long attempt, Bytes will, Inbox inbox) {
        close();
        var connection = new LoopConnection(account, link, attempt, inbox);
        current = connection;
        connection.start(loop, will);
    }

    @Override
    public void subscribe(long attempt) {
        var connection = of(attempt);
        if (connection != null) {
            connection.subscribe();
        }
    }

    @Override
    public void publish(long attempt, Publication publication) {
        var connection = of(attempt);
        if (connection != null) {
            connection.publish(publication);
        }
    }

    @Override
    public void disconnect(long attempt) {
        if (of(attempt) != null) {
            close();
        }
    }

    @Override
    public void close() {
        var connection = current;
        current = null;
        if (connection != null) {
            connection.close();
        }
    }

    private @Nullable LoopConnection of(long attempt) {
        var connection = current;
        return connection != null && connection.attempt() == attempt ? connection : null;
    }
}
