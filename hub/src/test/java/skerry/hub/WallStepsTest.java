package skerry.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class WallStepsTest {
    private static final long HOUR = 3_600_000;

    private long wall = 1_790_000_000_000L;
    private long mono = 5_000;
    private final WallSteps steps = new WallSteps(() -> Instant.ofEpochMilli(wall), () -> mono);

    @Test
    void aClockThatRunsOrIsKeptRightTakesNoStep() {
        for (int i = 0; i < 100; i++) {
            mono += HOUR;
            wall += HOUR + 1_500;

            assertThat(steps.next()).isZero();
        }
    }

    @Test
    void eachStepIsToldOnceAndWithoutTheTimeThatPassed() {
        for (long set : new long[] {HOUR, -2 * HOUR}) {
            mono += 1_000;
            wall += 1_000 + set;

            assertThat(steps.next()).isEqualTo(set);
            assertThat(steps.next()).isZero();
        }
    }
}
