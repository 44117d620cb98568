package skerry.agent.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;

class PolicyTest {
    @Test
    void theIdNamesAVersionAndAHashAndFitsTheHeader() {
        assertThat(Policy.standard().id())
                .matches("skerry-2/[0-9a-f]{12}")
                .isEqualTo(PolicyRedactor.standard().policyId())
                .hasSizeLessThanOrEqualTo(Limits.MAX_POLICY_CHARS);
    }

    @Test
    void theIdChangesWithTheRulesAndTheirOrderAndNothingElse() {
        var one = new Policy(7, List.of(new EmailDetector(), new MacDetector()), Action.MASK);

        assertThat(new Policy(7, List.of(new EmailDetector(), new MacDetector()), Action.MASK).id())
                .isEqualTo(one.id());
        assertThat(new Policy(7, List.of(new MacDetector(), new EmailDetector()), Action.MASK).id())
                .isNotEqualTo(one.id());
        assertThat(new Policy(7, List.of(new EmailDetector()), Action.MASK).id())
                .isNotEqualTo(one.id());
    }

    @Test
    void theIdChangesWithAnActionAndNotWithTheKey() {
        var usual = Policy.of(PrivacySettings.USUAL, SiteNames.NONE);

        assertThat(usual.id())
                .isEqualTo(Policy.of(
                                new PrivacySettings(Map.of("card", Action.MASK), Optional.of(Path.of("/key"))),
                                SiteNames.NONE)
                        .id())
                .isNotEqualTo(Policy.standard().id())
                .isNotEqualTo(Policy.of(
                                new PrivacySettings(Map.of("card", Action.REMOVE), Optional.empty()), SiteNames.NONE)
                        .id());
    }

    @Test
    void everyFindingIsTreatedAsItsKindAsks() {
        var key = SiteKey.of(Bytes.of("0123456789abcdef0123456789abcdef".getBytes(UTF_8)));
        var redactor = PolicyRedactor.of(
                new PrivacySettings(Map.of("ipv4", Action.REMOVE, "mac", Action.MASK), Optional.empty()), key);

        String once = redactor.redact("a@b.example at 10.1.2.3, de:ad:be:ef:00:01, password=Sesame-17");

        assertThat(once).matches("<email:[a-z2-7]{10}> at <removed>, <mac>, password=<password>");
        assertThat(redactor.redact(once)).isEqualTo(once);
    }
}
