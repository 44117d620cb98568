package skerry.hub.broker;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import skerry.protocol.Topics;
import skerry.protocol.Uid;

/**
 * What may be published and subscribed by whom. Source: sync protocol, section 3. Agents get the listed names only, not
 * every name below {@code up/}: each topic costs the broker memory for ever.
 */
final class TopicRights {
    private static final Set<String> DOWN = Set.of("#", "hello", "ack", "cmd", "piece");
    private static final Set<String> UP = Stream.concat(
                    Stream.of("state", "hello", "live", "want"),
                    Stream.of(skerry.protocol.Stream.values()).map(stream -> "b/" + stream.code()))
            .collect(Collectors.toUnmodifiableSet());

    private final Topics topics;
    private final String prefix;

    TopicRights(Topics topics) {
        this.topics = topics;
        this.prefix = topics.root() + "/1/";
    }

    boolean agentMayPublish(Uid uid, String topic) {
        String own = prefix + uid + "/up/";
        return topic.startsWith(own) && UP.contains(topic.substring(own.length()));
    }

    boolean agentMaySubscribe(Uid uid, String filter) {
        String own = prefix + uid + "/dn/";
        return filter.equals(topics.hubState())
                || (filter.startsWith(own) && DOWN.contains(filter.substring(own.length())));
    }

    boolean hubMayPublish(String topic) {
        return topic.equals(topics.hubState()) || (topic.startsWith(prefix) && topic.contains("/dn/"));
    }

    boolean hubMaySubscribe(String filter) {
        return filter.startsWith(prefix + "+/up/");
    }

    /** The only topics whose last message the broker keeps. */
    boolean mayRetain(String topic) {
        return topic.equals(topics.hubState()) || (topic.startsWith(prefix) && topic.endsWith("/up/state"));
    }

    /** The only topic of a user's will. */
    String willTopic(String user) {
        return user.equals(EmbeddedBroker.HUB_USER) ? topics.hubState() : prefix + user + "/up/state";
    }
}
