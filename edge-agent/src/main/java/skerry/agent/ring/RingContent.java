package skerry.agent.ring;

import java.util.List;
import skerry.protocol.Stream;

/**
 * What a ring holds, in short. Times are UTC epoch milliseconds, 0 if there is nothing.
 *
 * @param rawFromMillis time of the oldest raw record, and of the newest
 * @param patterns learned of the logs
 * @param waiting for the hub, by stream
 * @param sources names of the log sources that are followed
 */
public record RingContent(
        long rawFromMillis, long rawToMillis, int patterns, List<Waiting> waiting, List<String> sources) {
    public RingContent {
        waiting = List.copyOf(waiting);
        sources = List.copyOf(sources);
    }

    /** Batches of one stream that the hub has not confirmed. */
    public record Waiting(Stream stream, long batches, long bytes, long oldestMillis) {}
}
