package skerry.agent.privacy.checks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LetteredNumberTest {
    @Test
    void spanishLettersCheckTheDigitsBeforeThem() {
        assertThat(LetteredNumber.spanish("40291837F"))
                .isEqualTo("TRWAGMYFPDXBNJZSQVHLCKE".charAt(40291837 % 23) == 'F');
        assertThat(LetteredNumber.spanish("X4029183" + "TRWAGMYFPDXBNJZSQVHLCKE".charAt(4029183 % 23)))
                .isTrue();
        assertThat(LetteredNumber.spanish("Y4029183" + "TRWAGMYFPDXBNJZSQVHLCKE".charAt(4029183 % 23)))
                .isFalse();
    }

    @Test
    void finnishCodesHoldADateAndTheRemainderOf31() {
        char check = "0123456789ABCDEFHJKLMNPRSTUVWXY".charAt(230671418 % 31);

        assertThat(LetteredNumber.finnish("230671-418" + check)).isTrue();
        assertThat(LetteredNumber.finnish("230671-419" + check)).isFalse();
        assertThat(LetteredNumber.finnish("231371-418" + "0123456789ABCDEFHJKLMNPRSTUVWXY".charAt(231371418 % 31)))
                .isFalse();
    }

    @Test
    void machineReadableNumbersWeighSevenThreeOne() {
        assertThat(LetteredNumber.machineReadable("AB2134" + (10 * 7 + 11 * 3 + 2 + 1 * 7 + 3 * 3 + 4) % 10))
                .isTrue();
        assertThat(LetteredNumber.machineReadable("AB2143" + (10 * 7 + 11 * 3 + 2 + 1 * 7 + 3 * 3 + 4) % 10))
                .isFalse();
    }

    @Test
    void nationalInsuranceHasPrefixesThatWereNeverGiven() {
        assertThat(LetteredNumber.insured("JG103759A")).isTrue();
        assertThat(LetteredNumber.insured("GB103759A")).isFalse();
        assertThat(LetteredNumber.insured("DA103759A")).isFalse();
    }

    @Test
    void mexicanCodesHoldADateASexAndACheckDigit() {
        assertThat(LetteredNumber.mexican("HOLT850413HDFLRN02")).isTrue();
        assertThat(LetteredNumber.mexican("HOLT850413HDFLRN03")).isFalse();
        assertThat(LetteredNumber.mexican("HOLT851313HDFLRN02")).isFalse();
        assertThat(LetteredNumber.mexican("HOLT850413QDFLRN02")).isFalse();
    }

    @Test
    void taiwaneseNumbersCountTheirLetterAsTwoDigits() {
        assertThat(LetteredNumber.taiwanese("F135792464")).isTrue();
        assertThat(LetteredNumber.taiwanese("G135792464")).isFalse();
        assertThat(LetteredNumber.taiwanese("F535792464")).isFalse();
    }

    @Test
    void chileanNumbersEndWithTheRemainderOf11() {
        assertThat(LetteredNumber.chilean("173064349")).isTrue();
        assertThat(LetteredNumber.chilean("173064348")).isFalse();
        assertThat(LetteredNumber.chilean("17306434K")).isFalse();
    }
}
