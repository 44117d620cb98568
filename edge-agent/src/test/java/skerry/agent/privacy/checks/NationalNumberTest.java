package skerry.agent.privacy.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NationalNumberTest {
    @ParameterizedTest
    @CsvSource({
        "USA bank, 061100224",
        "USA provider, 1239876547",
        "Australia company, 715034290",
        "Australia tax file, 459127831",
        "Australia business, 83914571560",
        "Australia Medicare, 3451890221",
        "Canada, 450123989",
        "Netherlands, 234567107",
        "Portugal, 267904185",
        "Austria, 4187230671",
        "Bulgaria, 7106234189",
        "Czechia, 7156234184",
        "United Kingdom health, 4315098728",
        "United Kingdom tax, 9431509872",
        "Sweden, 7106234185",
        "Korea business, 3148190507",
        "Korea, 7106232418905",
        "Poland tax, 5261040828",
        "Poland, 71062341800",
        "Belgium, 71062341837",
        "Brazil, 40821596306",
        "Brazil company, 40821596000105",
        "Estonia and Lithuania, 47106234181",
        "Latvia, 23067141804",
        "Germany tax and Croatia, 48293157063",
        "Italy, 04829315706",
        "Turkey, 48293157032",
        "Norway, 23067141881",
        "Spain, 284829315795",
        "India, 482931570268",
        "Thailand, 3482931570266",
        "South Africa, 7106234182085",
        "Romania, 2710623401235",
        "Slovenia, 2306971504187",
        "Luxembourg, 1971062341847",
        "Switzerland, 7564182903151",
        "France tax, 0742931570423",
        "France, 271067541820382",
        "China, 110105197106234185",
        "Philippines, 201482939000",
        "Greece tax, 094283173",
        "Hungary tax, 8419283177",
        "Hungary, 482931577",
        "Nigeria, 64829315700",
        "Iceland, 2306714199"
    })
    void takesANumberOfTheCountryAndMissesTheSameWithSomeOtherDigit(String country, String number) {
        assertThat(NationalNumber.is(number)).as(country).isTrue();

        var refused = new ArrayList<String>();
        for (int i = 0; i < number.length(); i++) {
            for (char digit = '0'; digit <= '9'; digit++) {
                String other = number.substring(0, i) + digit + number.substring(i + 1);
                if (!NationalNumber.is(other)) {
                    refused.add(other);
                }
            }
        }
        assertThat(refused)
                .as("%s: numbers with one other digit that are refused", country)
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Luxembourg, 1963041939943, true",
        "the first of its check digits alone, 1963041939942, false",
        "Romania, 2710623401235, true",
        "milliseconds since 1970, 1796459221412, false"
    })
    void knowsANumberThatIsNoTimeByItsDateAndItsCheckDigits(String what, String number, boolean dated) {
        assertThat(NationalNumber.isDated(number)).as(what).isEqualTo(dated);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "123456", "1111111111", "99999999999", "12345678901234567890"})
    void missesWhatHasNoCountrysLengthOrIsOneDigitAgainAndAgain(String number) {
        assertThat(NationalNumber.is(number)).isFalse();
    }

    @Test
    void aDashTellsTheFormsOfTheNorthAndOfKorea() {
        assertThat(NationalNumber.isDashed("7106234185")).isTrue();
        assertThat(NationalNumber.isDashed("7106234186")).isFalse();
        assertThat(NationalNumber.isDashed("7113234185")).isFalse();
        assertThat(NationalNumber.isDashed("7106232418905")).isTrue();
        assertThat(NationalNumber.isDashed("7106239418905")).isFalse();
    }
}
