package skerry.hub.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyStandingTest {
    private static final PolicyStanding FIRST = new PolicyStanding("skerry-1/0123456789ab", 3);
    private static final PolicyStanding SECOND = new PolicyStanding("skerry-2/0123456789ab", 3);
    private static final PolicyStanding FINE = new PolicyStanding("skerry-3/0123456789ab", 3);
    private static final PolicyStanding SILENT = new PolicyStanding("", 3);

    @Test
    void whatSendsAsTheHubAsksOrSentNothingYetIsNoMatter() {
        assertThat(PolicyStanding.notice(List.of(FINE, SILENT))).isEmpty();
        assertThat(FINE.problem()).isEmpty();
        assertThat(SILENT.problem()).isEmpty();
    }

    @Test
    void theNoticeCountsTheNodesAndSaysWhatToDo() {
        assertThat(PolicyStanding.notice(List.of(FIRST, FINE)))
                .contains("1 node sends under policy 1, the hub asks for 3: upgrade its agent");
        assertThat(PolicyStanding.notice(List.of(FIRST, FIRST)))
                .contains("2 nodes send under policy 1, the hub asks for 3: upgrade their agents");
        assertThat(PolicyStanding.notice(List.of(SECOND, FIRST)))
                .contains("2 nodes send under policies 1 to 2, the hub asks for 3: upgrade their agents");
    }

    @Test
    void aNodesProblemNamesBothPolicies() {
        assertThat(SECOND.problem()).get().asString().contains("privacy policy 2", "asks for 3", "upgrade its agent");
    }
}
