package skerry.agent.cluster.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronScheduleTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* * * * *|UTC|2026-03-01T06:00:00Z|2026-03-01T06:01:00Z",
                "*/20 * * * *|UTC|2026-03-01T06:40:01Z|2026-03-01T07:00:00Z",
                "5/20 * * * *|UTC|2026-03-01T06:05:00Z|2026-03-01T06:25:00Z",
                "0 */6 * * *|Asia/Shanghai|2026-03-01T06:00:00Z|2026-03-01T10:00:00Z",
                "0 0 29 feb ?|UTC|2026-03-01T06:00:00Z|2028-02-29T00:00:00Z",
                "0 0 13 * FRI|UTC|2026-03-01T06:00:00Z|2026-03-06T00:00:00Z",
                "0 0 */2 * MON|UTC|2026-03-01T06:00:00Z|2026-03-02T00:00:00Z",
                "30 8 * * mon-fri|UTC|2026-02-27T09:00:00Z|2026-03-02T08:30:00Z",
                "0 0 31 12,1 *|UTC|2026-03-01T06:00:00Z|2026-12-31T00:00:00Z",
                "@hourly|UTC|2026-03-01T06:59:59Z|2026-03-01T07:00:00Z",
                "@weekly|UTC|2026-03-01T06:00:00Z|2026-03-08T00:00:00Z",
                "@every 1h30m|UTC|2026-03-01T06:00:00.5Z|2026-03-01T07:30:00Z",
                // 02:30 does not exist on the night when clocks go forward, and exists twice when they go back
                "30 2 * * *|Europe/Berlin|2026-03-28T02:00:00Z|2026-03-30T00:30:00Z",
                "30 2 * * *|Europe/Berlin|2026-10-24T12:00:00Z|2026-10-25T00:30:00Z",
            })
    void theNextRunIsTheFirstAfterATime(String schedule, String zone, String time, String next) {
        assertThat(CronSchedule.parse(schedule, zone).orElseThrow().next(Instant.parse(time)))
                .contains(Instant.parse(next));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 7",
                "5-1 * * * *", "*/0 * * * *", "1- * * * *", "a * * * *", "*-5 * * * *", "@sometimes", "@every",
                        "@every 0s"
            })
    void whatTheControllerCannotReadIsNoSchedule(String schedule) {
        assertThat(CronSchedule.parse(schedule, "UTC")).isEmpty();
    }

    @Test
    void aScheduleInAZoneThatNobodyKnowsIsNone() {
        assertThat(CronSchedule.parse("* * * * *", "Moon/Tycho")).isEmpty();
    }

    @Test
    void aDayThatNeverComesHasNoRun() {
        assertThat(CronSchedule.parse("0 0 30 2 *", "UTC").orElseThrow().next(Instant.EPOCH))
                .isEmpty();
    }
}
