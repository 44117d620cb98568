package skerry.agent.ring;

import skerry.protocol.payload.Severity;

/**
 * Which log lines are wanted.
 *
 * @param fromMillis first wall time, UTC epoch milliseconds
 * @param toMillis last wall time
 * @param grep text that the line holds; empty for any line
 * @param source text that the source's key or one of its label values holds; empty for any source
 * @param atLeast lowest severity; {@link Severity#UNKNOWN} for any
 */
public record LineFilter(long fromMillis, long toMillis, String grep, String source, Severity atLeast) {
    /** Every line between two wall times. */
    public static LineFilter between(long fromMillis, long toMillis) {
        return new LineFilter(fromMillis, toMillis, "", "", Severity.UNKNOWN);
    }
}
