package skerry.agent.contact;

import java.util.Optional;
import java.util.OptionalLong;
import skerry.protocol.contact.Calendar;
import skerry.protocol.contact.Contact;
import skerry.protocol.contact.Opening;

/** The hours of a link by its node's contact. Thread-safe. */
public final class ContactHours implements LinkHours {
    private static final long LONGEST_SPREAD = 30_000;

    /** Of a window, that may pass before its first contact. */
    private static final int SHARE_OF_SPREAD = 20;

    private final Contact contact;
    private final boolean usesLink;
    private final DayTime time;
    private final BlindTries blind = new BlindTries();

    /** @param usesLink whether this node has a link at all; one that is reached by stick need not */
    public ContactHours(Contact contact, boolean usesLink, DayTime time) {
        this.contact = contact;
        this.usesLink = usesLink;
        this.time = time;
    }

    @Override
    public Turn at(long monoMillis) {
        if (!usesLink) {
            return new Turn(false, Long.MAX_VALUE, 0);
        }
        Optional<Calendar> calendar = contact.calendar();
        if (calendar.isEmpty()) {
            return Turn.ALWAYS;
        }
        OptionalLong now = time.at(monoMillis);
        return now.isPresent() ? known(calendar.get(), now.getAsLong(), monoMillis) : unknown(monoMillis);
    }

    private Turn known(Calendar calendar, long now, long monoMillis) {
        synchronized (blind) {
            blind.end();
        }
        Opening window = calendar.at(now);
        boolean open = window.holds(now);
        return new Turn(
                open,
                monoMillis + (open ? window.to() : window.from()) - now,
                Math.min(LONGEST_SPREAD, window.millis() / SHARE_OF_SPREAD));
    }

    private Turn unknown(long monoMillis) {
        synchronized (blind) {
            return blind.at(monoMillis);
        }
    }

    /** How contact stands, for people. */
    public ContactStanding standing(long monoMillis) {
        OptionalLong now = time.at(monoMillis);
        Turn turn = at(monoMillis);
        boolean isDated = contact.calendar().isEmpty() || now.isPresent();
        return new ContactStanding(
                contact,
                usesLink,
                turn.open(),
                isDated,
                turn.until() == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(turn.until() - monoMillis),
                now.isPresent() && contact.calendar().isPresent()
                        ? OptionalLong.of(
                                contact.calendar().get().next(now.getAsLong()).from())
                        : OptionalLong.empty());
    }
}
