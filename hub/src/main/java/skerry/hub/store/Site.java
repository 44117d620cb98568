package skerry.hub.store;

import java.util.List;
import java.util.Optional;
import skerry.protocol.contact.Contact;

/**
 * A place, as people describe it.
 *
 * @param id stable and short, as in addresses: lower-case letters, digits and hyphens
 * @param region for grouping; may be empty
 * @param contact whom to call; may be empty
 * @param contract what silence is normal; what it means is decided in {@code skerry.hub.fleet}
 */
public record Site(
        String id,
        String name,
        String region,
        Optional<Coordinates> coordinates,
        String contact,
        SiteContract contract,
        List<String> tags) {
    /** @throws IllegalArgumentException naming the field that is wrong */
    public Site {
        if (!id.matches("[a-z0-9][a-z0-9-]{0,63}")) {
            throw new IllegalArgumentException(
                    "a site's id is up to 64 lower-case letters, digits and hyphens, was '" + id + "'");
        }
        Names.check("site name", name, 128);
        Names.checkText("region", region, 128);
        Names.checkText("contact", contact, 256);
        tags = List.copyOf(tags);
        if (tags.size() > 32) {
            throw new IllegalArgumentException("site " + id + " has more than 32 tags");
        }
        tags.forEach(tag -> Names.check("tag", tag, 64));
    }

    /**
     * The contract as stored.
     *
     * @param kind word such as {@code always-on}, {@code daily}, {@code usb}
     * @param everyMillis longest silence agreed
     * @param graceMillis how much longer before it counts as unexpected
     * @param calendar the windows of a kind that has such, as text
     */
    public record SiteContract(String kind, long everyMillis, long graceMillis, Optional<String> calendar) {
        /** @throws IllegalArgumentException naming the field that is wrong */
        public SiteContract {
            Names.check("contract", kind, 32);
            if (everyMillis <= 0 || graceMillis < 0) {
                throw new IllegalArgumentException("a contract's interval must be positive and its grace not negative");
            }
            calendar.ifPresent(text -> Names.check("contract", text, Contact.MAX_TEXT));
        }

        /** Without windows. */
        public SiteContract(String kind, long everyMillis, long graceMillis) {
            this(kind, everyMillis, graceMillis, Optional.empty());
        }
    }

    /** WGS 84 degrees. */
    public record Coordinates(double latitude, double longitude) {
        /** @throws IllegalArgumentException if outside the globe */
        public Coordinates {
            if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
                throw new IllegalArgumentException(
                        "coordinates lie within ±90 and ±180 degrees, were " + latitude + ", " + longitude);
            }
        }
    }
}
