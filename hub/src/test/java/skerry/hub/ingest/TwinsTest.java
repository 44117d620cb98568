package skerry.hub.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import skerry.protocol.Stream;
import skerry.protocol.control.EpochHead;

class TwinsTest {
    private final Twins twins = new Twins();

    private boolean hear(long epoch) {
        return twins.noticed(List.of(
                new EpochHead(7, 1, Stream.MINUTES, 5, 1),
                new EpochHead(epoch, 2, Stream.MINUTES, 1, 1),
                new EpochHead(epoch, 2, Stream.EVENTS, 1, 1)));
    }

    @Test
    void twoProcessesThatSpeakByTurnsAreNoticed() {
        assertThat(hear(1)).isFalse();
        assertThat(hear(2)).isFalse();
        assertThat(hear(1)).as("an old image may have been restored").isFalse();

        assertThat(hear(2)).isTrue();
        assertThat(hear(1)).isTrue();
        assertThat(hear(1)).as("nothing new").isFalse();
    }

    @Test
    void restartsAndARestoredImageAreNone() {
        for (int epoch = 1; epoch <= 20; epoch++) {
            assertThat(hear(epoch)).isFalse();
            assertThat(hear(epoch)).isFalse();
        }
        assertThat(hear(19)).as("restored").isFalse();
        assertThat(hear(21)).as("and started").isFalse();
        assertThat(hear(19)).as("restored once more").isFalse();
        assertThat(hear(22)).isFalse();
    }

    @Test
    void anAgentWithoutBatchesIsNoOther() {
        assertThat(hear(1)).isFalse();
        assertThat(twins.noticed(List.of())).isFalse();
        assertThat(hear(1)).isFalse();
        assertThat(twins.noticed(List.of())).isFalse();
        assertThat(hear(1)).isFalse();
    }
}
