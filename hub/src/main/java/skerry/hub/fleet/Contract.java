package skerry.hub.fleet;

import java.time.Duration;
import java.util.Optional;
import skerry.hub.store.Site;

/**
 * What silence is normal for a site.
 *
 * @param every the longest silence agreed
 * @param grace how much longer before it counts as unexpected
 */
public record Contract(Kind kind, Duration every, Duration grace) {
    private static final Duration LONGEST = Duration.ofDays(400);

    public static final Contract ALWAYS_ON = new Contract(Kind.ALWAYS_ON, Duration.ofMinutes(2), Duration.ofMinutes(3));

    /** @throws IllegalArgumentException if a span is not positive or longer than 400 days */
    public Contract {
        if (every.isNegative() || every.isZero() || every.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a contract's interval must lie between a moment and 400 days");
        }
        if (grace.isNegative() || grace.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a contract's grace must lie between nothing and 400 days");
        }
    }

    /** How a site is usually reached. */
    public enum Kind {
        ALWAYS_ON("always-on"),
        /** Once or a few times a day. */
        DAILY("daily"),
        /** By stick. */
        USB("usb");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        public static Optional<Kind> of(String word) {
            for (Kind kind : values()) {
                if (kind.word.equals(word)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /** A contract of the kind's usual spans. */
    public static Contract usual(Kind kind) {
        return switch (kind) {
            case ALWAYS_ON -> ALWAYS_ON;
            case DAILY -> new Contract(kind, Duration.ofHours(24), Duration.ofHours(6));
            case USB -> new Contract(kind, Duration.ofDays(14), Duration.ofDays(2));
        };
    }

    /** The contract that a site was stored with; one of a kind that a later release made is taken as always on. */
    public static Contract of(Site.SiteContract stored) {
        return new Contract(
                Kind.of(stored.kind()).orElse(Kind.ALWAYS_ON),
                Duration.ofMillis(stored.everyMillis()),
                Duration.ofMillis(stored.graceMillis()));
    }

    public Site.SiteContract stored() {
        return new Site.SiteContract(kind.word(), every.toMillis(), grace.toMillis());
    }

    /** For a person: {@code always on}, {@code every 24 h}, {@code USB every 14 days}. */
    public String text() {
        return switch (kind) {
            case ALWAYS_ON -> "always on";
            case DAILY -> "every " + Spans.text(every);
            case USB -> "USB every " + Spans.text(every);
        };
    }
}
