package skerry.hub.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import skerry.hub.store.Track;

class CurveTest {
    private static final long MINUTE = 60_000;

    @Test
    void theFirstSampleOfACounterIsNoRateOfZero() {
        var curve = new Curve(Stat.RATE, 2);
        var counter = counter(new int[] {1, 4}, new double[] {500, 515}, new double[] {500, 560}, new double[] {0, 60});

        curve.add(0, counter, 0, 0, MINUTE);
        curve.add(1, counter, 1, MINUTE, 2 * MINUTE);

        assertThat(curve.isEmptyAt(0)).isTrue();
        assertThat(curve.at(1)).isEqualTo(1);
    }

    @Test
    void afterAGapTheRateIsThatOfTheTimeBetweenItsSamples() {
        var curve = new Curve(Stat.RATE, 1);

        curve.add(0, counter(new int[] {4}, new double[] {500}, new double[] {545}, new double[] {45}), 0, 0, MINUTE);

        assertThat(curve.at(0)).isEqualTo(1);
    }

    @Test
    void aWindowThatReachesBackCountsWhole() {
        var curve = new Curve(Stat.RATE, 1);

        curve.add(0, counter(new int[] {4}, new double[] {515}, new double[] {560}, new double[] {60}), 0, 0, MINUTE);

        assertThat(curve.at(0)).isEqualTo(1);
    }

    @Test
    void anIdleCounterOfOneSampleAMinuteStaysAtZero() {
        var curve = new Curve(Stat.RATE, 2);
        var counter = counter(new int[] {1, 1}, new double[] {5, 5}, new double[] {5, 5}, new double[] {0, 0});

        curve.add(0, counter, 0, 0, MINUTE);
        curve.add(1, counter, 1, MINUTE, 2 * MINUTE);

        assertThat(curve.isEmptyAt(1)).isFalse();
        assertThat(curve.at(1)).isZero();
    }

    @Test
    void theFirstTotalIsAValueAllTheSame() {
        var curve = new Curve(Stat.LAST, 1);

        curve.add(0, counter(new int[] {1}, new double[] {5}, new double[] {5}, new double[] {0}), 0, 0, MINUTE);

        assertThat(curve.at(0)).isEqualTo(5);
    }

    private static Track.Counter counter(int[] counts, double[] first, double[] last, double[] increase) {
        int[] windows = new int[counts.length];
        for (int i = 0; i < windows.length; i++) {
            windows[i] = i;
        }
        return new Track.Counter(
                windows, counts, first, last, new int[counts.length], increase, new double[counts.length]);
    }
}
