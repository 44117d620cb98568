package skerry.agent.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import skerry.protocol.Bytes;

class PseudonymsTest {
    private static final SiteKey NORTH = key("the key of the site in the north");
    private static final SiteKey SOUTH = key("the key of the site in the south");

    private final Pseudonyms tokens = new Pseudonyms(NORTH);

    /** {@code printf 'email\0ann@example.org' | openssl dgst -sha256 -hmac 'the key of …'}, its first 50 bits in base32. */
    @Test
    void aTokenIsTheStartOfAnHmacThatAnybodyWithTheKeyCanMake() {
        assertThat(tokens.token("email", "ann@example.org")).isEqualTo("ki4rwlpplx");
        assertThat(tokens.mask("email", "ann@example.org")).isEqualTo("<email:ki4rwlpplx>");
    }

    @Test
    void theSameValueHasTheSameTokenAtOneSiteAndAnotherElsewhere() {
        for (String value : List.of("ann@example.org", "10.1.2.3", "x".repeat(300))) {
            String token = tokens.mask("email", value);

            assertThat(tokens.mask("email", value)).as("when it comes again").isEqualTo(token);
            assertThat(new Pseudonyms(NORTH).mask("email", value)).isEqualTo(token);
            assertThat(new Pseudonyms(SOUTH).mask("email", value)).isNotEqualTo(token);
        }
    }

    @Test
    void oneTextAsTwoKindsHasTwoTokens() {
        assertThat(tokens.token("user", "ann")).isNotEqualTo(tokens.token("host", "ann"));
    }

    @ParameterizedTest
    @CsvSource({
        "email, Ann@Example.ORG, ann@example.org",
        "email, ann%40example.org, ann@example.org",
        "ipv6, 2001:DB8::1, 2001:db8:0:0:0:0:0:1",
        "ipv6, 2001:db8:0::0001, 2001:db8::1",
        "ipv6, FE80::1%eth0, fe80::1%eth0",
        "ipv6, ::/0, ::/0",
        "mac, DE-AD-BE-EF-00-01, de:ad:be:ef:00:01",
        "mac, dead.beef.0001, de:ad:be:ef:00:01",
        "user, Ann, ann",
        "user, PLANT\\\\ann, plant\\ann",
        "host, Pi-1.Example.Org., pi-1.example.org",
        "uuid, {3F2504E0-4F89-11D3-9A0C-0305E82C3301}, 3f2504e04f8911d39a0c0305e82c3301",
        "phone, +47 22 33 44 55, +4722334455",
        "card, 4111 1111 1111 1111, 4111-1111-1111-1111",
        "iban, GB82 WEST 1234, gb82west1234"
    })
    void aValueHasOneTokenInWhateverWayItIsWritten(String kind, String one, String other) {
        assertThat(tokens.token(kind, one)).isEqualTo(tokens.token(kind, other));
    }

    @Test
    void anIpv4AddressWrittenAsIpv6IsStillThatAddress() {
        assertThat(tokens.mask("ipv6", "::ffff:10.1.2.3")).isEqualTo("<ipv6:" + tokens.token("ipv4", "10.1.2.3") + ">");
    }

    @Test
    void valuesThatDifferHaveTokensThatDiffer() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 65_536; i++) {
            seen.add(tokens.mask("ipv4", "10.1." + (i >> 8) + "." + (i & 255)));
        }

        assertThat(seen).hasSize(65_536);
    }

    @Test
    void whatTheActionsAskForAndNobodyCanMakeIsRefused() {
        var policy = Policy.of(PrivacySettings.USUAL, SiteNames.NONE);

        assertThatThrownBy(() -> new PolicyRedactor(policy, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key");
    }

    private static SiteKey key(String text) {
        return SiteKey.of(Bytes.of(text.getBytes(UTF_8)));
    }
}
