package skerry.hub.fleet;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import skerry.hub.store.Site;
import skerry.protocol.contact.Calendar;
import skerry.protocol.contact.Contact;
import skerry.protocol.contact.Opening;

/** What silence is normal for a site: when it keeps contact, and how much later is late. */
public record Contract(Contact contact) {
    public static final Contract ALWAYS_ON = new Contract(Contact.ALWAYS_ON);

    /** Between a contact in a week's only window and the end of the next lie fewer days. */
    private static final Duration LONGEST_ROUND = Duration.ofDays(15);

    /** A contract of the kind's usual spans. */
    public static Contract usual(Contact.Kind kind) {
        return new Contract(Contact.usual(kind));
    }

    /**
     * Reads a contract as a person writes it.
     *
     * @throws IllegalArgumentException in one sentence
     */
    public static Contract parse(String text) {
        try {
            return new Contract(Contact.parse(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the contract " + e.getMessage(), e);
        }
    }

    /** The contract that a site was stored with; one that a later release made is taken as always on. */
    public static Contract of(Site.SiteContract stored) {
        Duration every = Duration.ofMillis(stored.everyMillis());
        Duration grace = Duration.ofMillis(stored.graceMillis());
        Contact.Kind kind = Contact.Kind.of(stored.kind()).orElse(Contact.Kind.ALWAYS_ON);
        if (kind != Contact.Kind.CALENDAR) {
            return new Contract(new Contact(kind, every, grace));
        }
        return new Contract(stored.calendar()
                .flatMap(Contract::read)
                .map(calendar -> calendar.withGrace(grace))
                .orElseGet(() -> new Contact(Contact.Kind.ALWAYS_ON, every, grace)));
    }

    private static Optional<Contact> read(String text) {
        try {
            return Optional.of(Contact.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public Site.SiteContract stored() {
        return new Site.SiteContract(
                contact.kind().word(),
                contact.every().toMillis(),
                contact.grace().toMillis(),
                contact.calendar().map(Calendar::text));
    }

    /** As a person writes it: {@code usb every 14d}. */
    public String text() {
        return contact.text();
    }

    /** What it asks of a site, as one sentence. */
    public String meaning() {
        String every = Spans.exactly(contact.every());
        String silence =
                "; silence is unexpected after " + Spans.exactly(contact.every().plus(contact.grace()));
        return switch (contact.kind()) {
            case ALWAYS_ON -> "always in contact" + silence;
            case EVERY -> "in contact at least every " + every + ", at no set time" + silence;
            case USB -> "a stick at least every " + every + silence;
            case CALENDAR -> {
                Calendar calendar = contact.calendar().orElseThrow();
                yield "in contact in each window by the clock of " + zone(calendar)
                        + "; one that passed without contact is missed "
                        + Spans.exactly(contact.grace()) + " after its end";
            }
        };
    }

    private static String zone(Calendar calendar) {
        return calendar.zone().equals(ZoneOffset.UTC) ? "UTC" : calendar.zone().getId();
    }

    boolean isAlwaysOn() {
        return contact.kind() == Contact.Kind.ALWAYS_ON;
    }

    /** How far back a contact may lie that still decides what silence is normal now, the hub's own downtime aside. */
    public Duration lookBack() {
        return contact.calendar().isPresent()
                ? LONGEST_ROUND.plus(contact.grace())
                : contact.every().plus(contact.grace());
    }

    /**
     * The first window of the calendar that passed, grace included, by {@code now} without contact since {@code seen}. One that
     * the hub was away for more than half of counts for nobody. Empty without a calendar.
     */
    public Optional<Opening> missed(long seen, Downtime downtime, long now) {
        if (contact.calendar().isEmpty()) {
            return Optional.empty();
        }
        Calendar calendar = contact.calendar().get();
        Opening window = calendar.next(seen + 1);
        while (window.to() + contact.grace().toMillis() <= now) {
            if (downtime.excused(window.from(), window.to()) <= window.millis() / 2) {
                return Optional.of(window);
            }
            window = calendar.next(window.to());
        }
        return Optional.empty();
    }

    /** When silence since {@code seen} becomes unexpected by the calendar, if that is before {@code until}. */
    public OptionalLong missedBy(long seen, Downtime downtime, long until) {
        return missed(seen, downtime, until).stream()
                .mapToLong(window -> window.to() + contact.grace().toMillis())
                .findFirst();
    }

    /**
     * When the next contact is expected of a node last seen at {@code seen}; in an open window without contact yet, its
     * beginning. Empty for one that is always on.
     */
    public OptionalLong next(long seen, long now) {
        return switch (contact.kind()) {
            case ALWAYS_ON -> OptionalLong.empty();
            case EVERY, USB -> OptionalLong.of(seen + contact.every().toMillis());
            case CALENDAR -> {
                Calendar calendar = contact.calendar().orElseThrow();
                Opening window = calendar.at(now);
                yield OptionalLong.of((seen >= window.from() ? calendar.next(window.to()) : window).from());
            }
        };
    }

    /** What a node that keeps another contact is told of, as one sentence; grace is the contract's affair alone. */
    public Optional<String> difference(String told) {
        boolean same = read(told).map(contact::isSameAs).orElse(false);
        return same
                ? Optional.empty()
                : Optional.of("the node keeps contact '" + told + "', the contract says '" + text() + "'");
    }
}
