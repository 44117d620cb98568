package skerry.agent.collect.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import skerry.protocol.series.Labels;

class CardinalityGuardTest {
    private static final long HOUR = 3_600_000;

    private final List<Explosion> told = new ArrayList<>();
    private final CardinalityGuard guard = new CardinalityGuard(new GuardLimits(100, 20, 10), told::add, 0);

    @Test
    void aLabelWithTooManyValuesIsRefusedCountedAndNamedOnce() {
        int taken = 0;
        for (int i = 0; i < 500; i++) {
            taken += guard.admits("web", "requests", user(i), 120_000) ? 1 : 0;
        }

        assertThat(taken).isEqualTo(20);
        assertThat(refused()).containsExactly("web label-values 480 true");
        assertThat(told).singleElement().satisfies(one -> {
            assertThat(one.metric()).isEqualTo("requests");
            assertThat(one.label()).isEqualTo("user");
            assertThat(one.sentence())
                    .isEqualTo(
                            "label user of requests from web has more than 20 values (20 series within 2 min): what is"
                                    + " beyond is refused and counted; drop the label or the metric at its source, or raise"
                                    + " limits.label-values");
        });
    }

    @Test
    void valuesThatAreKnownStayWelcomeBesideAnotherThatExplodes() {
        for (int i = 0; i < 500; i++) {
            guard.admits("web", "requests", user(i), 0);
        }

        assertThat(guard.admits("web", "errors", user(3), 0)).isTrue();
        assertThat(guard.admits("web", "up", Labels.NONE, 0)).isTrue();
        assertThat(guard.admits("database", "requests", user(400), 0))
                .as("another source")
                .isTrue();
    }

    @Test
    void tooManySeriesAreNamedWithTheWidestLabel() {
        int taken = 0;
        for (int i = 0; i < 300; i++) {
            Labels labels = Labels.of("code", "c" + i % 15, "path", "p" + i / 15);
            taken += guard.admits("web", "requests", labels, 0) ? 1 : 0;
        }

        assertThat(taken).isEqualTo(100);
        assertThat(refused()).containsExactly("web series 200 true");
        assertThat(told)
                .singleElement()
                .satisfies(one -> assertThat(one.label()).isEqualTo("code"));
    }

    @Test
    void podsThatComeAndGoForMonthsAreToldApartAsOnTheFirstDayAndWhatTheyWereRefusedStaysCounted() {
        int refusedOnes = 0;
        for (int hour = 0; hour < 100; hour++) {
            for (int pod = 0; pod < 30; pod++) {
                String source = "pod " + hour + "-" + pod;
                for (int i = 0; i < (pod == 0 ? 21 : 15); i++) {
                    refusedOnes += guard.admits(source, "requests", user(i), hour * HOUR) ? 0 : 1;
                }
            }
            guard.restart((hour + 1) * HOUR);
        }

        assertThat(refusedOnes).as("the 21st value of one pod an hour").isEqualTo(100);
        assertThat(counted()).isEqualTo(100);
    }

    @Test
    void ofSourcesThatAreGoneForGoodWhatTheyWereRefusedIsCountedTogetherOnceTheyAreMany() {
        for (int hour = 0; hour < 100; hour++) {
            for (int pod = 0; pod < 30; pod++) {
                for (int i = 0; i < 21; i++) {
                    guard.admits("pod " + hour + "-" + pod, "requests", user(i), hour * HOUR);
                }
            }
            guard.restart((hour + 1) * HOUR);
        }

        assertThat(counted()).isEqualTo(3_000);
        assertThat(refused()).hasSizeLessThan(700).anyMatch(one -> one.startsWith("other label-values "));
        assertThat(guard.admits("one more", "requests", user(0), 100 * HOUR))
                .as("it is told apart")
                .isTrue();
    }

    @Test
    void whatIsGoneMakesRoomAfterAnHourAndADayLaterItIsToldAgain() {
        for (int hour = 0; hour < 30; hour++) {
            for (int i = 0; i < 30; i++) {
                guard.admits("web", "requests", user(1_000 * hour + i), hour * HOUR);
            }
            assertThat(guard.admits("web", "requests", user(1_000 * hour), hour * HOUR))
                    .isTrue();
            guard.restart((hour + 1) * HOUR);
        }

        assertThat(told).hasSize(2);
        guard.restart(40 * HOUR);
        guard.restart(41 * HOUR);
        assertThat(refused()).containsExactly("web label-values 300 false");
    }

    @Test
    void sourcesWithoutNumberAreCountedTogether() {
        for (int i = 0; i < 5_000; i++) {
            for (int j = 0; j < 21; j++) {
                guard.admits("source " + i, "requests", user(j), 0);
            }
        }

        assertThat(refused())
                .hasSizeLessThanOrEqualTo(1_026)
                .anyMatch(line -> line.startsWith(CardinalityGuard.OTHERS + " "));
        assertThat(told.size()).isLessThanOrEqualTo(4_096);
    }

    @Test
    void aSetOfHashesKnowsWhatItWasGiven() {
        var set = new HashSetOfInts();
        for (int i = 0; i < 5_000; i++) {
            assertThat(set.contains(i * 7_919)).isFalse();
            set.add(i * 7_919);
            set.add(i * 7_919);
            assertThat(set.contains(i * 7_919)).isTrue();
        }
        assertThat(set.size()).isEqualTo(5_000);
    }

    private long counted() {
        var sum = new AtomicLong();
        guard.each((_, _, samples, _) -> sum.addAndGet(samples));
        return sum.get();
    }

    private List<String> refused() {
        var refused = new ArrayList<String>();
        guard.each((source, reason, samples, refusing) ->
                refused.add(source + " " + reason + " " + samples + " " + refusing));
        return refused;
    }

    private static Labels user(int number) {
        return Labels.of("user", "u" + number);
    }
}
