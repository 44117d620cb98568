package skerry.protocol.payload;

import java.util.Map;
import skerry.protocol.Limits;

/**
 * Something that happened at a node at one moment.
 *
 * @param type stable dotted name: {@code agent.start}, {@code clock.step}, {@code alert.firing}
 * @param wallMillis UTC epoch milliseconds, as the node saw it
 * @param monoMillis the same moment on {@code CLOCK_MONOTONIC}
 * @param attributes redacted values; for a clock record those that section 8 of the sync protocol names
 */
public record Event(
        String type, Severity severity, long wallMillis, long monoMillis, String text, Map<String, String> attributes) {
    /** @throws IllegalArgumentException if a time is no clock's */
    public Event {
        attributes = Map.copyOf(attributes);
        if (!Limits.isWallTime(wallMillis) || monoMillis < 0 || monoMillis > Limits.MAX_SPAN_MILLIS) {
            throw new IllegalArgumentException("an event beyond the year 9999");
        }
    }
}
