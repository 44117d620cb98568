package skerry.agent.ticket;

import java.time.Duration;
import skerry.protocol.ticket.TicketRequest;

/**
 * What this site hands out when the hub asks.
 *
 * @param mostBytes of one answer, as it travels
 * @param bytesPerDay of all answers of a UTC day
 * @param askFor how long a person at the site may decide
 */
public record TicketSettings(
        TicketPolicy series,
        TicketPolicy patterns,
        TicketPolicy lines,
        long mostBytes,
        long bytesPerDay,
        Duration askFor) {
    public static final TicketSettings USUAL = new TicketSettings(
            TicketPolicy.AUTO, TicketPolicy.AUTO, TicketPolicy.ASK, 1_000_000, 10_000_000, Duration.ofDays(14));

    /** Who decides about a kind. */
    public TicketPolicy of(TicketRequest.Kind kind) {
        return switch (kind) {
            case SERIES -> series;
            case PATTERNS -> patterns;
            case LINES -> lines;
        };
    }
}
