package skerry.protocol;

/**
 * When something happened, as the node saw it: by the clock that never jumps and by the wall clock that may be wrong.
 *
 * @param bootId the kernel's boot id as 16 bytes ({@code /proc/sys/kernel/random/boot_id})
 * @param monoFirst first moment, milliseconds of {@code CLOCK_MONOTONIC} in that boot
 * @param monoLast last moment, the same clock; at or after {@code monoFirst}
 * @param wallFirst first moment, UTC epoch milliseconds; may jump
 * @param wallLast last moment, UTC epoch milliseconds; may lie before {@code wallFirst}
 * @param errorMillis bound of the wall clock's error, or -1 if unknown
 */
public record ClockSpan(
        Bytes bootId,
        long monoFirst,
        long monoLast,
        long wallFirst,
        long wallLast,
        ClockQuality quality,
        long errorMillis) {
    /** @throws IllegalArgumentException if a component has another size or range than its description says */
    public ClockSpan {
        if (bootId.size() != 16) {
            throw new IllegalArgumentException("a boot id has 16 bytes, was " + bootId.size());
        }
        if (monoFirst < 0 || monoLast < monoFirst) {
            throw new IllegalArgumentException(
                    "monotonic time does not run backwards: " + monoFirst + " to " + monoLast);
        }
        if (monoLast > Limits.MAX_SPAN_MILLIS || !Limits.isWallTime(wallFirst) || !Limits.isWallTime(wallLast)) {
            throw new IllegalArgumentException("a time is beyond the year 9999");
        }
        if (errorMillis < -1 || errorMillis > Limits.MAX_SPAN_MILLIS) {
            throw new IllegalArgumentException("a clock's error is -1 or a span, was " + errorMillis);
        }
    }
}
