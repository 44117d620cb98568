package skerry.agent.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import skerry.protocol.contact.Calendar;
import skerry.protocol.contact.Contact;

class AheadTest {
    private static final long MIDNIGHT = Instant.parse("2026-11-27T00:00:00Z").toEpochMilli();
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final Optional<Calendar> NIGHTLY =
            Contact.parse("daily 02:00-04:00").calendar();

    /** Minutes alone: 24 MB a day, and 1 MB of live messages where there is a link all day. */
    private static final Needs NEEDS = new Needs(1_000_000 / 1440.0, 0, 0, 24e6, 0);

    @Test
    void onlyWhatComesAboutBeforeTheLastWindowOfAPeriodIsSentInItAndALinkThatIsShutCostsNothing() {
        assertThat(ahead(0)).isEqualTo(new Ahead(4 * HOUR, 2 * HOUR));
        assertThat(ahead(3)).isEqualTo(new Ahead(HOUR, HOUR));
        assertThat(ahead(5)).isEqualTo(new Ahead(0, 0));
        assertThat(Ahead.of(Optional.empty(), MIDNIGHT, MIDNIGHT + 24 * HOUR))
                .isEqualTo(new Ahead(24 * HOUR, 24 * HOUR));
        assertThat(NEEDS.over(Step.NEW_DATA, ahead(0))).isEqualTo(4e6 + 1e6 / 12);
    }

    @Test
    void aNightlyWindowThatSendsAWholeDayIsNotTakenForADayThatWillCostTwice() {
        long spent = 24_000_000;
        long limit = 30_000_000;
        Period day = Period.day(MIDNIGHT);

        assertThat(step(new Planner.Limit(day, limit, spent, ahead(3)))).isEqualTo(Step.FULL);
        assertThat(step(new Planner.Limit(
                        day, limit, spent, Ahead.of(Optional.empty(), MIDNIGHT + 3 * HOUR, day.toMillis()))))
                .isEqualTo(Step.OUTLINES);
        assertThat(Forecast.of(day, limit, spent, Optional.of(NEEDS), ahead(3), MIDNIGHT + 3 * HOUR))
                .satisfies(forecast -> {
                    assertThat(forecast.expected().orElseThrow()).isEqualTo(spent + 1_000_000 + 41_667);
                    assertThat(forecast.usedUp()).isEmpty();
                });
    }

    @Test
    void aMonthThatDoesNotFitIsUsedUpInOneOfItsWindows() {
        Period month = Period.month(MIDNIGHT, 1);
        var forecast = Forecast.of(
                month,
                400_000_000,
                360_000_000,
                Optional.of(NEEDS),
                Ahead.of(NIGHTLY, MIDNIGHT, month.toMillis()),
                MIDNIGHT);

        assertThat(forecast.expected().orElseThrow()).isBetween(436_000_000L, 438_000_000L);
        assertThat(forecast.usedUp().orElseThrow()).isBetween(MIDNIGHT, month.toMillis());
    }

    private static Ahead ahead(long hour) {
        return Ahead.of(NIGHTLY, MIDNIGHT + hour * HOUR, MIDNIGHT + 24 * HOUR);
    }

    private static Step step(Planner.Limit limit) {
        return new Planner().plan(List.of(limit), Optional.of(NEEDS), 0).step();
    }
}
