package skerry.agent.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import skerry.agent.privacy.PolicyRedactor;
import skerry.protocol.payload.CounterSummary;
import skerry.protocol.payload.GaugeSummary;
import skerry.protocol.payload.PatternSummary;
import skerry.protocol.payload.Severity;
import skerry.protocol.payload.SketchSummary;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.Window;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;
import skerry.protocol.sketch.Sketch;

class WindowsTest {
    private static final Series GAUGE = new Series("node_load1", Labels.NONE, MetricType.GAUGE);
    private static final Series COUNTER = new Series("node_forks_total", Labels.NONE, MetricType.COUNTER);
    private static final Window MINUTE = new Window(0, 60_000);

    @Test
    void aGaugeKeepsCountMinMaxSumAndLast() {
        var window = new MinuteWindow();
        for (double value : new double[] {3, 1, 4, 2}) {
            window.sample(GAUGE, value, 0);
        }

        assertThat(window.close(MINUTE, List.of()).gauges()).containsExactly(new GaugeSummary(GAUGE, 4, 1, 4, 10, 2));
    }

    @Test
    void aCounterKeepsTotalsResetsIncreaseAndItsPeakRate() {
        var window = new MinuteWindow();
        window.sample(COUNTER, 100, 0);
        window.sample(COUNTER, 130, 15_000);
        window.sample(COUNTER, 10, 30_000);
        window.sample(COUNTER, 70, 45_000);

        assertThat(window.close(MINUTE, List.of()).counters())
                .containsExactly(new CounterSummary(COUNTER, 4, 100, 70, 1, 30 + 10 + 60, 4));
    }

    @Test
    void growthAcrossARestartCountsAndAFallIsAResetButNobodyKnowsTheRate() {
        Series fell = new Series("node_intr_total", Labels.NONE, MetricType.COUNTER);
        var before = new MinuteWindow();
        before.sample(COUNTER, 100, 50_000);
        before.sample(fell, 900, 50_000);
        var window = new MinuteWindow();
        window.follows(before.close(MINUTE, List.of()));

        window.sample(COUNTER, 160, 1_000);
        window.sample(fell, 7, 1_000);

        assertThat(window.close(new Window(60_000, 60_000), List.of()).counters())
                .containsExactly(
                        new CounterSummary(COUNTER, 1, 160, 160, 0, 60, 0), new CounterSummary(fell, 1, 7, 7, 1, 7, 0));
    }

    @Test
    void growthBetweenTwoWindowsBelongsToTheLater() {
        var window = new MinuteWindow();
        window.sample(COUNTER, 100, 0);
        window.close(MINUTE, List.of());
        window.sample(COUNTER, 160, 60_000);

        CounterSummary second =
                window.close(new Window(60_000, 60_000), List.of()).counters().getFirst();

        assertThat(second.increase()).isEqualTo(60);
        assertThat(second.first()).isEqualTo(160);
        assertThat(second.peakRate()).isEqualTo(1);
    }

    @Test
    void aCounterIsRememberedForTenMinutesWithoutASample() {
        for (int quiet : new int[] {9, 10}) {
            var window = new MinuteWindow();
            window.sample(COUNTER, 100, 0);
            for (int minute = 0; minute <= quiet; minute++) {
                window.close(MINUTE, List.of());
            }
            window.sample(COUNTER, 160, 600_000);

            assertThat(window.close(MINUTE, List.of()).counters())
                    .extracting(CounterSummary::increase)
                    .as("after %d minutes", quiet)
                    .containsExactly(quiet < 10 ? 60.0 : 0.0);
        }
    }

    @Test
    void aSeriesThatBringsNothingHasNoEntryInTheNextWindow() {
        var window = new MinuteWindow();
        window.sample(GAUGE, 1, 0);
        window.close(MINUTE, List.of());

        Summary second = window.close(new Window(60_000, 60_000), List.of());

        assertThat(second.gauges()).isEmpty();
        assertThat(second.counters()).isEmpty();
    }

    @Test
    void anHourSaysTheSameWhetherMadeOfMinutesOrOfSamples() {
        var random = new Random(7);
        var hour = new Rollup(3_600_000);
        var minutes = new MinuteWindow();
        var whole = new MinuteWindow();
        double total = 50;
        for (int minute = 0; minute < 60; minute++) {
            for (int i = 0; i < 4; i++) {
                long mono = minute * 60_000L + i * 15_000L;
                total = random.nextInt(40) == 0 ? 3 : total + random.nextInt(100);
                double value = random.nextInt(1000);
                for (MinuteWindow window : List.of(minutes, whole)) {
                    window.sample(COUNTER, total, mono);
                    window.sample(GAUGE, value, mono);
                }
            }
            hour.add(minutes.close(new Window(minute * 60_000L, 60_000), List.of()));
        }
        var window = new Window(0, 3_600_000);

        assertThat(hour.close()).isEqualTo(whole.close(window, List.of()));
    }

    @Test
    void theDistributionsOfAnHourAreThoseOfAllValuesOfItsMinutes() {
        var random = new Random(8);
        var hour = new Rollup(3_600_000);
        var day = new Rollup(86_400_000);
        var minutes = new MinuteWindow();
        var whole = new MinuteWindow();
        for (int minute = 0; minute < 60; minute++) {
            for (int i = random.nextInt(200); i >= 0; i--) {
                double value = Math.exp(-4 + 2 * random.nextGaussian());
                Series series = random.nextInt(9) == 0 ? GAUGE : COUNTER;
                minutes.value(series, value, 1 + i % 3);
                whole.value(series, value, 1 + i % 3);
            }
            hour.add(minutes.close(new Window(minute * 60_000L, 60_000), List.of()));
        }
        Summary closed = hour.close();
        day.add(closed);

        Summary expected = whole.close(new Window(0, 3_600_000), List.of());
        assertThat(closed.sketches()).hasSize(2);
        assertThat(closed.sketches()).containsExactlyInAnyOrderElementsOf(expected.sketches());
        assertThat(day.close().sketches()).isEqualTo(closed.sketches());
    }

    @Test
    void distributionsBeyondThoseThatThereIsRoomForAreCountedAsLeftOut() {
        var minute = new OpenMinute(
                new TemplateMiner(MinerLimits.STANDARD, 1),
                MinerLimits.STANDARD.patterns(),
                PatternSettings.USUAL,
                PolicyRedactor.standard());
        for (int i = 0; i < MinuteWindow.MOST_DISTRIBUTIONS + 3; i++) {
            minute.value(new Series("took_seconds", Labels.of("no", "" + i), MetricType.GAUGE), 1, 2);
        }
        minute.value(GAUGE, -1, 5);
        Summary closed = minute.close(MINUTE).summary();

        assertThat(closed.sketches()).hasSize(MinuteWindow.MOST_DISTRIBUTIONS);
        assertThat(minute.leftOutValues()).isEqualTo(6);
        assertThat(minute.refusedValues()).isEqualTo(5);
        minute.value(GAUGE, 1, 1);
        assertThat(minute.leftOutValues()).isEqualTo(7);
        for (int i = 0; i < 10; i++) {
            assertThat(minute.close(MINUTE).summary().sketches()).isEmpty();
        }
        minute.value(GAUGE, 1, 1);
        assertThat(minute.close(MINUTE).summary().sketches()).hasSize(1);
    }

    @Test
    void anHourIsCompleteWhenAMinuteOfTheNextOneComes() {
        var hour = new Rollup(3_600_000);
        assertThat(hour.isCompleteBefore(new Window(3_600_000, 60_000))).isFalse();
        hour.add(new Summary(new Window(3_540_000, 60_000), List.of(), List.of(), List.of()));

        assertThat(hour.isCompleteBefore(new Window(3_590_000, 10_000))).isFalse();
        assertThat(hour.isCompleteBefore(new Window(3_600_000, 60_000))).isTrue();
    }

    @Test
    void anHourOfSeriesThatAreOtherOnesEachMinuteIsToldInPartsAndLeavesNothingOut() {
        var hour = new Rollup(3_600_000);
        var parts = new ArrayList<Summary>();
        for (int minute = 0; minute < 60; minute++) {
            var gauges = new ArrayList<GaugeSummary>();
            for (int pod = 0; pod < 500; pod++) {
                var series = new Series("up", Labels.of("pod", minute + "-" + pod), MetricType.GAUGE);
                gauges.add(new GaugeSummary(series, 4, 1, 1, 4, 1));
            }
            var closed = new Summary(new Window(minute * 60_000L, 60_000), gauges, List.of(), List.of());
            if (hour.isCompleteBefore(closed.window())) {
                parts.add(hour.close());
            }
            hour.add(closed);
        }
        parts.add(hour.close());

        assertThat(parts).hasSizeBetween(6, 10);
        assertThat(parts).allMatch(part -> part.gauges().size() <= 4_500);
        assertThat(parts.stream().mapToInt(part -> part.gauges().size()).sum()).isEqualTo(30_000);
        assertThat(parts.getLast().window().endMillis()).isEqualTo(3_600_000);
    }

    @Test
    void anHourOfDistributionsThatAreOtherOnesEachMinuteIsToldInPartsSooner() {
        var hour = new Rollup(3_600_000);
        var parts = new ArrayList<Summary>();
        for (int minute = 0; minute < 60; minute++) {
            var sketches = new ArrayList<SketchSummary>();
            for (int service = 0; service < 50; service++) {
                var series = new Series("took", Labels.of("service", minute + "-" + service), MetricType.GAUGE);
                sketches.add(new SketchSummary(series, new Sketch(1, new int[0], new long[0])));
            }
            var closed = new Summary(new Window(minute * 60_000L, 60_000), List.of(), List.of(), List.of(), sketches);
            if (hour.isCompleteBefore(closed.window())) {
                parts.add(hour.close());
            }
            hour.add(closed);
        }
        parts.add(hour.close());

        assertThat(parts).hasSize(7).allMatch(part -> part.sketches().size() <= 450);
        assertThat(parts.stream().mapToInt(part -> part.sketches().size()).sum())
                .isEqualTo(3_000);
    }

    @Test
    void anHourOfManySeriesThatStayTheSameIsToldInOne() {
        var hour = new Rollup(3_600_000);
        for (int minute = 0; minute < 60; minute++) {
            var gauges = new ArrayList<GaugeSummary>();
            for (int pod = 0; pod < 6_000; pod++) {
                var series = new Series("up", Labels.of("pod", "" + pod), MetricType.GAUGE);
                gauges.add(new GaugeSummary(series, 4, 1, 1, 4, 1));
            }
            var closed = new Summary(new Window(minute * 60_000L, 60_000), gauges, List.of(), List.of());
            assertThat(hour.isCompleteBefore(closed.window())).isFalse();
            hour.add(closed);
        }
    }

    @Test
    void patternsAddUpAndKeepTheFirstAndTheLastExample() {
        var hour = new Rollup(3_600_000);
        var windows = new ArrayList<Summary>();
        windows.add(pattern(0, Map.of(Severity.ERROR, 2L), "one", "two"));
        windows.add(pattern(60_000, Map.of(Severity.ERROR, 1L, Severity.INFO, 5L), "three", ""));
        windows.forEach(hour::add);

        assertThat(hour.close().patterns())
                .containsExactly(new PatternSummary(9, Map.of(Severity.ERROR, 3L, Severity.INFO, 5L), "one", "three"));
    }

    private static Summary pattern(long start, Map<Severity, Long> counts, String first, String last) {
        return new Summary(
                new Window(start, 60_000), List.of(), List.of(), List.of(new PatternSummary(9, counts, first, last)));
    }
}
