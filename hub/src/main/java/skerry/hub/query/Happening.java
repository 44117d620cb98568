package skerry.hub.query;

import java.util.Optional;
import skerry.protocol.payload.Severity;

/**
 * Something that happened at a site. What is not known is empty.
 *
 * @param at when it happened, in corrected time; UTC epoch milliseconds, as {@code arrivedAt} and {@code until}
 * @param arrivedAt when the hub heard of it; empty for what the hub noticed itself
 * @param until when it ended, of what lasts
 * @param namespace of Kubernetes, as {@code object}
 * @param reason one word: an event's reason, an alert's rule
 * @param count how often Kubernetes saw it
 */
public record Happening(
        long at,
        Optional<Long> arrivedAt,
        Optional<Long> until,
        Kind kind,
        Severity severity,
        Optional<String> node,
        Optional<String> namespace,
        Optional<String> object,
        Optional<String> reason,
        String text,
        Optional<Long> count) {
    /** Where it comes from. */
    public enum Kind {
        KUBERNETES,
        ALERT,
        RESTART,
        CONTACT,
        CLOCK,
        PATTERN,
        ACTION
    }
}
