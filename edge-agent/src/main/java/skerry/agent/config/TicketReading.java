package skerry.agent.config;

import java.time.Duration;
import skerry.agent.ticket.TicketPolicy;
import skerry.agent.ticket.TicketSettings;
import skerry.platform.config.Settings;
import skerry.protocol.ticket.TicketRequest;

/** Reads {@code tickets}. */
final class TicketReading {
    private static final long MOST_A_DAY = 1L << 40;

    private final Settings settings;

    TicketReading(Settings settings) {
        this.settings = settings;
    }

    TicketSettings tickets() {
        var usual = TicketSettings.USUAL;
        return new TicketSettings(
                settings.read("tickets.series", usual.series(), TicketPolicy::parse),
                settings.read("tickets.patterns", usual.patterns(), TicketPolicy::parse),
                settings.read("tickets.lines", usual.lines(), TicketPolicy::parse),
                settings.bytes(
                        "tickets.most-bytes", usual.mostBytes(), TicketRequest.LEAST_BYTES, TicketRequest.MOST_BYTES),
                settings.bytes("tickets.per-day", usual.bytesPerDay(), TicketRequest.LEAST_BYTES, MOST_A_DAY),
                settings.duration("tickets.ask-for", usual.askFor(), Duration.ofHours(1), Duration.ofDays(90)));
    }
}
