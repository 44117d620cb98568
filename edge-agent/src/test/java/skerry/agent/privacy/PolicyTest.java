package skerry.agent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import skerry.protocol.Limits;

class PolicyTest {
    @Test
    void theIdNamesAVersionAndAHashAndFitsTheHeader() {
        assertThat(Policy.standard().id())
                .matches("skerry-1/[0-9a-f]{12}")
                .isEqualTo(PolicyRedactor.standard().policyId())
                .hasSizeLessThanOrEqualTo(Limits.MAX_POLICY_CHARS);
    }

    @Test
    void theIdChangesWithTheRulesAndTheirOrderAndNothingElse() {
        var one = new Policy("p", List.of(new EmailDetector(), new MacDetector()), Action.MASK);

        assertThat(new Policy("p", List.of(new EmailDetector(), new MacDetector()), Action.MASK).id())
                .isEqualTo(one.id());
        assertThat(new Policy("p", List.of(new MacDetector(), new EmailDetector()), Action.MASK).id())
                .isNotEqualTo(one.id());
        assertThat(new Policy("p", List.of(new EmailDetector()), Action.MASK).id())
                .isNotEqualTo(one.id());
    }

    @Test
    void anotherActionThanTheMaskFits() {
        Action pseudonym = (kind, found) -> "<" + kind + ":" + found.length() + ">";
        var redactor = new PolicyRedactor(new Policy("p", List.of(new EmailDetector()), pseudonym));

        assertThat(redactor.redact("from a@b.example now")).isEqualTo("from <email:11> now");
    }
}
