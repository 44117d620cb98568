package skerry.protocol.contact;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import skerry.protocol.Limits;

/**
 * When a node is in contact with its hub, and how much later is late.
 *
 * @param every the longest silence; of a calendar no more than a week
 * @param grace how much longer before it counts as unexpected
 * @param calendar of the kind that has one, and of no other
 */
public record Contact(Kind kind, Duration every, Duration grace, Optional<Calendar> calendar) {
    /** Of a contact's text, in characters, all of which are of one byte. */
    public static final int MAX_TEXT = Limits.MAX_CONTACT_BYTES;

    static final Duration LONGEST = Duration.ofDays(400);

    public static final Contact ALWAYS_ON = usual(Kind.ALWAYS_ON);

    /** How a node is reached. */
    public enum Kind {
        ALWAYS_ON("always-on", Duration.ofMinutes(2)),
        /** Now and then, at no set time. */
        EVERY("daily", Duration.ofHours(24)),
        /** By stick. */
        USB("usb", Duration.ofDays(14)),
        /** In windows. */
        CALENDAR("calendar", Duration.ofDays(7));

        private final String word;
        private final Duration every;

        Kind(String word, Duration every) {
            this.word = word;
            this.every = every;
        }

        /** As stored and in the API. */
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

        Duration usualEvery() {
            return every;
        }

        Duration usualGrace(Duration silence) {
            return switch (this) {
                case ALWAYS_ON -> Duration.ofMinutes(3);
                case EVERY -> Duration.ofMillis(silence.toMillis() / 4);
                case USB -> Duration.ofMillis(silence.toMillis() / 7);
                case CALENDAR -> Duration.ofHours(1);
            };
        }
    }

    /** @throws IllegalArgumentException in one sentence */
    public Contact {
        if (every.isNegative() || every.isZero() || every.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a contact's interval must lie between a moment and 400 days");
        }
        if (grace.isNegative() || grace.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a contact's grace must lie between nothing and 400 days");
        }
        if (calendar.isPresent() != (kind == Kind.CALENDAR)) {
            throw new IllegalArgumentException("windows belong to a calendar, and a calendar needs windows");
        }
    }

    /** Without windows. */
    public Contact(Kind kind, Duration every, Duration grace) {
        this(kind, every, grace, Optional.empty());
    }

    /** A contact of the kind's usual spans, for a kind without windows. */
    public static Contact usual(Kind kind) {
        return new Contact(kind, kind.usualEvery(), kind.usualGrace(kind.usualEvery()));
    }

    static Contact in(Calendar calendar) {
        return new Contact(
                Kind.CALENDAR,
                Kind.CALENDAR.usualEvery(),
                Kind.CALENDAR.usualGrace(Kind.CALENDAR.usualEvery()),
                Optional.of(calendar));
    }

    /**
     * Reads a text as a person writes it.
     *
     * @throws IllegalArgumentException names all that is wrong with it and what to write instead
     */
    public static Contact parse(String text) {
        return ContactText.read(text);
    }

    /** The same with another grace. */
    public Contact withGrace(Duration other) {
        return new Contact(kind, every, other, calendar);
    }

    /** The same with another interval. */
    public Contact withEvery(Duration other) {
        return new Contact(kind, other, grace, calendar);
    }

    /** Whether both are in contact at the same times; how much later is late is the hub's affair. */
    public boolean isSameAs(Contact other) {
        return withGrace(Duration.ZERO).equals(other.withGrace(Duration.ZERO));
    }

    /** A moment by the clock of this contact's zone: {@code 2026-11-28 02:00 Europe/Oslo}. */
    public String moment(long millis) {
        return Moments.text(millis, calendar.map(Calendar::zone).orElse(ZoneOffset.UTC));
    }

    /** As {@link #parse} reads it, in the shortest form. */
    public String text() {
        return ContactText.write(this);
    }
}
