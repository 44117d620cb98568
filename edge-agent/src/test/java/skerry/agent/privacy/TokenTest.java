package skerry.agent.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.protocol.Bytes;

class TokenTest {
    private static final Redactor REDACTOR = PolicyRedactor.of(
            PrivacySettings.USUAL, SiteKey.of(Bytes.of("a key that is as long as it must".getBytes(UTF_8))));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from <ipv4:abcdefgh27>:8883 | from <ipv4>:8883",
                "<user:abcdefghij><email:2222222222> | <user><email>",
                "a < b <<user:abcdefghij>> | a < b <<user>>",
            })
    void withoutItsTokenAMaskIsAsAtEverySite(String text, String plain) {
        assertThat(Token.withoutTokens(text)).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<",
                "<:abcdefghij>",
                "<user>",
                "<user:abcdefghi>",
                "<user:abcdefghijk>",
                "<user:abcdefghi8>",
                "<user:abcdefghiJ>",
                "<USER:abcdefghij>",
                "<user:abcdefghij",
                "<user:",
                "<user :abcdefghij>",
                "<user-user-user-user-user-user-user-u:abcdefghij>"
            })
    void whatIsNoTokenStays(String text) {
        assertThat(Token.withoutTokens(text)).isSameAs(text);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void redactingTwiceIsRedactingOnceAlsoWithTokens(long seed) {
        var random = new Random(seed);
        String[] pieces = {
            "ann@example.org",
            "10.1.2.3",
            "fe80::1",
            "de:ad:be:ef:00:01",
            "user=ann",
            "/home/ann/",
            "password=",
            "Sesame-17",
            " ",
            "<",
            ">",
            ":",
            "=",
            "\"",
            "<user:abcdefghij>",
            "<email>",
            "abcdefghij",
            "4111111111111111",
            "@",
            "Bearer "
        };
        for (int i = 0; i < 20_000; i++) {
            var line = new StringBuilder();
            for (int n = 1 + random.nextInt(8); n > 0; n--) {
                line.append(pieces[random.nextInt(pieces.length)]);
            }
            String once = REDACTOR.redact(line.toString());
            assertThat(REDACTOR.redact(once)).as("seed %d, line %s", seed, line).isEqualTo(once);
        }
    }

    /** So that whoever compares texts of two sites, or of before and after an upgrade, sees the same. */
    @ParameterizedTest
    @ValueSource(longs = {14, 15})
    void whatIsTakenDoesNotDependOnTheAction(long seed) {
        var random = new Random(seed);
        Redactor masking = new PolicyRedactor(Policy.standard(), Optional.empty());
        for (int i = 0; i < 5_000; i++) {
            String line = "user=ann" + random.nextInt(9) + " from 10.0.0." + random.nextInt(256) + " <m"
                    + random.nextInt(9) + "@example.org>, password: " + random.nextInt();
            assertThat(Token.withoutTokens(REDACTOR.redact(line))).isEqualTo(masking.redact(line));
        }
    }
}
