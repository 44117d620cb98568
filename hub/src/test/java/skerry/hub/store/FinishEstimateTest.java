package skerry.hub.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import skerry.protocol.Uid;

/** When a backlog will be in is foretold from the start, and stays true while the rate changes. */
class FinishEstimateTest {
    private static final Uid UID = new Uid("aaaaaaaaaaaaaaaaaaaaaaaaaa");
    private static final long BATCH = 2_500;
    private static final Progress BEHIND = new Progress(1, 1, 1, 1);
    private static final long DAY = 86_400_000;

    private final AtomicLong now = new AtomicLong(1_790_000_000_000L);
    private final FleetPresent fleet = new FleetPresent(() -> Instant.ofEpochMilli(now.get()));

    /** A batch a minute for an hour, then a dark day. */
    @BeforeEach
    void wasDarkForADay() {
        fleet.connected(UID, 1, now.get());
        for (int minute = 0; minute < 60; minute++) {
            now.addAndGet(60_000);
            arrive();
        }
        now.addAndGet(DAY);
    }

    @Test
    void aSiteThatJustCameBackIsNotJudgedByTheTimeInWhichItWasDark() {
        fleet.connected(UID, 2, now.get());
        long backlog = 1440 * BATCH;
        long finish = now.get() + 1440 * 250;

        for (int sent = 1; sent <= 1200; sent++) {
            now.addAndGet(250);
            arrive();
            long left = backlog - sent * BATCH;
            if (now.get() >= finish - 1440 * 250 + 3_000) {
                assertThat(secondsLeft(left))
                        .as("%d batches after it came back", sent)
                        .isCloseTo((finish - now.get()) / 1000.0, Percentage.withPercentage(10));
            }
        }
    }

    @Test
    void withoutAWordOfAConnectionTheFirstArrivalBeginsTheCount() {
        for (int sent = 0; sent < 40; sent++) {
            arrive();
            now.addAndGet(250);
        }

        assertThat(rate()).isCloseTo(BATCH * 4.0, Percentage.withPercentage(5));
    }

    @Test
    void aRateThatChangesIsFollowedWithinAMinute() {
        fleet.connected(UID, 2, now.get());
        for (int sent = 0; sent < 480; sent++) {
            now.addAndGet(250);
            arrive();
        }
        for (int sent = 0; sent < 60; sent++) {
            now.addAndGet(1_000);
            arrive();
        }

        assertThat(rate()).isCloseTo(BATCH, Percentage.withPercentage(5));
    }

    @Test
    void oneThatStallsSlowsDownToNothing() {
        fleet.connected(UID, 2, now.get());
        for (int sent = 0; sent < 480; sent++) {
            now.addAndGet(250);
            arrive();
        }
        now.addAndGet(30_000);
        assertThat(rate()).isCloseTo(BATCH * 2.0, Percentage.withPercentage(10));
        now.addAndGet(35_000);
        assertThat(rate()).isZero();
    }

    @Test
    void aBatchAMinuteIsARateToo() {
        fleet.connected(UID, 2, now.get());
        for (int minute = 0; minute < 5; minute++) {
            now.addAndGet(60_000);
            arrive();
        }
        now.addAndGet(30_000);

        assertThat(rate()).isCloseTo(BATCH / 60.0, Percentage.withPercentage(10));
    }

    @Test
    void oneMomentSaysNothingAboutARate() {
        fleet.connected(UID, 2, now.get());
        now.addAndGet(100);
        arrive();

        assertThat(rate()).isZero();
    }

    private void arrive() {
        fleet.arrived(UID, BATCH, Road.MQTT, BEHIND, now.get());
    }

    private double rate() {
        return fleet.of(UID).orElseThrow().bytesPerSecond();
    }

    private double secondsLeft(long bytes) {
        return bytes / rate();
    }
}
