package skerry.system.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The real ring, recorder and session of an agent and the real front desk and store of a hub, under whatever can happen
 * between them, followed record by record. The invariants of the sync protocol are held here: I1 by
 * {@link WatchedOutbox} and {@link ModelHub}, I2, I4, I5 and I10 by {@link Reckoning}, I8 by the hub's own check of what
 * it is given and the comparison byte for byte, I9 and I11 by {@link Network}, I13 by
 * the schedules in 1972 and 2099, I14 by every schedule that comes to rest
 * although batches are dropped. Others have tests of their own: I3 {@code RingBoundTest}, I6
 * {@code SessionTest} and {@code SessionScheduleTest}, I8 for hostile senders and I14 for bad batches
 * {@code HostileBatchesIT}, I12 {@code SessionTest}, I7 {@code CommandDeskTest}.
 */
class SyncModelTest {
    private static final int SEEDS = 2_000;
    private static final int SOAK_SEEDS = 100_000;
    private static final int MUTANT_SEEDS = 400;
    private static final int CLOCK_SEEDS = 25;
    /** From 2026 to 1972, in whole hours. Dates of 1970 take fewer bytes, and a paced line less time for them. */
    private static final long DECADES = 1_732_147_200_000L;
    /** From 2026 to 2099, in whole hours. */
    private static final long DECADES_AHEAD = 2_303_596_800_000L;

    private static final String KEPT = "kept-seeds.txt";

    /** What is ordinary here would fill the log. */
    private static final Logger OWN_LOG = Logger.getLogger("skerry");

    private static Level before = Level.INFO;

    @BeforeAll
    static void silence() {
        before = OWN_LOG.getLevel();
        OWN_LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void restore() {
        OWN_LOG.setLevel(before);
    }

    @Test
    void whateverHappensEachRecordIsAtTheHubOnceOrCountedAsGone() throws IOException {
        assertSound(
                LongStream.concat(keptSeeds(), LongStream.rangeClosed(1, SEEDS)).distinct());
    }

    @Test
    @Tag("soak")
    void aHundredThousandSchedulesLoseAndDoubleNothing() {
        assertSound(LongStream.rangeClosed(SEEDS + 1, SEEDS + SOAK_SEEDS));
    }

    @Test
    void aWallClockThatIsAnywhereChangesNoDecision() {
        for (long seed = 1; seed <= CLOCK_SEEDS; seed++) {
            List<String> right = ModelRun.diaryOf(seed, 0);
            assertThat(ModelRun.diaryOf(seed, -DECADES))
                    .as("seed %d in 1972", seed)
                    .isEqualTo(right);
            assertThat(ModelRun.diaryOf(seed, DECADES_AHEAD))
                    .as("seed %d in 2099", seed)
                    .isEqualTo(right);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutants")
    void aProtocolThatIsWrongInOnePointIsNoticed(String point, Supplier<Mutation> mutant) {
        var result = ModelRun.of(LongStream.rangeClosed(1, MUTANT_SEEDS), mutant);

        assertThat(result.failure()).as(point).isPresent();
    }

    static Stream<Arguments> mutants() {
        return Stream.of(
                mutant("an epoch is used over a start", Mutants::reusedEpoch),
                mutant("a batch is published before it is on the disk", Mutants::unsyncedCommits),
                mutant("a PUBACK frees", Mutants::freedOnPubAck),
                mutant("what the hub counts as lost is done", Mutants::lostIsDone),
                mutant("the hub takes what it holds for new", Mutants::noDedupe),
                mutant("the hub confirms before it commits", Mutants::ackBeforeCommit));
    }

    private static Arguments mutant(String point, Supplier<Mutation> mutation) {
        return Arguments.of(point, mutation);
    }

    private static void assertSound(LongStream seeds) {
        var result = ModelRun.of(seeds, () -> Mutation.NONE);
        if (result.failure().isPresent()) {
            throw result.failure().get().asError();
        }
        System.out.printf(
                "sync model: %,d schedules, %,d faults injected %s, %,d lines followed; "
                        + "records lost 0, duplicates applied 0, unexplained 0%n",
                result.schedules(),
                result.faults().values().stream().mapToLong(Long::longValue).sum(),
                result.faults(),
                result.lines());
        assertThat(result.faults()).as("each fault is tried").containsOnlyKeys(Fault.values());
        assertThat(result.faults().get(Fault.RING_STUCK))
                .as("scant rings in which nothing can give way, beside those that overflow")
                .isLessThan(result.faults().get(Fault.RING_OVERFLOWED));
    }

    /** Seeds that once showed a defect. */
    private static LongStream keptSeeds() throws IOException {
        try (InputStream in = Objects.requireNonNull(SyncModelTest.class.getResourceAsStream(KEPT), KEPT)) {
            return LongStream.of(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .mapToLong(Long::parseLong)
                    .toArray());
        }
    }
}
