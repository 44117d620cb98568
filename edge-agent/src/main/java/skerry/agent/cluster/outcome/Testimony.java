package skerry.agent.cluster.outcome;

import java.time.Instant;

/**
 * What one object says of another.
 *
 * @param about {@code namespace/name} of the other
 * @param at when it was so
 */
public record Testimony(String about, Instant at, Word word) {
    /** What became of the other. */
    public enum Word {
        FAILED,
        RUNNING,
        DONE
    }
}
