package skerry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import skerry.agent.collect.logs.LogSource;
import skerry.protocol.Bytes;
import skerry.protocol.series.Labels;

class LogNamesTest {
    private static final long HOUR = 3_600_000;

    private long mono;
    private int told;
    private int made;
    private final NodeClock clock =
            new NodeClock(InstantSource.fixed(Instant.EPOCH), () -> mono, Bytes.of(new byte[16]));
    private final LogNames names = new LogNames(this::stored, 2, clock, () -> told++);

    @Test
    void aNameIsMadeOnce() {
        assertThat(names.of(log("a"))).isEqualTo(log("a, stored"));
        assertThat(names.of(log("a"))).isEqualTo(log("a, stored"));

        assertThat(made).isEqualTo(1);
    }

    @Test
    void linesOfLogsBeyondTheLimitAreKeptUnderOneNameAndCountedAndToldOfOnceADay() {
        names.of(log("a"));
        names.of(log("b"));
        assertThat(told).isZero();

        assertThat(names.of(log("c"))).isEqualTo(LogNames.OTHERS);
        assertThat(names.of(log("d"))).isEqualTo(LogNames.OTHERS);

        assertThat(names.of(log("a"))).isEqualTo(log("a, stored"));
        assertThat(names.folded()).isEqualTo(2);
        assertThat(told).isEqualTo(1);

        mono += HOUR - 1;
        names.of(log("c"));
        assertThat(told).as("in the same day").isEqualTo(1);
        for (int hour = 0; hour < 24; hour++) {
            mono += HOUR;
            List.of("a", "b", "c").forEach(name -> names.of(log(name)));
        }
        assertThat(told).as("a day later").isEqualTo(2);
    }

    @Test
    void anHourLaterAnotherLogMayTakeThePlaceOfOneThatIsGone() {
        names.of(log("a"));
        names.of(log("b"));

        mono += HOUR;

        assertThat(names.of(log("c"))).isEqualTo(log("c, stored"));
    }

    private LogSource stored(LogSource source) {
        made++;
        return log(source.key() + ", stored");
    }

    private static LogSource log(String key) {
        return new LogSource(key, Labels.NONE);
    }
}
