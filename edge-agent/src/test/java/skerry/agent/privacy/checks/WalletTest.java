package skerry.agent.privacy.checks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WalletTest {
    /** The address that the all-zero hash would have: nobody's. */
    private static final String ZEROS = "1111111111111111111114oLvT2";

    @Test
    void anOlderAddressChecksItself() {
        assertThat(Wallet.bitcoin(ZEROS)).isTrue();
        assertThat(Wallet.bitcoin(ZEROS.replace('T', 'U'))).isFalse();
        assertThat(Wallet.bitcoin("1111111111111111111114oLvTl")).isFalse();
    }

    @Test
    void aNewerAddressHasOneCaseAndChecksItself() {
        String zeros = "bc1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq9e75rs";

        assertThat(Wallet.segwit(zeros)).isTrue();
        assertThat(Wallet.segwit(zeros.toUpperCase(java.util.Locale.ROOT))).isTrue();
        assertThat(Wallet.segwit(zeros.replace("rs", "rS"))).isFalse();
        assertThat(Wallet.segwit(zeros.replace("rs", "rt"))).isFalse();
    }
}
