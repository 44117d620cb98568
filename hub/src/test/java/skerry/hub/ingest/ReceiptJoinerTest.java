package skerry.hub.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import skerry.protocol.BatchKey;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.control.Ack;

class ReceiptJoinerTest {
    private static final Uid FIRST = new Uid("aaaaaaaaaaaaaaaaaaaaaaaaaa");
    private static final Uid SECOND = new Uid("baaaaaaaaaaaaaaaaaaaaaaaaa");

    private final ReceiptJoiner joiner = new ReceiptJoiner();

    private void add(Uid uid, int batches, long now) {
        for (int i = 1; i <= batches; i++) {
            joiner.add(new Verdict.NotTaken(new BatchKey(uid, 1, Stream.MINUTES, i), Ack.Reason.LATER, 0), now);
        }
    }

    @Test
    void anAgentWhoseWindowIsFullHearsAtOnceAndOthersWithinTheirTime() {
        add(FIRST, 6, 1_000);
        add(SECOND, 7, 1_000);

        assertThat(joiner.due(1_000)).extracting(ReceiptJoiner.Due::uid).containsExactly(SECOND);
        assertThat(joiner.due(1_199)).isEmpty();
        assertThat(joiner.untilDue(1_199)).isOne();
        assertThat(joiner.due(1_200)).extracting(ReceiptJoiner.Due::uid).containsExactly(FIRST);
        assertThat(joiner.untilDue(1_200)).isEqualTo(Long.MAX_VALUE);
    }
}
