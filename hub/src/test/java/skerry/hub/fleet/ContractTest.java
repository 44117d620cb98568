package skerry.hub.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.hub.store.Site;
import skerry.protocol.contact.Contact;

class ContractTest {
    private static final long NOON = Instant.parse("2026-11-27T12:00:00Z").toEpochMilli();
    private static final long HOUR = Duration.ofHours(1).toMillis();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "always-on",
                "always-on every 5m grace 0m",
                "every 12h grace 6h",
                "usb every 14d",
                "mon-fri 02:00-04:00; sat 10:00-11:00 Europe/Oslo grace 2h"
            })
    void whatIsStoredIsTheSameContract(String text) {
        var contract = new Contract(Contact.parse(text));

        assertThat(Contract.of(contract.stored())).isEqualTo(contract);
        assertThat(contract.text()).isEqualTo(text);
    }

    @Test
    void whatALaterReleaseStoredIsTakenAsAlwaysOn() {
        var later = new Site.SiteContract("tides", 60_000, 0, Optional.of("at high water"));
        var unreadable = new Site.SiteContract("calendar", 60_000, 0, Optional.of("at high water"));

        assertThat(Contract.of(later).isAlwaysOn()).isTrue();
        assertThat(Contract.of(unreadable).isAlwaysOn()).isTrue();
    }

    @Test
    void theNextContactIsTheWindowThatIsOpenUntilTheNodeCame() {
        var contract = new Contract(Contact.parse("daily 11:00-13:00"));

        assertThat(contract.next(NOON - 2 * HOUR, NOON)).hasValue(NOON - HOUR);
        assertThat(contract.next(NOON - HOUR, NOON)).hasValue(NOON + 23 * HOUR);
        assertThat(contract.next(NOON, NOON + 5 * HOUR)).hasValue(NOON + 23 * HOUR);
        assertThat(new Contract(Contact.parse("every 24h")).next(NOON, NOON + HOUR))
                .hasValue(NOON + 24 * HOUR);
        assertThat(Contract.ALWAYS_ON.next(NOON, NOON)).isEmpty();
    }

    @Test
    void aNodeThatKeepsAnotherContactIsToldOfInOneSentence() {
        var contract = new Contract(Contact.parse("usb every 14d"));

        assertThat(contract.difference("daily 02:00-04:00"))
                .hasValue("the node keeps contact 'daily 02:00-04:00', the contract says 'usb every 14d'");
        assertThat(contract.difference("at high water")).isPresent();
        assertThat(contract.difference("usb every 14d grace 1h")).isEmpty();
    }
}
