package skerry.agent.contact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import skerry.protocol.contact.Contact;
import skerry.protocol.control.Autonomy;

class ContactStandingTest {
    private static final long NOW = Instant.parse("2026-11-27T12:00:00Z").toEpochMilli();
    private static final long DAY = Duration.ofDays(1).toMillis();

    @Test
    void itIsSaidWhenTheNextContactIsByTheClockOfItsZone() {
        var hours = new ContactHours(
                Contact.parse("daily 02:00-04:00 Europe/Oslo"), true, mono -> OptionalLong.of(NOW + mono));

        assertThat(hours.standing(0).sentence())
                .isEqualTo("next contact 2026-11-28 02:00 Europe/Oslo (contact: daily 02:00-04:00 Europe/Oslo)");
        assertThat(hours.standing(0).isResting()).isTrue();
        long inWindow = Duration.ofHours(14).toMillis();
        assertThat(hours.standing(inWindow).sentence())
                .isEqualTo("now, and again 2026-11-29 02:00 Europe/Oslo (contact: daily 02:00-04:00 Europe/Oslo)");
        assertThat(hours.standing(inWindow).changesIn())
                .hasValue(Duration.ofHours(1).toMillis());
        assertThat(hours.at(inWindow).spread()).isEqualTo(30_000);
    }

    @Test
    void aNodeThatDoesNotKnowTheTimeSaysWhyItTries() {
        var hours = new ContactHours(Contact.parse("daily 02:00-04:00"), true, _ -> OptionalLong.empty());

        assertThat(hours.standing(5).sentence())
                .isEqualTo("the time of day is not known, so the link is tried for 10 of every 47 minutes until it is;"
                        + " next in 2 min (contact: daily 02:00-04:00)");
        assertThat(hours.standing(5 + 3 * 60_000).sentence()).contains("until it is; now (contact");
        assertThat(hours.standing(5).dated()).isFalse();
        assertThat(hours.standing(5).next()).isEmpty();
    }

    @Test
    void aStickNeedsNoLinkUnlessThereIsOneAsWell() {
        Contact usb = Contact.parse("usb every 14d");

        assertThat(new ContactHours(usb, false, _ -> OptionalLong.empty()).at(0).open())
                .isFalse();
        assertThat(new ContactHours(usb, true, _ -> OptionalLong.empty()).at(0)).isEqualTo(LinkHours.Turn.ALWAYS);
        assertThat(new ContactHours(usb, false, _ -> OptionalLong.empty())
                        .standing(0)
                        .sentence())
                .isEqualTo("by stick, no link is used (contact: usb every 14d)");
    }

    @Test
    void aRoomThatEndsBeforeTheNextContactIsTold() {
        assertThat(shortage("usb every 14d", 9, 0))
                .hasValue(
                        "The room for summaries ends in 9.0 days, before the next contact in 14.0 days (usb every 14d): make"
                                + " contact sooner, or set a larger ring.max-bytes.");
        assertThat(shortage("usb every 14d", 15, 0)).isEmpty();
        assertThat(shortage("usb every 14d", 5, NOW - 10 * DAY)).isEmpty();
        assertThat(shortage("usb every 14d", 3, NOW - 10 * DAY)).isPresent();
        assertThat(shortage("every 24h", 0.5, 0)).isPresent();
        assertThat(shortage("fri 11:00-13:00", 6, 0)).isPresent();
        assertThat(shortage("fri 11:00-13:00", 8, 0)).isEmpty();
        assertThat(shortage("always-on", 0, 0)).isEmpty();
    }

    private static Optional<String> shortage(String contact, double days, long oldestWaiting) {
        long minutes = (long) (days * 1440);
        return ContactStanding.of(Contact.parse(contact))
                .shortage(Optional.of(new Autonomy(minutes, 0)), NOW, oldestWaiting);
    }
}
