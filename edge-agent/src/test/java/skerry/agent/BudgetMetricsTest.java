package skerry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.budget.BudgetSettings;
import skerry.agent.budget.ByteBudget;
import skerry.agent.budget.WireMeter;
import skerry.agent.collect.Collected;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingSettings;
import skerry.protocol.Bytes;
import skerry.protocol.Uid;

class BudgetMetricsTest {
    private static final InstantSource WALL = InstantSource.fixed(Instant.parse("2026-03-01T00:00:00Z"));

    @TempDir
    private Path folder;

    private final WireMeter meter = new WireMeter();
    private long mono;
    private Ring ring;

    @BeforeEach
    void open() {
        ring = Ring.open(
                RingSettings.of(folder.resolve("ring.db"), RingSettings.MIN_BYTES),
                Uid.random(new Random(1)),
                WALL,
                () -> mono,
                Bytes.of(new byte[16]),
                _ -> true);
    }

    @AfterEach
    void close() {
        ring.close();
    }

    private List<String> metrics(BudgetSettings settings) throws Exception {
        var budget = new ByteBudget(settings, ring, meter, 1, () -> mono, WALL);
        meter.passed(400_000);
        mono += 60_000;
        return Collected.from(new BudgetMetrics(meter, budget));
    }

    @Test
    void aLimitIsToldWithWhatWasSpentOfIt() throws Exception {
        var aMegabyteADay = new BudgetSettings(OptionalLong.empty(), OptionalLong.of(1_000_000), 0, 1);

        assertThat(metrics(aMegabyteADay))
                .contains(
                        "skerry_link_bytes_total 400000.0",
                        "skerry_budget_limit_bytes{period=\"day\"} 1000000.0",
                        "skerry_budget_spent_bytes{period=\"day\"} 400000.0",
                        "skerry_budget_spent_bytes{period=\"month\"} 400000.0");
    }

    @Test
    void exactlyOneStepIsTheOneThatHolds() throws Exception {
        var spent = new BudgetSettings(OptionalLong.empty(), OptionalLong.of(350_000), 0, 1);

        assertThat(metrics(spent))
                .filteredOn(line -> line.startsWith("skerry_budget_step"))
                .containsExactlyInAnyOrder(
                        "skerry_budget_step{step=\"full\"} 0.0",
                        "skerry_budget_step{step=\"new-data\"} 0.0",
                        "skerry_budget_step{step=\"outlines\"} 0.0",
                        "skerry_budget_step{step=\"present\"} 1.0");
    }

    @Test
    void withoutALimitNoneIsTold() throws Exception {
        var unlimited = new BudgetSettings(OptionalLong.empty(), OptionalLong.empty(), 0, 1);

        assertThat(metrics(unlimited))
                .noneMatch(line -> line.startsWith("skerry_budget_limit_bytes"))
                .contains("skerry_budget_step{step=\"full\"} 1.0");
    }
}
