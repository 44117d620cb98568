package skerry.agent.sync;

import java.util.List;
import skerry.agent.budget.Step;
import skerry.protocol.Stream;

/**
 * The order in which batches leave, the first that has one goes first. Source: sync protocol, section 6. The gap table
 * goes with the dictionary because it is small and says what will never come; results of tickets wait for the outline
 * because they use the back-fill's share.
 */
enum Lane {
    EVENTS(Age.ANY, List.of(Stream.EVENTS)),
    DICTIONARY(Age.ANY, List.of(Stream.DICTIONARY, Stream.GAPS)),
    /** Made since this connection began. */
    FRESH(Age.NEW, List.of(Stream.MINUTES, Stream.SUMMARIES, Stream.RESULTS)),
    /** Hours and days of the outage, so that it shows in outline first. */
    OUTLINE(Age.OLD, List.of(Stream.SUMMARIES)),
    BACK_FILL(Age.OLD, List.of(Stream.MINUTES, Stream.RESULTS));

    private final Age age;

    @SuppressWarnings("ImmutableEnumChecker") // The lists below are made by List.of.
    private final List<Stream> streams;

    Lane(Age age, List<Stream> streams) {
        this.age = age;
        this.streams = streams;
    }

    Age age() {
        return age;
    }

    /** Whether the byte budget lets this stream of the lane go. */
    boolean isWithin(Step step, Stream stream) {
        return switch (this) {
            case EVENTS -> true;
            case DICTIONARY, OUTLINE -> step.sendsOutlines();
            case FRESH -> stream == Stream.SUMMARIES ? step.sendsOutlines() : step.sendsMinutes();
            case BACK_FILL -> step.sendsHistory();
        };
    }

    List<Stream> streams() {
        return streams;
    }

    /** Made before or since the connection began. */
    enum Age {
        ANY,
        OLD,
        NEW
    }
}
