package skerry.agent.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustomRuleTest {
    @ParameterizedTest
    @CsvSource({
        "TCK-[0-9]{6}, TCK-",
        "\\bTCK-[0-9]{6}\\b, TCK-",
        "(?i)crew[ -]no\\.?[0-9]+, crew",
        "[A-Z]{2}well/(a|b)/rig, well/",
        "ab?cdx*e, cd",
        "a\\.b\\.c, a.b.c",
        "x.yz, yz"
    })
    void theTriggerIsWhatEveryMatchHolds(String expression, String literal) {
        assertThat(RequiredLiteral.of(expression)).isEqualTo(literal);
    }

    @ParameterizedTest
    @CsvSource({
        "[0-9]{6}, in a row",
        "^TCK-1, character 1",
        "foo|bar, character 4",
        "(abc)?[0-9], in a row",
        "a+b+, in a row"
    })
    void anExpressionThatGivesNoTriggerIsRefusedWithTheReason(String expression, String reason) {
        var refused = catchThrowableOfType(IllegalArgumentException.class, () -> CustomRule.parse("x=" + expression));

        assertThat(refused).hasMessageContaining(expression).hasMessageContaining(reason);
    }

    @Test
    void whatIsNoExpressionIsRefusedWithItsPlace() {
        var refused = catchThrowableOfType(IllegalArgumentException.class, () -> CustomRule.parse("x=TCK-[0-9"));

        assertThat(refused).hasMessageContaining("no regular expression").hasMessageContaining("at character 5");
        assertThat(catchThrowableOfType(IllegalArgumentException.class, () -> CustomRule.parse("no sign")))
                .hasMessageContaining("'no sign'");
        assertThat(catchThrowableOfType(IllegalArgumentException.class, () -> CustomRule.parse("Big=abc")))
                .hasMessageContaining("'Big=abc'");
    }

    @Test
    void aMaskOfARuleIsNobodysNameWhereSignsEncloseOne() {
        Redactor redactor = redactor(List.of("crew=crew-[0-9]+"), List.of());

        String once = redactor.redact("dovecot: login user=<crew>, user=<anna>");

        assertThat(once).isEqualTo("dovecot: login user=<crew>, user=<<user>>");
        assertThat(redactor.redact(once)).isEqualTo(once);
    }

    @Test
    void whatMatchesIsMaskedWhereverItStandsAndNothingElse() {
        Redactor redactor = redactor(List.of("ticket=\\bTCK-[0-9]{6}\\b", "crew=(?i)crew no [0-9]+"), List.of());

        assertThat(redactor.redact("see TCK-123456, TCK-12345 and Crew No 77; tck-654321"))
                .isEqualTo("see <ticket>, TCK-12345 and <crew>; tck-654321");
        assertThat(redactor.redact("TCK-123456TCK-123456")).isEqualTo("TCK-123456TCK-123456");
        assertThat(redactor.redact("mail to a@b.example of TCK-123456")).isEqualTo("mail to <email> of <ticket>");
    }

    @Test
    void whatIsAllowedStaysAndIsNoReasonToTakeAPartOfIt() {
        Redactor redactor = redactor(List.of(), List.of("help@vendor.example", "/192\\.0\\.2\\.[0-9]+/"));

        assertThat(redactor.redact("HELP@vendor.example wrote to me@vendor.example from 192.0.2.7 and 192.1.2.7"))
                .isEqualTo("HELP@vendor.example wrote to <email> from 192.0.2.7 and <ipv4>");
        assertThat(redactor.redact("192.0.2.7")).isEqualTo("192.0.2.7");
    }

    @Test
    void rulesAndWhatIsAllowedArePartOfThePolicysId() {
        String usual = redactor(List.of(), List.of()).policyId();

        assertThat(redactor(List.of("ticket=TCK-1"), List.of()).policyId()).isNotEqualTo(usual);
        assertThat(redactor(List.of(), List.of("x@y.example")).policyId()).isNotEqualTo(usual);
        assertThat(redactor(List.of("ticket=TCK-1"), List.of()).policyId())
                .isNotEqualTo(redactor(List.of("ticket=TCK-2"), List.of()).policyId());
    }

    @Test
    void aRuleLooksAtABoundedPartOfATextHoweverOftenItsLiteralComesAgain() {
        var policy = Policy.masked(settings(List.of("x=ab.*zz"), List.of()));
        var redactor = new PolicyRedactor(policy, Optional.empty());

        assertThat(redactor.redact("ab" + "-".repeat(CustomDetector.REACH - 2) + "zz"))
                .isEqualTo("<x>");
        assertThat(redactor.redact("ab" + "-".repeat(CustomDetector.REACH) + "zz"))
                .startsWith("ab-");
    }

    private static Redactor redactor(List<String> rules, List<String> allowed) {
        return PolicyRedactor.masked(settings(rules, allowed));
    }

    private static PrivacySettings settings(List<String> rules, List<String> allowed) {
        return new PrivacySettings(
                Map.of(),
                Optional.empty(),
                rules.stream().map(CustomRule::parse).toList(),
                new AllowList(allowed));
    }
}
