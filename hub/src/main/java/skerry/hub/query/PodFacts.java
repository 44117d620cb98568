package skerry.hub.query;

import java.util.Optional;

/**
 * A pod as its site told of it in a stretch of time. What was not told is empty, never zero.
 *
 * @param node where it runs or ran; empty if nobody tells
 * @param state one word: what keeps it from running, else {@code Running}, {@code Succeeded}, {@code gone} or {@code unknown}
 * @param well whether it runs or ended as it should
 * @param gone whether it vanished before the end of the stretch
 * @param restarts of its containers in the stretch
 * @param oomKills processes of it that were ended for lack of memory in the stretch, at least
 * @param memoryOfLimit the fullest container's share of its limit
 * @param lastExit why a container of it last ended
 * @param startedAt UTC epoch milliseconds, as {@code toldTo}
 * @param toldTo end of the newest minute or hour that tells of it
 */
public record PodFacts(
        String namespace,
        String pod,
        Optional<String> node,
        String state,
        boolean well,
        boolean gone,
        long restarts,
        long oomKills,
        Use memory,
        Optional<Double> memoryOfLimit,
        Use cpu,
        Optional<String> lastExit,
        Optional<Long> startedAt,
        long toldTo) {

    /** Bytes, or cores; of those containers that have each. */
    public record Use(Optional<Double> used, Optional<Double> request, Optional<Double> limit) {}
}
