package skerry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapTrimTest {
    private static final long MIB = 1 << 20;

    private long live = 15 * MIB;
    private long used = live;
    private long now = Long.MAX_VALUE - HeapTrim.EVERY_NANOS / 2;
    private int collections;
    private final HeapTrim trim = new HeapTrim(
            () -> used,
            () -> {
                collections++;
                used = live;
            },
            () -> now);

    @Test
    void growthIsCollectedOnceItIsWorthIt() {
        later();
        assertThat(collections).as("what the start left").isEqualTo(1);

        used = live + HeapTrim.LEAST_GROWTH - 1;
        later();
        assertThat(collections).isEqualTo(1);

        used = live + HeapTrim.LEAST_GROWTH;
        later();
        assertThat(collections).isEqualTo(2);
    }

    @Test
    void aLargeHeapMayGrowByMore() {
        live = 40 * MIB;
        used = live;
        later();

        used = live + 2 * HeapTrim.LEAST_GROWTH;
        later();
        assertThat(collections).isEqualTo(1);

        used = live + 4 * MIB;
        later();
        assertThat(collections).isEqualTo(2);
    }

    @Test
    void itIsNotFrequentHoweverMuchIsThrownAway() {
        trim.look();
        assertThat(collections).as("while it starts").isZero();
        later();

        used = 23 * MIB;
        now += HeapTrim.EVERY_NANOS - 1;
        trim.look();
        assertThat(collections).isEqualTo(1);

        now++;
        trim.look();
        assertThat(collections).isEqualTo(2);
    }

    @Test
    void whatIsNeededIsNotCollectedAgainAndAgain() {
        later();
        live = 20 * MIB;
        used = live;
        later();
        later();
        later();

        assertThat(collections).isEqualTo(2);
    }

    private void later() {
        now += HeapTrim.EVERY_NANOS;
        trim.look();
    }
}
