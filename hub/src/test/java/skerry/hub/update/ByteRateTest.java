package skerry.hub.update;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteRateTest {
    @Test
    void aSecondsWorthGoesAtOnceAndTheRestAtTheRate() {
        var rate = new ByteRate(1_000, 100, 0);
        long now = 0;
        long taken = 0;
        while (now <= 60_000 && taken < 1_000_000) {
            long wait = rate.untilRoomFor(100, now);
            if (wait == 0) {
                rate.take(100);
                taken += 100;
            }
            now += wait;
        }

        assertThat(taken).isBetween(60_000L, 61_100L);
    }

    @Test
    void aLowRateStillLetsTheLeastThroughAndThenWaitsForAllOfIt() {
        var rate = new ByteRate(10, 1_000, 0);
        assertThat(rate.untilRoomFor(1_000, 0)).isZero();

        rate.take(1_000);

        assertThat(rate.untilRoomFor(1_000, 0)).isEqualTo(100_000);
        assertThat(rate.untilRoomFor(1_000, 99_999)).isPositive();
        assertThat(rate.untilRoomFor(1_000, 100_100)).isZero();
    }

    @Test
    void whatWasNotUsedForHoursIsASecondsWorthAndNoMore() {
        var rate = new ByteRate(1_000, 100, 0);
        rate.take(1_000);
        assertThat(rate.isIdle(500)).isFalse();

        assertThat(rate.isIdle(Long.MAX_VALUE / 2)).isTrue();
        assertThat(rate.untilRoomFor(1_001, Long.MAX_VALUE / 2)).isEqualTo(1);
    }

    @Test
    void aClockThatStandsStillGivesNothing() {
        var rate = new ByteRate(1_000, 100, 5_000);
        rate.take(1_000);

        assertThat(rate.untilRoomFor(100, 4_000)).isEqualTo(100);
    }
}
