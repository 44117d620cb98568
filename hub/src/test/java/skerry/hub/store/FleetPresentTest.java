package skerry.hub.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import skerry.protocol.Uid;

class FleetPresentTest {
    private static final Uid UID = new Uid("abcdefghijklmnopqrstuvwxya");
    private static final long NOON = 1_790_000_040_000L;

    private static final long HOUR = 3_600_000;

    private long now = NOON;
    private final FleetPresent present = new FleetPresent(() -> Instant.ofEpochMilli(now));

    private void arrive(long bytes) {
        present.arrived(UID, bytes, Road.MQTT, Progress.NONE, now);
    }

    private double rate() {
        return present.of(UID).orElseThrow().bytesPerSecond();
    }

    @Test
    void aFlowThatBeganShortlyAgoHasTheRateOfItsOwnTime() {
        now += 47_000;
        for (int second = 0; second < 30; second++) {
            arrive(3_000);
            now += 1_000;
        }

        assertThat(rate()).isBetween(2_500.0, 3_500.0);
    }

    @Test
    void whatComesOnceAMinuteIsNoBurst() {
        for (int minute = 0; minute < 5; minute++) {
            arrive(6_000);
            assertThat(minute == 0 ? 0 : rate()).isLessThanOrEqualTo(200.0);
            now += 60_000;
        }

        assertThat(rate()).isBetween(50.0, 150.0);
    }

    @Test
    void aFlowThatEndedHasNoRate() {
        arrive(90_000);
        now += 180_000;

        assertThat(rate()).isZero();
    }

    @Test
    void whatWasHeardKeepsItsAgeWhenTheHubsClockIsSet() {
        arrive(1);
        now += 10_000;

        for (long step : new long[] {HOUR, -2 * HOUR}) {
            now += step;
            present.clockSet(step);
            assertThat(now - seen()).isEqualTo(10_000);
        }
    }

    @Test
    void whatIsHeardBeforeTheStepIsNoticedIsNotAheadOfTheClock() {
        for (long step : new long[] {HOUR, -2 * HOUR}) {
            arrive(1);
            now += step;
            arrive(1);
            present.clockSet(step);
            assertThat(seen()).isEqualTo(now);
        }
    }

    @Test
    void aFlowGoesOnToHaveARateWhenTheHubsClockIsSetBack() {
        arrive(3_000);
        now -= HOUR;
        present.clockSet(-HOUR);
        for (int second = 0; second < 30; second++) {
            arrive(3_000);
            now += 1_000;
        }

        assertThat(rate()).isBetween(2_500.0, 3_500.0);
    }

    @Test
    void aContactThatAnEarlierRunDatedAheadIsOneThatCanGrowOld() {
        present.restoreContact(UID, NOON + HOUR, NOON + 2 * HOUR);
        now += 10_000;

        assertThat(seen()).isEqualTo(NOON);
    }

    @Test
    void whatAnEarlierRunKeptIsDatedByNowAtTheLatestAndKeepsItsAgeToo() {
        restore(NOON + HOUR);
        assertThat(times()).containsOnly(NOON);

        restore(NOON - HOUR);
        now += HOUR;
        present.clockSet(HOUR);
        assertThat(times()).containsOnly(NOON);
    }

    private void restore(long at) {
        present.restore(new FleetPresent.Kept(
                UID, at, at, Optional.empty(), at, "", 0, at, Road.MQTT, Present.Clock.UNKNOWN, "", 0));
    }

    private List<Long> times() {
        Present known = present.of(UID).orElseThrow();
        return List.of(known.seen(), known.liveAt(), known.lastBatchAt());
    }

    private long seen() {
        return present.of(UID).orElseThrow().seen();
    }
}
