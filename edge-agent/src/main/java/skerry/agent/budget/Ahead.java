package skerry.agent.budget;

import java.util.Optional;
import skerry.protocol.contact.Calendar;

/**
 * What is left of a period for sending.
 *
 * @param millis in which data comes about that can still leave within the period: up to the end of its last window
 * @param openMillis of these in which there is a link
 */
record Ahead(long millis, long openMillis) {
    private static final double DAY = 86_400_000;

    /** @param hours in which there is a link; empty for always */
    static Ahead of(Optional<Calendar> hours, long ownMillis, long endMillis) {
        if (ownMillis >= endMillis) {
            return new Ahead(0, 0);
        }
        if (hours.isEmpty()) {
            return new Ahead(endMillis - ownMillis, endMillis - ownMillis);
        }
        Calendar calendar = hours.get();
        long last = calendar.isOpen(endMillis - 1) ? endMillis : calendar.lastEnd(endMillis);
        return new Ahead(Math.max(0, last - ownMillis), calendar.openMillis(ownMillis, endMillis));
    }

    double days() {
        return millis / DAY;
    }

    double openDays() {
        return openMillis / DAY;
    }
}
