package skerry.hub.ingest;

import java.util.Optional;
import skerry.protocol.Stream;
import skerry.protocol.Topics;
import skerry.protocol.Uid;

/** A topic that agents publish to. */
sealed interface UpTopic {
    Uid uid();

    record State(Uid uid) implements UpTopic {}

    record Hello(Uid uid) implements UpTopic {}

    record Live(Uid uid) implements UpTopic {}

    /** Asks for a piece of a release. */
    record Want(Uid uid) implements UpTopic {}

    record OfBatch(Uid uid, Stream stream) implements UpTopic {}

    /** Empty if it is none of the protocol's. */
    static Optional<UpTopic> parse(Topics topics, String topic) {
        String prefix = topics.root() + "/1/";
        if (!topic.startsWith(prefix)) {
            return Optional.empty();
        }
        String[] levels = topic.substring(prefix.length()).split("/", -1);
        if (levels.length < 3 || levels.length > 4 || !levels[1].equals("up")) {
            return Optional.empty();
        }
        try {
            var uid = new Uid(levels[0]);
            if (levels.length == 4) {
                return levels[2].equals("b") && levels[3].length() == 1
                        ? Optional.of(new OfBatch(uid, Stream.of(levels[3].charAt(0))))
                        : Optional.empty();
            }
            return switch (levels[2]) {
                case "state" -> Optional.of(new State(uid));
                case "hello" -> Optional.of(new Hello(uid));
                case "want" -> Optional.of(new Want(uid));
                case "live" -> Optional.of(new Live(uid));
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
