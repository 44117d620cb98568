package skerry.hub.query;

import java.util.Optional;

/**
 * A deployment, stateful set, daemon set or job as its site told of it. What was not told is empty.
 *
 * @param ready pods that are there and serve
 * @param updated pods of the newest version
 * @param unmovedSince since when none of the numbers changed, UTC epoch milliseconds; as far as is known
 */
public record WorkloadFacts(
        String kind,
        String namespace,
        String name,
        Optional<Long> wanted,
        Optional<Long> ready,
        Optional<Long> updated,
        State state,
        String reason,
        Optional<Long> unmovedSince) {

    /** From the one to be looked at first. */
    public enum State {
        FAILED,
        STUCK,
        ROLLING_OUT,
        PAUSED,
        UNKNOWN,
        AS_WANTED,
        GONE
    }
}
