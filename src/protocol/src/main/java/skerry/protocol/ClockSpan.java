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
        long errorMillis) {}
