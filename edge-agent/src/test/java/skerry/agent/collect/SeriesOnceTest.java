package skerry.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import skerry.protocol.series.Labels;

class SeriesOnceTest {
    private static final int MANY = 3_000;

    @Test
    void addsEachSeriesOnceHoweverManyThereAre() {
        var round = new SampleBuffer(MANY * 3, 16);
        var once = new SeriesOnce(round);
        for (int i = 0; i < MANY; i++) {
            assertThat(once.add(family(i), labels(i), i)).isTrue();
            round.add(family(0), Labels.of("told", "beside"), i); // by another way
        }
        for (int i = 0; i < MANY; i++) {
            assertThat(once.add(family(i), labels(i), -1)).isFalse();
        }
        assertThat(round.size()).isEqualTo(MANY * 2);
        assertThat(round.value(2 * (MANY - 1))).isEqualTo(MANY - 1);
    }

    @Test
    void whatTheRoundHasNoRoomForIsNotTakenForASecondOne() {
        var round = new SampleBuffer(1, 1);
        var once = new SeriesOnce(round);

        assertThat(once.add(family(0), labels(0), 1)).isTrue();
        assertThat(once.add(family(1), labels(1), 1)).isTrue();
        assertThat(once.add(family(1), labels(1), 1)).isTrue();
        assertThat(round.size()).isEqualTo(1);
        assertThat(round.refused()).isEqualTo(2);
    }

    private static MetricFamily family(int number) {
        return MetricFamily.gauge("metric" + number % 7, "");
    }

    private static Labels labels(int number) {
        return Labels.of("number", Integer.toString(number / 7));
    }
}
