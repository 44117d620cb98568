package skerry.agent.cluster.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "100m, 0.1, 1",
        "1, 1, 1",
        "0.5, 0.5, 1",
        ".5, 0.5, 1",
        "5., 5, 5",
        "1e3, 1000, 1000",
        "1E3, 1000, 1000",
        "15e-1, 1.5, 2",
        "+2k, 2000, 2000",
        "1Ki, 1024, 1024",
        "1Mi, 1048576, 1048576",
        "1Gi, 1073741824, 1073741824",
        "1.5Ti, 1649267441664, 1649267441664",
        "1Pi, 1125899906842624, 1125899906842624",
        "1Ei, 1152921504606846976, 1152921504606846976",
        "3M, 3000000, 3000000",
        "3G, 3000000000, 3000000000",
        "3T, 3000000000000, 3000000000000",
        "1P, 1000000000000000, 1000000000000000",
        "1E, 1000000000000000000, 1000000000000000000",
        "1n, 0.001, 1",
        "1500u, 0.002, 1",
        "-1500u, -0.002, -1",
        "9223372036854775807, 9223372036854775807, 9223372036854775807",
    })
    void quantitiesAreReadExactlyAndRoundedAwayFromZero(String text, double thousandths, double whole) {
        var amount = Amount.of(new Quantity(text)).orElseThrow();

        assertThat(amount.inThousandths()).isEqualTo(thousandths);
        assertThat(amount.whole()).isEqualTo(whole);
        assertThat(Amount.of(Quantity.parse(text)).orElseThrow().inThousandths())
                .isEqualTo(thousandths);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1 Gi", "1gi", "1KI", "--1", "1e", "1e1000000000", "1e31", ".", "Gi", "1,5", "٣"})
    void whatIsNoQuantityIsNoNumber(String text) {
        assertThat(Amount.parse(text)).isEmpty();
    }

    @Test
    void anAmountWithoutEndIsRefusedBeforeItIsRead() {
        assertThat(Amount.parse("1".repeat(100_000))).isEmpty();
    }
}
