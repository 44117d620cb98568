package skerry.protocol.contact;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Moments as a contact's text says them. */
final class Moments {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private Moments() {}

    /** Such as {@code 2026-11-28 02:00 Europe/Oslo}. */
    static String text(long millis, ZoneId zone) {
        return MINUTE.format(Instant.ofEpochMilli(millis).atZone(zone)) + " "
                + (zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId());
    }
}
