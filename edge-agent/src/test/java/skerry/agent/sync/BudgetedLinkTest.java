package skerry.agent.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.agent.budget.BudgetSettings;
import skerry.agent.budget.Plan;
import skerry.protocol.BatchKey;
import skerry.protocol.Stream;

/** What the byte budget lets through, with the real ring, session and lanes. */
class BudgetedLinkTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration UNTIL_MIDNIGHT = DAY.minusMinutes(10);
    private static final long TEN_MINUTES = Duration.ofMinutes(10).toMillis();

    /** About half as much again as a day of this node's new data. */
    private static final BudgetSettings MORE_THAN_NEW_DATA = BudgetedNode.perDay(1_800_000);

    /** Enough for the present state, events and outlines; detail alone is more. */
    private static final BudgetSettings OUTLINES_ONLY = BudgetedNode.perDay(500_000);

    /** How far the link may be ahead of a plan. */
    private static final long BETWEEN_PLANS = 40_000;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private BudgetedNode node;

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void newDataComesFirstHistoryGetsWhatIsLeftAndTheNextDayGoesOn() {
        node = open(MORE_THAN_NEW_DATA);
        List<BatchKey> history = daysWithoutALink(3);

        node.pass(UNTIL_MIDNIGHT);

        assertThat(node.paid()).isCloseTo(1_800_000, Percentage.withPercentage(10));
        assertThat(node.paid()).isLessThan(1_800_000 + BETWEEN_PLANS);
        assertThat(history).anyMatch(node.arrived::containsKey).anyMatch(key -> !node.arrived.containsKey(key));
        assertThat(of(Stream.MINUTES)).allSatisfy(this::arrivedAtOnce);

        node.pass(DAY.multipliedBy(3));

        assertThat(node.arrived).containsOnlyKeys(node.made.keySet());
        assertThat(node.ring().outbox().bytesQueued()).isZero();
        assertLiveEvery(Duration.ofSeconds(61));
    }

    @Test
    void detailGivesWayToOutlinesAndIsSentAfterwardsWithoutAGap() {
        node = open(OUTLINES_ONLY);

        node.pass(DAY);
        node.pass(UNTIL_MIDNIGHT);

        assertThat(node.paid()).isLessThan(2 * 500_000 + BETWEEN_PLANS);
        assertThat(of(Stream.SUMMARIES)).allSatisfy(this::arrivedAtOnce);
        assertThat(of(Stream.EVENTS)).allSatisfy(this::arrivedAtOnce);
        assertLiveEvery(Plan.LIVE_MOST);
        assertThat(of(Stream.MINUTES).stream().filter(node.arrived::containsKey).count())
                .isLessThan(of(Stream.MINUTES).size() / 2);
        assertThat(node.ring().outbox().pending(Stream.MINUTES, 0, 1_000))
                .hasSize(node.made.size() - node.arrived.size());
        assertThat(node.ring().gaps().gaps()).isEmpty();

        node.kill(BudgetedNode.perDay(50_000_000));
        node.pass(DAY);

        assertThat(node.arrived).containsOnlyKeys(node.made.keySet());
    }

    @Test
    void aBudgetThatIsTooSmallForThePresentStateIsOverspentByThatAndEventsAlone() {
        node = new BudgetedNode(folder.resolve("ring.db"), BudgetedNode.perDay(BudgetSettings.LEAST_PER_DAY), 600);

        node.pass(DAY);
        int others = node.arrived.size() - arrived(Stream.EVENTS);
        node.pass(DAY);

        assertThat(of(Stream.EVENTS)).allSatisfy(this::arrivedAtOnce);
        assertLiveEvery(Plan.LIVE_MOST.plusSeconds(1));
        assertThat(node.lives).hasSizeLessThan(2 * 800);
        assertThat(others).as("in the hour in which nothing is known yet").isLessThan(10);
        assertThat(node.arrived.size() - arrived(Stream.EVENTS)).isEqualTo(others);
    }

    @Test
    void aProcessThatIsKilledEachHourForgetsNothingThatItSpent() {
        node = open(MORE_THAN_NEW_DATA);
        daysWithoutALink(4);
        long paid = 0;

        for (int hour = 0; hour < 23; hour++) {
            node.pass(Duration.ofHours(1));
            paid += node.paid();
            node.kill(MORE_THAN_NEW_DATA);
        }

        assertThat(paid).isLessThan(1_800_000 + BETWEEN_PLANS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "2026-03-07T00:30:00Z", "2099-01-01T00:00:00Z"})
    void aWallClockThatStepsGivesNoSecondBudgetAndKeepsNobodyOut(String time) {
        node = open(MORE_THAN_NEW_DATA);
        daysWithoutALink(4);
        node.pass(Duration.ofHours(12));
        long paid = node.paid();
        node.setWallTo(Instant.parse(time));
        node.kill(MORE_THAN_NEW_DATA);
        node.pass(Duration.ofHours(6));
        paid += node.paid();
        node.reboot(MORE_THAN_NEW_DATA);
        node.pass(Duration.ofHours(6).minusMinutes(10));
        paid += node.paid();

        assertThat(paid).isLessThan(1_800_000 + BETWEEN_PLANS);

        int before = node.arrived.size();
        node.pass(Duration.ofHours(2));
        assertThat(node.arrived).hasSizeGreaterThan(before + 50);
    }

    private int arrived(Stream stream) {
        return (int) node.arrived.keySet().stream()
                .filter(key -> key.stream() == stream)
                .count();
    }

    private BudgetedNode open(BudgetSettings settings) {
        return new BudgetedNode(folder.resolve("ring.db"), settings);
    }

    private List<BatchKey> daysWithoutALink(int days) {
        node.link(false);
        node.pass(DAY.multipliedBy(days));
        node.link(true);
        return List.copyOf(node.made.keySet());
    }

    /** What was made since the link was there, but for the last round, which has had no time to leave. */
    private List<BatchKey> of(Stream stream) {
        return node.made.keySet().stream()
                .filter(key -> key.stream() == stream
                        && node.madeAt(key) > node.lives.getFirst()
                        && node.madeAt(key) < node.now())
                .toList();
    }

    private void arrivedAtOnce(BatchKey key) {
        assertThat(node.arrived).containsKey(key);
        assertThat(node.arrived.getOrDefault(key, Long.MAX_VALUE) - node.madeAt(key))
                .isLessThanOrEqualTo(TEN_MINUTES);
    }

    private void assertLiveEvery(Duration most) {
        var pauses = new ArrayList<Long>();
        for (int i = 1; i < node.lives.size(); i++) {
            pauses.add(node.lives.get(i) - node.lives.get(i - 1));
        }
        assertThat(pauses).isNotEmpty().allSatisfy(pause -> assertThat(pause).isLessThanOrEqualTo(most.toMillis()));
    }
}
