package skerry.agent.sync.mqtt;

import static java.lang.System.Logger.Level.WARNING;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import skerry.agent.budget.WireMeter;
import skerry.agent.sync.Carrier;
import skerry.agent.sync.Publication;
import skerry.protocol.Bytes;

/** MQTT 5 through Paho, with a client object of its own for each attempt. Driven by one thread. */
public final class PahoCarrier implements Carrier {
    private static final System.Logger LOG = System.getLogger(PahoCarrier.class.getName());

    private final MqttAccount account;
    private final Supplier<BrokerLink> links;
    private final WireMeter meter;
    private @Nullable PahoConnection current;

    /** Always the same way. */
    public PahoCarrier(MqttAccount account, BrokerLink link) {
        this(account, () -> link, new WireMeter());
    }

    /**
     * @param links where the broker is, asked before each attempt: certificates change
     * @param meter counts every byte of every connection
     */
    public PahoCarrier(MqttAccount account, Supplier<BrokerLink> links, WireMeter meter) {
        this.meter = meter;
        this.account = account;
        this.links = links;
        BrokerLink first = links.get();
        if (first.isExposed()) {
            LOG.log(
                    WARNING,
                    "mqtt.allow-plain-beyond-loopback is on: everything said to {0} can be read and changed on the way;"
                            + " use mqtts:// instead",
                    first);
        }
    }

    @Override
    public void connect(long attempt, Bytes will, Inbox inbox) {
        close();
        var connection = new PahoConnection(account, links.get(), meter, attempt, inbox);
        current = connection;
        connection.start(will);
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

    private @Nullable PahoConnection of(long attempt) {
        var connection = current;
        return connection != null && connection.attempt() == attempt ? connection : null;
    }
}
