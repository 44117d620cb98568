package skerry.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import skerry.protocol.RecordCounts;

class DemoAccountTest {
    private static final RecordCounts NONE = RecordCounts.NONE;

    private final DemoAccount account = new DemoAccount();

    @Test
    void recordsThatAreAllDeliveredOrHeldOrRefusedMakeItComplete() {
        account.add("a", List.of(records(10), records(6), records(3), NONE, records(1)), records(6));

        assertThat(account.isComplete()).isTrue();
        assertThat(printed()).contains("collected = delivered + held + dropped + refused, dropped 0");
    }

    @Test
    void aRecordThatIsNowhereMakesItIncomplete() {
        account.add("good", List.of(records(10), records(10), NONE, NONE, NONE), records(10));
        account.add("bad", List.of(records(10), records(6), records(3), NONE, NONE), records(6));

        assertThat(account.isComplete()).isFalse();
        assertThat(printed()).contains("does not balance");
    }

    @Test
    void aLineCannotStandInForASample() {
        account.add("a", List.of(new RecordCounts(1, 0, 0), new RecordCounts(0, 1, 0), NONE, NONE, NONE), NONE);

        assertThat(account.isComplete()).isFalse();
    }

    @Test
    void aDroppedRecordMakesItIncompleteAlthoughItIsCounted() {
        account.add("a", List.of(records(10), records(9), NONE, records(1), NONE), records(9));

        assertThat(account.isComplete()).isFalse();
    }

    @Test
    void whatIsHeldMayBeAtTheHubAlready() {
        account.add("a", List.of(records(10), records(6), records(4), NONE, NONE), records(8));

        assertThat(account.isComplete()).isTrue();
    }

    @Test
    void aHubThatLacksWhatIsDeliveredOrCountsItTwiceMakesItIncomplete() {
        account.add("lacks", List.of(records(10), records(6), records(4), NONE, NONE), records(5));
        assertThat(account.isComplete()).isFalse();

        account.add("lacks", List.of(records(10), records(10), NONE, NONE, NONE), records(12));
        assertThat(account.isComplete()).isFalse();
    }

    @Test
    void theAgentsOwnAccountIsReadByKindOfRecord() throws IOException {
        var json = new ObjectMapper().readTree("""
                        {"collected": {"samples": 5, "lines": 2, "events": 1}, "delivered": {"samples": 5},
                         "held": {"lines": 2}, "dropped": {"ring_full": {"lines": 3}, "corruption": {"lines": 1, "events": 2}}, "refused": {"events": 1}}
                        """);

        assertThat(DemoAccount.of(json))
                .containsExactly(
                        new RecordCounts(5, 2, 1),
                        new RecordCounts(5, 0, 0),
                        new RecordCounts(0, 2, 0),
                        new RecordCounts(0, 4, 2),
                        new RecordCounts(0, 0, 1));
    }

    private String printed() {
        var text = new StringWriter();
        account.print(new PrintWriter(text));
        return text.toString();
    }

    private static RecordCounts records(long samples) {
        return new RecordCounts(samples, 0, 0);
    }
}
