package skerry.agent.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PipeTest {
    private static final int BATCH = 2_300;

    private final Pipe pipe = new Pipe();
    private long token;

    /** How many batches go out at once. */
    private int fill(long now) {
        int batches = 0;
        while (pipe.hasRoom(BATCH)) {
            pipe.handedOver(token++, BATCH, now);
            batches++;
        }
        return batches;
    }

    private void taken(int batches, long now) {
        for (int i = batches; i > 0; i--) {
            pipe.taken(token - i, now);
        }
    }

    @Test
    void aLineOfFiftyBytesASecondCarriesOneBatchAtATimeFromTheFirstOn() {
        long now = 0;
        for (int i = 0; i < 5; i++) {
            assertThat(fill(now)).isOne();
            now += 46_000;
            taken(1, now);
        }
    }

    @Test
    void aQuickBrokerGetsTwiceAsMuchEachTimeUntilTheWindowIsFull() {
        long now = 0;
        int before = fill(now);
        for (int i = 0; i < 4; i++) {
            now += 600;
            taken(before, now);
            int more = fill(now);
            assertThat(more).isGreaterThanOrEqualTo(2 * before);
            before = more;
        }
        for (int i = 0; i < 10; i++) {
            taken(before, now);
            before = fill(now);
        }
        assertThat(before * BATCH).isBetween(SendWindow.MOST_BYTES - BATCH, SendWindow.MOST_BYTES);
    }

    @Test
    void aLineThatBecomesSlowIsSoonFilledForTwoSecondsAlone() {
        long now = 0;
        for (int i = 0; i < 8; i++) {
            taken(fill(now), now);
        }
        for (int i = 0; i < 3; i++) {
            int sent = fill(now);
            long each = BATCH * 1_000L / 8_000;
            for (int k = sent; k > 0; k--) {
                now += each;
                pipe.taken(token - k, now);
            }
        }

        assertThat(fill(now) * BATCH).isLessThan(2 * 2 * 8_000);
    }

    @Test
    void aBatchThatIsLargerThanAllGoesAlone() {
        assertThat(pipe.hasRoom(127 * 1024)).isTrue();
        pipe.handedOver(1, 127 * 1024, 0);
        assertThat(pipe.hasRoom(1)).isFalse();
    }
}
