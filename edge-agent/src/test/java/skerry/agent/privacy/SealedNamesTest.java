package skerry.agent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SealedNamesTest {
    private static final String PERSONAL = "/home/anna.berg/logs/pump.log#1f";

    private final SealedNames names = new SealedNames(secret(1), PolicyRedactor.standard());

    private static byte[] secret(int fill) {
        byte[] secret = new byte[48];
        Arrays.fill(secret, (byte) fill);
        return secret;
    }

    @Test
    void aNameWithNothingPersonalStaysReadable() {
        String name = "/var/log/pods/shop_cart_uid/web/0.log#1f";

        assertThat(names.seal(name)).isEqualTo(name);
        assertThat(names.open(name)).contains(name);
    }

    @Test
    void aPersonalNameIsHiddenInOneFormAndReadAgain() {
        String hidden = names.seal(PERSONAL);

        assertThat(hidden).startsWith("~").doesNotContain("anna", "berg", "pump");
        assertThat(names.seal(PERSONAL)).as("it is the key of a row").isEqualTo(hidden);
        assertThat(names.open(hidden)).contains(PERSONAL);
        assertThat(names.seal(PERSONAL + "0")).isNotEqualTo(hidden);
    }

    @Test
    void aNameThatLooksHiddenIsHiddenToo() {
        assertThat(names.open(names.seal("~x"))).contains("~x");
    }

    @Test
    void whatAnotherNodeHidOrWhatIsDamagedIsNotRead() {
        String hidden = names.seal(PERSONAL);

        assertThat(new SealedNames(secret(2), PolicyRedactor.standard()).open(hidden))
                .isEmpty();
        assertThat(names.open(hidden.substring(0, hidden.length() - 2))).isEmpty();
        assertThat(names.open("~")).isEmpty();
        assertThat(names.open("~not base64!")).isEmpty();
    }
}
