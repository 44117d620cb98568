package skerry.agent.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.agent.ring.RingRoom;
import skerry.agent.ring.StoredBytes;
import skerry.agent.ring.Usage;
import skerry.agent.ring.UsageStore;

class ByteBudgetTest {
    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;
    private static final long START = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
    private static final BudgetSettings TEN_A_DAY =
            new BudgetSettings(OptionalLong.empty(), OptionalLong.of(10_000_000), 0, 1);

    private final Written store = new Written();
    private WireMeter meter = new WireMeter();
    private long mono;
    private long wall = START;
    private long boot = 1;

    @Test
    void historyWaitsWhenNewDataNeedsTheRestAndEverythingIsSentWhenItDoesNot() {
        ByteBudget budget = open(TEN_A_DAY);
        pass(budget, 6 * HOUR, 100_000, 200_000);
        assertThat(budget.plan().step()).isEqualTo(Step.FULL);

        meter.passed(5_000_000);
        budget.handedOver(5_000_000);
        mono += 60_000;

        assertThat(budget.plan().step()).isEqualTo(Step.NEW_DATA);
        assertThat(budget.plan().reason()).contains("history waits").contains("10.0 MB of this day");
    }

    @Test
    void aSpentBudgetLeavesThePresentStateAtEverySecondMinute() {
        ByteBudget budget = open(TEN_A_DAY);
        pass(budget, 2 * HOUR, 10_000, 10_000);
        meter.passed(11_000_000);
        mono += 60_000;

        assertThat(budget.plan().step()).isEqualTo(Step.PRESENT);
        assertThat(budget.plan().liveEvery()).isEqualTo(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1970-01-01T00:00:00Z", "2026-03-01T07:00:00Z", "2026-03-01T05:00:00Z", "2099-01-01T00:00:00Z"})
    void aWallClockThatIsSetGivesNoSecondBudgetAndEndsNone(String setTo) {
        ByteBudget budget = open(TEN_A_DAY);
        budget.hubSays(START);
        pass(budget, 6 * HOUR, 10_000, 10_000);
        meter.passed(10_000_000);
        mono += 60_000;
        assertThat(budget.plan().step()).isEqualTo(Step.PRESENT);

        wall = Instant.parse(setTo).toEpochMilli();
        budget = restart(budget);
        mono += 60_000;
        assertThat(budget.plan().step()).isEqualTo(Step.PRESENT);

        mono += DAY;
        assertThat(budget.plan().step()).isNotEqualTo(Step.PRESENT);
    }

    @Test
    void aMachineThatWasOffGetsItsDayFromTheHubAndNotFromItsOwnClock() {
        ByteBudget budget = open(TEN_A_DAY);
        budget.hubSays(START + HOUR);
        meter.passed(11_000_000);
        mono += 60_000;
        assertThat(budget.plan().step()).isEqualTo(Step.PRESENT);
        budget.close();

        boot = 2;
        mono = 5_000;
        wall = START + 3 * DAY;
        budget = open(TEN_A_DAY);
        assertThat(budget.plan().step()).isEqualTo(Step.PRESENT);

        budget.hubSays(START + 2 * DAY);
        assertThat(budget.plan().step()).isNotEqualTo(Step.PRESENT);
    }

    @Test
    void aNodeThatFirstWokeInAnotherCenturyIsNotHeldBackByIt() {
        wall = Instant.parse("2099-01-01T00:00:00Z").toEpochMilli();
        ByteBudget budget = open(TEN_A_DAY);
        meter.passed(11_000_000);
        mono += 60_000;
        assertThat(budget.plan().step()).isEqualTo(Step.PRESENT);

        budget.hubSays(START + HOUR);
        mono += 60_000;
        assertThat(budget.plan().step()).as("what was spent is of today").isEqualTo(Step.PRESENT);

        mono += DAY;
        assertThat(budget.plan().step()).isNotEqualTo(Step.PRESENT);
        assertThat(budget.view().month().period().fromMillis()).isEqualTo(START);
    }

    @Test
    void aHubWhoseClockIsSetWhileTheMachineRunsGivesNoSecondBudget() {
        ByteBudget budget = open(TEN_A_DAY);
        budget.hubSays(START + HOUR);
        meter.passed(11_000_000);
        mono += 60_000;
        budget.hubSays(START + 400 * DAY);

        assertThat(budget.plan().step()).isEqualTo(Step.PRESENT);
    }

    @Test
    void aProcessThatIsKilledCountsTooMuchRatherThanTooLittle() {
        ByteBudget budget = open(TEN_A_DAY);
        budget.plan();
        for (int i = 0; i < 100; i++) {
            meter.passed(1_000);
            budget.plan();
        }
        long counted = open(TEN_A_DAY).view().forecasts().getLast().spent();

        assertThat(counted).isBetween(100_000L, 140_000L);
        assertThat(store.writes).isLessThan(12);
    }

    private ByteBudget open(BudgetSettings settings) {
        meter = new WireMeter();
        return new ByteBudget(settings, store, meter, boot, () -> mono, () -> Instant.ofEpochMilli(wall));
    }

    private ByteBudget restart(ByteBudget budget) {
        budget.close();
        return open(TEN_A_DAY);
    }

    /** Lets time pass while bytes go over the link and minutes into the ring, each per hour. */
    private void pass(ByteBudget budget, long millis, long wirePerHour, long minutesPerHour) {
        for (long passed = 0; passed < millis; passed += HOUR / 4) {
            mono += HOUR / 4;
            meter.passed(wirePerHour / 4);
            store.minutes += minutesPerHour / 4;
            budget.plan();
        }
    }

    /** A ring that remembers what is written. */
    private static final class Written implements UsageStore {
        private final Map<Long, Usage.Amount> amounts = new HashMap<>();
        private Optional<Usage.Moment> moment = Optional.empty();
        private long minutes;
        private int writes;

        @Override
        public Usage usage() {
            return new Usage(moment, new ArrayList<>(amounts.values()));
        }

        @Override
        public boolean store(Usage usage, long forgetBefore, boolean anew) {
            writes++;
            if (anew) {
                amounts.clear();
            }
            usage.amounts().forEach(amount -> amounts.put(amount.epochDay() * 32 + amount.kind(), amount));
            moment = usage.moment();
            return true;
        }

        @Override
        public StoredBytes storedBytes() {
            return new StoredBytes(0, minutes, 0, 0, 0);
        }

        @Override
        public Optional<RingRoom> room() {
            return Optional.empty();
        }
    }
}
