package skerry.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RepeatingTest {
    private static final long PATIENCE_SECONDS = 60;

    @Test
    void doesStepAfterStepUntilItIsClosed() throws InterruptedException {
        var three = new CountDownLatch(3);
        var steps = new AtomicInteger();
        var repeating = new Repeating("steps", () -> {
            steps.incrementAndGet();
            three.countDown();
            return Duration.ZERO;
        });
        repeating.start();
        assertThat(three.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

        repeating.close();

        int done = steps.get();
        assertThat(done).isGreaterThanOrEqualTo(3);
        assertThat(steps.get()).isEqualTo(done);
    }

    @Test
    void closingEndsAStepThatWaitsAndARestAndWaitsForThem() throws InterruptedException {
        for (boolean resting : new boolean[] {true, false}) {
            var there = new CountDownLatch(1);
            var ended = new AtomicInteger();
            var repeating = new Repeating("waits", () -> {
                there.countDown();
                if (!resting) {
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        ended.incrementAndGet();
                    }
                }
                return Duration.ofHours(1);
            });
            repeating.start();
            assertThat(there.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

            repeating.close();

            assertThat(ended.get()).isEqualTo(resting ? 0 : 1);
        }
    }

    @Test
    void oneThatWasNotStartedIsClosedAtOnce() {
        new Repeating("never", () -> Duration.ofHours(1)).close();
    }
}
