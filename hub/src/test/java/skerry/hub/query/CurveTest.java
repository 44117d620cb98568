package skerry.hub.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import skerry.hub.store.Track;

class CurveTest {
    @Test
    void aSingleSampleOfACounterHasNoRateYet() {
        var counter = counter(1, 0);
        var curve = new Curve(Stat.RATE, 1);

        curve.add(0, counter, 0, 12);

        assertThat(curve.isEmptyAt(0)).isTrue();
    }

    @Test
    void aCounterThatStoodStillHasTheRateZero() {
        var curve = new Curve(Stat.RATE, 1);

        curve.add(0, counter(4, 0), 0, 60);

        assertThat(curve.isEmptyAt(0)).isFalse();
        assertThat(curve.at(0)).isZero();
    }

    @Test
    void growthIsSpreadOverAllWindowsOfAStep() {
        var curve = new Curve(Stat.RATE, 1);

        curve.add(0, counter(4, 30), 0, 60);
        curve.add(0, counter(4, 90), 0, 60);

        assertThat(curve.at(0)).isEqualTo(1);
    }

    private static Track.Counter counter(int count, double increase) {
        return new Track.Counter(
                new int[] {0},
                new int[] {count},
                new double[] {100},
                new double[] {100 + increase},
                new int[] {0},
                new double[] {increase},
                new double[] {0});
    }
}
