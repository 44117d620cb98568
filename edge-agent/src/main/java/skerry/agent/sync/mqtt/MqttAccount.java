package skerry.agent.sync.mqtt;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import skerry.agent.sync.Downlink;
import skerry.agent.sync.Publication;
import skerry.protocol.Topics;
import skerry.protocol.Uid;

/**
 * How this agent appears at the broker.
 *
 * @param uid client id, user name and topic level
 * @param willDelay how long the broker waits before it says that the agent is gone; whole seconds
 */
public record MqttAccount(Uid uid, String password, Topics topics, Duration keepAlive, Duration willDelay) {
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(45);
    private static final Duration WILL_DELAY = Duration.ofSeconds(15);

    /** @throws IllegalArgumentException if the keep-alive is not 1 to 65,535 s */
    public MqttAccount {
        if (keepAlive.toSeconds() < 1 || keepAlive.toSeconds() > 65_535) {
            throw new IllegalArgumentException("an MQTT keep-alive lies between 1 s and 65,535 s, was " + keepAlive);
        }
    }

    /** With the times of the protocol. */
    public MqttAccount(Uid uid, String password, Topics topics) {
        this(uid, password, topics, KEEP_ALIVE, WILL_DELAY);
    }

    /** Where a message goes. */
    public String topic(Publication publication) {
        return switch (publication.uplink()) {
            case STATE -> topics.state(uid);
            case HELLO -> topics.hello(uid);
            case LIVE -> topics.live(uid);
            case WANT -> topics.want(uid);
            case BATCH -> topics.batch(uid, publication.key().orElseThrow().stream());
        };
    }

    /** What a topic that was subscribed to means; null for one of a later version. */
    @Nullable
    public Downlink downlink(String topic) {
        if (topic.equals(topics.ack(uid))) {
            return Downlink.ACK;
        }
        if (topic.equals(topics.helloReply(uid))) {
            return Downlink.HELLO;
        }
        if (topic.equals(topics.piece(uid))) {
            return Downlink.PIECE;
        }
        if (topic.equals(topics.hubState())) {
            return Downlink.HUB_STATE;
        }
        return topic.equals(topics.command(uid)) ? Downlink.COMMAND : null;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "agent " + uid;
    }
}
