package skerry.hub.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import skerry.hub.capacity.FillTrend.Point;

/** How long cards last, by made-up cards that are followed on. */
class WearTrendTest {
    private static final long HOUR = 3_600_000;
    private static final long START = 1_790_000_000_000L;
    private static final double GIGABYTE = 1e9;

    @Test
    void thePaceOfTheComingDaysLiesWithinItInNineOfTenCases() {
        var random = new Random(11);
        int held = 0;
        int cards = 400;
        for (int card = 0; card < cards; card++) {
            double mean = 1 + 4 * random.nextDouble();
            var written = new ArrayList<Point>();
            double total = 0;
            for (int hour = 0; hour <= 14 * 24; hour++) {
                written.add(new Point(START + hour * HOUR, total));
                total += mean / 24 * GIGABYTE * (0.2 + 1.6 * random.nextDouble() + (random.nextInt(48) == 0 ? 10 : 0));
            }
            // What a long life of such hours comes to.
            double truth = mean * GIGABYTE * (1 + 10.0 / 48);
            var pace = WearTrend.pace(written).orElseThrow();
            held += pace.low() <= truth && truth <= pace.high() ? 1 : 0;
        }
        assertThat(held).isBetween(cards * 86 / 100, cards * 97 / 100);
    }

    @Test
    void anotherCardInTheSlotBeginsAnew() {
        var written = new ArrayList<Point>();
        for (int hour = 0; hour <= 14 * 24; hour++) {
            written.add(
                    new Point(START + hour * HOUR, hour < 120 ? 5e11 + hour * GIGABYTE : (hour - 120) * GIGABYTE / 24));
        }
        assertThat(WearTrend.pace(written).orElseThrow().high()).isBetween(0.99 * GIGABYTE, 1.01 * GIGABYTE);
        assertThat(WearTrend.pace(written.subList(100, 160)))
                .as("too short since")
                .isEmpty();
        assertThat(WearTrend.pace(List.of())).isEmpty();
    }

    @Test
    void anSdCardLastsByHowOftenItIsWrittenAsAWhole() {
        var pace = Optional.of(new WearTrend.Pace(2 * GIGABYTE, 4 * GIGABYTE));

        assertThat(WearTrend.ofCard(pace, 14, 0, 32 * GIGABYTE)).isEqualTo(new WearOutlook.Between(800, 16_000));
        assertThat(WearTrend.ofCard(pace, 14, 3_200 * GIGABYTE, 32 * GIGABYTE))
                .isEqualTo(new WearOutlook.Between(0, 14_400));
        assertThat(WearTrend.ofCard(pace, 14, 32_000 * GIGABYTE, 32 * GIGABYTE)).isEqualTo(new WearOutlook.WornOut());
        assertThat(WearTrend.ofCard(Optional.of(new WearTrend.Pace(0, GIGABYTE)), 14, 0, 32 * GIGABYTE))
                .isEqualTo(new WearOutlook.NotBefore(3_200));
        assertThat(WearTrend.ofCard(Optional.empty(), 2, 0, 32 * GIGABYTE))
                .isEqualTo(new WearOutlook.TooLittle(2, FillTrend.MIN_DAYS));
    }

    @Test
    void aTrueLifeLiesWithinTheRangeOfTenthsWhateverTheyHide() {
        var random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            double used = random.nextDouble() * 0.8;
            double perDay = random.nextDouble() * 0.003 + 1e-5;
            double days = 30 + random.nextInt(900);
            double now = used + perDay * days;
            if (now >= 1) {
                continue;
            }
            double truth = (1 - now) / perDay;
            switch (WearTrend.ofEstimate(tenths(used), tenths(now), days)) {
                case WearOutlook.Between(double earliest, double latest) ->
                    assertThat(truth).isBetween(earliest, latest);
                case WearOutlook.NotBefore(double earliest) -> assertThat(truth).isGreaterThanOrEqualTo(earliest);
                case WearOutlook.WornOut _, WearOutlook.TooLittle _ -> throw new AssertionError("no outlook");
            }
        }
    }

    @Test
    void anEstimateBeyondTheLastTenthIsTheEndAndAMonthIsNeededForMore() {
        assertThat(WearTrend.ofEstimate(2, 11, 400)).isEqualTo(new WearOutlook.WornOut());
        assertThat(WearTrend.ofEstimate(2, 3, 12.7)).isEqualTo(new WearOutlook.TooLittle(12, 30));
        assertThat(WearTrend.ofEstimate(0, 3, -5)).isEqualTo(new WearOutlook.TooLittle(0, 30));
    }

    private static int tenths(double used) {
        return (int) Math.floor(used * 10) + 1;
    }
}
