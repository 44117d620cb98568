package skerry.hub.broker;

import static java.lang.System.Logger.Level.DEBUG;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import java.util.Optional;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.jspecify.annotations.Nullable;

/**
 * What a packet must look like before rights are asked; a client that breaks a rule is disconnected. These rules close
 * what topic rights cannot see: a login in another's name or with another's client id, a will that speaks for another, the
 * broker's own address syntax, shared subscriptions, retained messages that cost memory for ever.
 */
final class MqttRules implements MQTTInterceptor {
    private static final System.Logger LOG = System.getLogger(MqttRules.class.getName());
    private static final int MAX_FILTERS = 8;
    private static final int MAX_WILL_BYTES = 1_024;
    private static final String QUEUE_SYNTAX = "::";

    private final TopicRights rights;
    private final BrokerCounts counts;

    MqttRules(TopicRights rights, BrokerCounts counts) {
        this.rights = rights;
        this.counts = counts;
    }

    @Override
    public boolean intercept(MqttMessage packet, RemotingConnection connection) {
        String broken = switch (packet) {
            case MqttConnectMessage connect ->
                connect(connect, isHubDoor(connection), ClientCertificate.name(connection));
            case MqttPublishMessage publish -> publish(publish);
            case MqttSubscribeMessage subscribe -> subscribe(subscribe);
            default -> null;
        };
        if (broken != null) {
            counts.count(BrokerCounts.Cause.RULE);
            LOG.log(DEBUG, "closing {0}: {1}", connection.getRemoteAddress(), broken);
        }
        return broken == null;
    }

    private static boolean isHubDoor(RemotingConnection connection) {
        return connection.getTransportConnection() instanceof NettyConnection netty
                && netty.getNettyChannel().hasAttr(Door.FOR_HUB);
    }

    private @Nullable String connect(MqttConnectMessage connect, boolean hubDoor, Optional<String> certified) {
        if (connect.variableHeader().version() != 5) {
            return "only MQTT 5 is spoken here";
        }
        String user = connect.payload().userName();
        if (user == null || !user.equals(connect.payload().clientIdentifier())) {
            return "the client id is not the user name";
        }
        if (hubDoor != user.equals(EmbeddedBroker.HUB_USER)) {
            return "this user does not log in at this port";
        }
        if (certified.isPresent() && !certified.get().equals(user)) {
            return "the certificate is not that of the user";
        }
        if (!connect.variableHeader().isWillFlag()) {
            return null;
        }
        byte @Nullable [] will = connect.payload().willMessageInBytes();
        if (!rights.willTopic(user).equals(connect.payload().willTopic())) {
            return "the will speaks for another topic";
        }
        return will != null && will.length > MAX_WILL_BYTES ? "the will is too long" : null;
    }

    private @Nullable String publish(MqttPublishMessage publish) {
        String topic = publish.variableHeader().topicName();
        if (publish.variableHeader().properties().getProperty(MqttProperties.MqttPropertyType.TOPIC_ALIAS.value())
                != null) {
            return "topic aliases are not allowed";
        }
        if (topic.contains(QUEUE_SYNTAX)) {
            return "a topic must not hold " + QUEUE_SYNTAX;
        }
        return publish.fixedHeader().isRetain() && !rights.mayRetain(topic)
                ? "only states may be retained, not " + topic
                : null;
    }

    private static @Nullable String subscribe(MqttSubscribeMessage subscribe) {
        var filters = subscribe.payload().topicSubscriptions();
        if (filters.size() > MAX_FILTERS) {
            return "more than " + MAX_FILTERS + " topics in one subscription";
        }
        for (var filter : filters) {
            String topic = filter.topicFilter();
            if (topic.contains(QUEUE_SYNTAX) || topic.startsWith("$")) {
                return "queue names and shared subscriptions are not allowed";
            }
        }
        return null;
    }
}
