package skerry.hub.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import skerry.hub.capacity.FillOutlook.Between;
import skerry.hub.capacity.FillOutlook.Emptied;
import skerry.hub.capacity.FillOutlook.Full;
import skerry.hub.capacity.FillOutlook.NotBefore;
import skerry.hub.capacity.FillOutlook.NotWithin;
import skerry.hub.capacity.FillOutlook.TooLittle;

class FillTrendTest {
    private static final double SIZE = 100e9;
    private static final long START = 1_790_000_000_000L;
    private static final long HOUR = 3_600_000;
    private static final int SEEDS = 400;

    @Test
    void aSteadyFillingIsFoundToTheDay() {
        FillOutlook outlook = FillTrend.of(hours(14, hour -> 40e9 - hour * 2e9 / 24), SIZE);

        assertThat(outlook).isInstanceOfSatisfying(Between.class, between -> {
            assertThat(between.earliest()).isBetween(5.7, 6.1);
            assertThat(between.latest()).isBetween(between.earliest(), 6.2);
        });
    }

    @Test
    void underThreeDaysOfDataNothingIsSaid() {
        assertThat(FillTrend.of(hours(2, hour -> 40e9 - hour * 1e9 / 24), SIZE)).isEqualTo(new TooLittle(2, false));
        assertThat(FillTrend.of(List.of(), SIZE)).isEqualTo(new TooLittle(0, false));
        assertThat(FillTrend.of(hours(3, hour -> 40e9 - hour * 1e9 / 24), SIZE)).isNotInstanceOf(TooLittle.class);
    }

    @Test
    void aDiskThatDoesNotFillIsNotFullWithinWhatCanBeSeen() {
        assertThat(FillTrend.of(hours(14, _ -> 40e9), SIZE)).isEqualTo(new NotWithin(90));
        assertThat(FillTrend.of(hours(3, _ -> 40e9), SIZE))
                .as("three days allow to look thirty ahead")
                .isEqualTo(new NotWithin(30));
        assertThat(FillTrend.of(hours(14, hour -> 30e9 + hour * 1e7), SIZE)).isEqualTo(new NotWithin(90));
    }

    @Test
    void aDiskWithNextToNothingFreeIsFull() {
        assertThat(FillTrend.of(hours(1, _ -> 1e8), SIZE)).isEqualTo(new Full());
    }

    @Test
    void logsThatAreRotatedEveryNightAreNoFilling() {
        FillOutlook outlook = FillTrend.of(hours(14, hour -> 40e9 - hour % 24 * 2e8), SIZE);

        assertThat(outlook).isEqualTo(new NotWithin(90));
    }

    @Test
    void aTrendUnderTheSawToothIsFoundByItsFullestMoments() {
        FillOutlook outlook = FillTrend.of(hours(14, hour -> 40e9 - hour * 2e9 / 24 - hour % 24 * 4e8), SIZE);

        assertThat(outlook).isInstanceOfSatisfying(Between.class, between -> {
            assertThat(between.earliest())
                    .as("free at the fullest moment: 2.8e9")
                    .isBetween(0.5, 1.6);
            assertThat(between.latest()).isLessThan(3);
        });
    }

    @Test
    void aToothOfManyDaysIsToldByHowFullItWas() {
        FillOutlook outlook = FillTrend.of(hours(14, hour -> 40e9 - hour % (24 * 6) * 2e8), SIZE);

        assertThat(outlook).isInstanceOfSatisfying(Emptied.class, emptied -> {
            assertThat(emptied.times()).isEqualTo(2);
            assertThat(emptied.days()).isEqualTo(14);
            assertThat(emptied.leastFree()).isEqualTo(40e9 - 143 * 2e8);
        });
    }

    @Test
    void afterACleaningOnlyWhatFollowedCounts() {
        IntToDoubleFunction cleanedAfterEight =
                hour -> hour < 24 * 8 ? 20e9 - hour * 5e7 : 60e9 - (hour - 24 * 8) * 2e8;
        assertThat(FillTrend.of(hours(14, cleanedAfterEight), SIZE)).isInstanceOfSatisfying(Between.class, between -> {
            assertThat(between.earliest()).isBetween(5.5, 6.6);
            assertThat(between.latest()).isBetween(6.0, 7.0);
        });
        assertThat(FillTrend.of(hours(9, cleanedAfterEight), SIZE)).isEqualTo(new TooLittle(1, true));
    }

    @Test
    void aFillingThatStoppedIsNoFilling() {
        FillOutlook outlook = FillTrend.of(hours(14, hour -> 40e9 - Math.min(hour, 24 * 8) * 1e8), SIZE);

        assertThat(outlook).isEqualTo(new NotWithin(90));
    }

    @Test
    void aFillingThatBeganIsSeenByWhatIsNew() {
        FillOutlook outlook = FillTrend.of(hours(14, hour -> 40e9 - Math.max(0, hour - 24 * 8) * 1e8), SIZE);

        assertThat(outlook).isInstanceOfSatisfying(Between.class, between -> {
            assertThat(between.earliest()).isBetween(9.0, 11.0);
            assertThat(between.latest()).isBetween(10.0, 12.0);
        });
    }

    @Test
    void hoursThatAreMissingCostNoTrend() {
        List<FillTrend.Point> all = hours(14, hour -> 40e9 - hour * 2e9 / 24);
        all.removeIf(point -> (point.at() - START) / HOUR / 24 % 3 == 1);

        assertThat(FillTrend.of(all, SIZE)).isInstanceOfSatisfying(Between.class, between -> {
            assertThat(between.earliest()).as("the last day is missing too").isBetween(6.6, 7.1);
            assertThat(between.latest()).isBetween(6.9, 7.5);
        });
    }

    @Test
    void chanceWithoutADriftSaysFromWhenOnAndPromisesNoEnd() {
        var lot = new Random(1);
        FillOutlook outlook = FillTrend.of(walk(lot, 14, 0, 1.5e9, 15e9), SIZE);

        assertThat(outlook).isInstanceOf(NotBefore.class);
    }

    /** The truth is what the same walk does next. */
    @Test
    void theTruthLiesWithinTheIntervalInNineOfTenWalks() {
        assertThat(covered(0.6e9, 0.4e9, 14)).as("of 14 days").isBetween(0.88, 1.0);
        assertThat(covered(0.6e9, 1.2e9, 14)).as("of 14 wild days").isBetween(0.88, 1.0);
        assertThat(covered(1.0e9, 0.3e9, 8)).as("of 8 days").isBetween(0.88, 1.0);
        assertThat(covered(1.0e9, 0.3e9, 4)).as("of 4 days, in halves").isBetween(0.88, 1.0);
    }

    /** Bursts: most days little, some much. */
    @Test
    void theTruthLiesWithinTheIntervalWhereFillingComesInBursts() {
        int held = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            var lot = new Random(seed);
            var free = new ArrayList<Double>();
            double left = 12e9;
            while (left > 0) {
                free.add(left);
                left -= -Math.log(1 - lot.nextDouble()) * 0.8e9 / 24;
            }
            held += holds(free, 14 * 24) ? 1 : 0;
        }
        assertThat(held / (double) SEEDS).isBetween(0.88, 1.0);
    }

    /** What is free swings about a line and comes back to it: the interval is then wider than it need be. */
    @Test
    void theTruthLiesWithinTheIntervalWhereFreeSpaceSwingsAboutALine() {
        int held = 0;
        double width = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            var lot = new Random(seed);
            var free = new ArrayList<Double>();
            for (int hour = 0; hour < 60 * 24; hour++) {
                double now = 24e9 - hour * 1e9 / 24 + 0.3e9 * lot.nextGaussian();
                if (now <= 0) {
                    break;
                }
                free.add(now);
            }
            held += holds(free, 14 * 24) ? 1 : 0;
            if (FillTrend.of(first(free, 14 * 24), SIZE) instanceof Between between) {
                width += between.latest() - between.earliest();
            }
        }
        assertThat(held / (double) SEEDS).isBetween(0.88, 1.0);
        assertThat(width / SEEDS).as("days, of some nine").isLessThan(5.5);
    }

    private static double covered(double drift, double deviation, int days) {
        int held = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            List<FillTrend.Point> all = walk(new Random(seed), 120, drift, deviation, drift * (days + 8));
            List<Double> free = new ArrayList<>();
            for (FillTrend.Point point : all) {
                if (point.free() <= 0) {
                    break;
                }
                free.add(point.free());
            }
            held += holds(free, days * 24) ? 1 : 0;
        }
        return held / (double) SEEDS;
    }

    /** @param free hour by hour until it is full */
    private static boolean holds(List<Double> free, int seen) {
        if (free.size() <= seen) {
            return true; // full before it was asked
        }
        double truth = (free.size() - seen) / 24.0;
        return switch (FillTrend.of(first(free, seen), SIZE)) {
            case Between(double earliest, double latest) -> truth >= earliest - 0.05 && truth <= latest + 0.05;
            case NotBefore(double days) -> truth >= days - 0.05;
            case NotWithin(int days) -> truth >= days;
            case Full _ -> truth < 1;
            case Emptied _, TooLittle _ -> false;
        };
    }

    private static List<FillTrend.Point> first(List<Double> free, int hours) {
        return hours(Math.min(hours, free.size()) / 24, free::get);
    }

    private static List<FillTrend.Point> walk(Random lot, int days, double drift, double deviation, double free) {
        double[] hours = new double[days * 24];
        double left = free;
        for (int i = 0; i < hours.length; i++) {
            hours[i] = left;
            left -= drift / 24 + deviation / Math.sqrt(24) * lot.nextGaussian();
        }
        return hours(days, hour -> hours[hour]);
    }

    private static List<FillTrend.Point> hours(int days, IntToDoubleFunction free) {
        var points = new ArrayList<FillTrend.Point>();
        for (int hour = 0; hour < days * 24; hour++) {
            points.add(new FillTrend.Point(START + hour * HOUR, free.applyAsDouble(hour)));
        }
        return points;
    }
}
