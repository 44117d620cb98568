package skerry.platform.tls;

import java.time.Instant;
import java.util.Date;

/**
 * What a machine knows of the date when it judges a certificate.
 *
 * @param at the date; or, of a machine whose clock may be anything, the latest date that it knows has passed
 * @param exact whether the clock can be trusted
 */
public record KnownTime(Instant at, boolean exact) {
    /** The clock can be trusted. */
    public static KnownTime exactly(Instant at) {
        return new KnownTime(at, true);
    }

    /** The clock may be anything, but this has passed. */
    public static KnownTime after(Instant at) {
        return new KnownTime(at, false);
    }

    /** A date that may be now, for a certificate that counts from {@code notBefore}. */
    Date forCertificateFrom(Instant notBefore) {
        return Date.from(exact || at.isAfter(notBefore) ? at : notBefore);
    }
}
