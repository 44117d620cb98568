package skerry.protocol.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContactTest {
    @Test
    void theWordsThatSitesWereStoredWithMeanWhatTheyMeant() {
        assertThat(Contact.parse("always-on"))
                .isEqualTo(new Contact(Contact.Kind.ALWAYS_ON, Duration.ofMinutes(2), Duration.ofMinutes(3)));
        assertThat(Contact.parse("daily"))
                .isEqualTo(new Contact(Contact.Kind.EVERY, Duration.ofHours(24), Duration.ofHours(6)));
        assertThat(Contact.parse("usb"))
                .isEqualTo(new Contact(Contact.Kind.USB, Duration.ofDays(14), Duration.ofDays(2)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "always-on | always-on",
                "Always-On every 5m grace 0s | always-on every 5m grace 0m",
                "daily | every 24h",
                "every 1d grace 6h | every 24h",
                "every  12h grace 90m | every 12h grace 90m",
                "usb | usb every 14d",
                "USB every 1d | usb every 24h",
                "daily 2:00-4:00 | daily 02:00-04:00",
                "mon, wed,fri 06:00-07:30 utc | mon,wed,fri 06:00-07:30",
                "fri-mon 22:00-02:00 europe/oslo grace 2h | mon,fri-sun 22:00-02:00 Europe/Oslo grace 2h",
                "mon-fri 02:00-04:00;sat 10:00-24:00 Asia/Tokyo | mon-fri 02:00-04:00; sat 10:00-24:00 Asia/Tokyo",
                "mon 02:00-04:00 Asia/Tokyo; sat 10:00-11:00 Asia/Tokyo | mon 02:00-04:00; sat 10:00-11:00 Asia/Tokyo",
                "mon,tue,wed,thu,fri,sat,sun 02:00-04:00 grace 1h | daily 02:00-04:00",
            })
    void whatAPersonWritesIsWrittenBackInItsShortestFormAndReadAgainAsTheSame(String written, String shortest) {
        Contact contact = Contact.parse(written);

        assertThat(contact.text()).isEqualTo(shortest);
        assertThat(Contact.parse(shortest)).isEqualTo(contact);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | it is empty: write always-on",
                "grace 2h | it is empty: write always-on",
                "sometimes | 'sometimes' is no window: write always-on",
                "always-on always | 'always' is more than one interval: write always-on every 2m",
                "every | 'every' is more than one interval: write every 24h",
                "every 0h | an interval of nothing is none: write every 24h",
                "every 24 | '24' is no span of up to 400 days: write every 24h",
                "usb every 401d | '401d' is no span of up to 400 days: write usb every 14d",
                "usb every 999999999d | '999999999d' is no span",
                "usb 14d | '14d' is more than one interval: write usb every 14d",
                "daily 25:00-26:00 | '25:00-26:00' is no span of a day: write hours and minutes such as 02:00-04:00",
                "daily 24:00-02:00 | '24:00-02:00' is no span of a day",
                "daily 02:60-04:00 | '02:60-04:00' is no span of a day",
                "daily 02:00-02:00 | '02:00-02:00' has no length",
                "daily 02:00-04:00 Europe/Olso | 'Europe/Olso' is no time zone: write a name such as Europe/Oslo",
                "mond 02:00-04:00 | 'mond' is no day: write daily, or days such as mon,wed,fri or mon-fri",
                "mon- 02:00-04:00 | 'mon-' is no day",
                "mon,,wed 02:00-04:00 | '' is no day",
                "mon 02:00-04:00; | '' is no window",
                "mon 02:00-04:00 UTC now | 'mon 02:00-04:00 UTC now' is no window",
                "mon 02:00-04:00 Asia/Tokyo; tue 02:00-04:00 | the windows have one zone: write it once, after the last",
                "daily 00:00-24:00 | leave no time open or none out: write always-on instead",
                "mon-wed 00:00-24:00; thu-sun 00:00-24:00 | leave no time open or none out: write always-on instead",
                "daily 02:00-04:00 grace | one span comes after grace, and nothing after that: write grace 2h at the end",
                "grace 2h daily 02:00-04:00 | one span comes after grace",
                "daily 02:00-04:00 grace soon | 'soon' is no span of up to 400 days: write grace 2h",
            })
    void aMistakeIsNamedWithWhatToWriteInstead(String written, String sentence) {
        assertThatThrownBy(() -> Contact.parse(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("cannot be read: ")
                .hasMessageContaining(sentence);
    }

    @Test
    void allMistakesOfATextAreNamedAtOnce() {
        assertThatThrownBy(() -> Contact.parse("mond 02:00-04:00; tue 7-8; wed 06:00-07:00 Mars/North grace never"))
                .hasMessageContaining("'mond' is no day")
                .hasMessageContaining("'7-8' is no span of a day")
                .hasMessageContaining("'Mars/North' is no time zone")
                .hasMessageContaining("'never' is no span");
    }

    @Test
    void aTextThatIsTooLongIsRefusedBeforeItIsRead() {
        assertThatThrownBy(() -> Contact.parse("mon 02:00-04:00; ".repeat(16)))
                .hasMessage("is longer than 256 characters: name fewer windows, or days as mon-fri");
        assertThatThrownBy(() -> Contact.parse("mon 2:0-4:0;".repeat(17)))
                .hasMessageContaining("18 windows are more than 16");
        assertThatThrownBy(() -> Contact.parse("mon,wed,fri,sun 2:00-4:00;".repeat(9) + "tue 2:00-4:00"))
                .hasMessage("is longer than 256 characters when written out: name fewer windows");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000",
                "daily\u001b[31m 02:00-04:00",
                "dağıly 02:00-04:00",
                "ＭＯＮ 02:00-04:00",
                "mon ٠٢:٠٠-٠٤:٠٠"
            })
    void whatNoPersonWritesIsRefusedAndNotRepeatedAsItCame(String written) {
        assertThatThrownBy(() -> Contact.parse(written))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches("[\\x20-\\x7e…]+");
    }

    @Test
    void twoContactsAreTheSameWhateverTheirGrace() {
        assertThat(Contact.parse("daily 02:00-04:00").isSameAs(Contact.parse("daily 02:00-04:00 grace 5h")))
                .isTrue();
        assertThat(Contact.parse("daily 02:00-04:00").isSameAs(Contact.parse("daily 02:00-04:00 Europe/Oslo")))
                .isFalse();
        assertThat(Contact.parse("every 24h").isSameAs(Contact.parse("usb every 24h")))
                .isFalse();
    }
}
