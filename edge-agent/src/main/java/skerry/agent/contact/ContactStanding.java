package skerry.agent.contact;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import skerry.protocol.contact.Calendar;
import skerry.protocol.contact.Contact;
import skerry.protocol.contact.Opening;
import skerry.protocol.control.Autonomy;

/**
 * How contact stands at a moment.
 *
 * @param usesLink whether this node has a link at all
 * @param open whether that may be used now
 * @param dated whether the time of day is known, as far as it matters
 * @param changesIn milliseconds until {@code open} changes; empty if it never does
 * @param next start of the next window, UTC epoch milliseconds; empty without a calendar, or without the time
 */
public record ContactStanding(
        Contact contact, boolean usesLink, boolean open, boolean dated, OptionalLong changesIn, OptionalLong next) {
    /** Of a node that may use its link at any time. */
    public static final ContactStanding ALWAYS = of(Contact.ALWAYS_ON);

    private static final double DAY = 86_400_000;

    /** Of a contact, without a word of how it stands now. */
    public static ContactStanding of(Contact contact) {
        return new ContactStanding(contact, true, true, true, OptionalLong.empty(), OptionalLong.empty());
    }

    /** Whether this node keeps still by arrangement. */
    public boolean isResting() {
        return !open;
    }

    /** One sentence without a full stop: when contact is, and why. */
    public String sentence() {
        String setting = " (contact: " + contact.text() + ")";
        if (!usesLink) {
            return "by stick, no link is used" + setting;
        }
        if (contact.calendar().isEmpty()) {
            return "at any time" + setting;
        }
        if (!dated) {
            String tries = String.format(
                    Locale.ROOT,
                    "the time of day is not known, so the link is tried for %d of every %d minutes until it is; ",
                    BlindTries.LENGTH.toMinutes(),
                    BlindTries.EVERY.toMinutes());
            return tries
                    + (open
                            ? "now"
                            : "next in "
                                    + Math.ceilDiv(
                                            changesIn.orElse(0),
                                            Duration.ofMinutes(1).toMillis()) + " min")
                    + setting;
        }
        return (open ? "now, and again " : "next contact ")
                + next.stream().mapToObj(contact::moment).findFirst().orElse("at no set time")
                + setting;
    }

    /**
     * What would be lost if this node kept to its contact, as one sentence; empty if its room lasts or nobody knows.
     *
     * @param now UTC epoch milliseconds by the node's clock
     * @param oldestWaiting when the oldest batch that waits for the hub was made, 0 if none waits
     */
    public Optional<String> shortage(Optional<Autonomy> autonomy, long now, long oldestWaiting) {
        double days = daysUntilNext(now, oldestWaiting);
        return autonomy.filter(dark -> dark.summaryDays() < days)
                .map(dark -> String.format(
                        Locale.ROOT,
                        "The room for summaries ends in %.1f days, before the next contact in %.1f days (%s): make contact"
                                + " sooner, or set a larger ring.max-bytes.",
                        dark.summaryDays(),
                        days,
                        contact.text()));
    }

    /** At the latest, if the contact is kept; 0 for one that is at any time. */
    private double daysUntilNext(long now, long oldestWaiting) {
        long millis = switch (contact.kind()) {
            case ALWAYS_ON -> 0;
            case EVERY, USB -> {
                long silent = oldestWaiting == 0 ? 0 : Math.max(0, now - oldestWaiting);
                yield Math.max(0, contact.every().toMillis() - silent);
            }
            case CALENDAR -> untilWindow(contact.calendar().orElseThrow(), now);
        };
        return millis / DAY;
    }

    private static long untilWindow(Calendar calendar, long now) {
        Opening window = calendar.at(now);
        return (window.holds(now) ? calendar.next(window.to()) : window).from() - now;
    }
}
