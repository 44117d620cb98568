package skerry.agent.ring;

/**
 * Now, on both clocks. What this boot recorded is dated by the monotonic clock from the present wall time, so that a wall clock
 * that was set in between moves nothing.
 *
 * @param wallMillis UTC epoch milliseconds
 * @param monoMillis {@code CLOCK_MONOTONIC}
 */
public record Moment(long wallMillis, long monoMillis) {
    /** The wall time of a moment of this boot, by the wall clock as it is now. */
    long date(long mono) {
        return wallMillis - (monoMillis - mono);
    }
}
