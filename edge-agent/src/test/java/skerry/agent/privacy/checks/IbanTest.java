package skerry.agent.privacy.checks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IbanTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "NO8490011234567",
                "DE44500105175407324931",
                "GB26MIDL40051512345674",
                "FR1420041010050500013M02606"
            })
    void takesANumberWithItsCountrysLengthAndChecks(String number) {
        assertThat(Iban.is(number)).isTrue();
        assertThat(Iban.is(number + "0")).isFalse();
        assertThat(Iban.is(number.replace('0', '1'))).isFalse();
    }

    @Test
    void countriesWithoutSuchNumbersHaveNone() {
        assertThat(Iban.length("US")).isZero();
        assertThat(Iban.length("24")).isZero();
        assertThat(Iban.length("NO")).isEqualTo(15);
        assertThat(Iban.countries()).contains("DE", "XK").hasSizeGreaterThan(80);
    }
}
