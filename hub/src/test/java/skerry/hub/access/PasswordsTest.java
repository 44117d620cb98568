package skerry.hub.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    private final Passwords passwords = new Passwords(new SecureRandom());

    @Test
    void aPasswordMatchesItsHashAlone() {
        String hash = passwords.hash("a long password");

        assertThat(passwords.matches("a long password", hash)).isTrue();
        assertThat(passwords.matches("a long passwore", hash)).isFalse();
        assertThat(passwords.hash("a long password")).isNotEqualTo(hash);
    }

    @Test
    void toCompareWithNobodysTakesAsManyRoundsAndNeverMatches() {
        String nobodys = passwords.nobodys();

        assertThat(nobodys).hasSameSizeAs(passwords.hash("a long password"));
        assertThat(rounds(nobodys)).isEqualTo(rounds(passwords.hash("a long password")));
        assertThat(passwords.matches("", nobodys)).isFalse();
    }

    private static String rounds(String hash) {
        return hash.substring(0, hash.indexOf(':'));
    }
}
