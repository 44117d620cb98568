package skerry.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private long mono = 1_000;
    private final Attempts attempts = new Attempts(
            System.getLogger(AttemptsTest.class.getName()), () -> mono, Duration.ofSeconds(15), Duration.ofMinutes(1));

    @Test
    void pausesGrowUpToTheLongestAndBeginAnewOnceItWorked() {
        assertThat(attempts.isDue()).isTrue();
        for (int pause : new int[] {15, 30, 60, 60}) {
            attempts.failed(new IOException("the hub is away"));
            assertThat(attempts.trouble()).contains("the hub is away");
            mono += pause * 1_000L - 1;
            assertThat(attempts.isDue()).isFalse();
            mono++;
            assertThat(attempts.isDue()).isTrue();
        }

        attempts.worked();
        assertThat(attempts.trouble()).isEmpty();
        attempts.failed(new IOException("the hub is away"));
        mono += 15_000;
        assertThat(attempts.isDue()).isTrue();
    }

    @Test
    void aTroubleThatIsToldIsNoReasonToWaitAndARestIsNoTrouble() {
        attempts.tell("the file is damaged");
        assertThat(attempts.isDue()).isTrue();
        assertThat(attempts.trouble()).contains("the file is damaged");

        attempts.worked();
        attempts.rest(Duration.ofHours(1));
        assertThat(attempts.isDue()).isFalse();
        assertThat(attempts.trouble()).isEmpty();
    }
}
