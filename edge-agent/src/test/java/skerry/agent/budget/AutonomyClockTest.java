package skerry.agent.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.LongToDoubleFunction;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogSource;
import skerry.agent.ring.BatchDraft;
import skerry.agent.ring.Outbox;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingSettings;
import skerry.protocol.Bytes;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.control.Autonomy;
import skerry.protocol.control.SeqRange;
import skerry.protocol.payload.LossCause;
import skerry.protocol.payload.Severity;
import skerry.protocol.series.Labels;

/** What the clock says early, against when a real ring really gives something up; on virtual time. */
class AutonomyClockTest {
    private static final Uid UID = new Uid("aaaaaaaaaaaaaaaaaaaaaaaaaa");
    private static final long BEGIN = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
    private static final long WINDOW = Duration.ofMinutes(5).toMillis();
    private static final double DAY = 86_400_000;
    /** How far what really happens may lie from what was said. */
    private static final Percentage TOLERANCE = Percentage.withPercentage(10);

    @TempDir
    private Path folder;

    private final Random random = new Random(3);
    private long mono;
    private long line;

    /** When raw detail of the dark time, and the first summary, really gave way, in days of being dark. */
    private record Truth(double rawDays, double summaryDays) {}

    @Test
    void atASteadyRateItIsRightAfterTwoHours() {
        check(4L << 20, Duration.ofHours(2), _ -> 1);
    }

    @Test
    void withADailyRhythmItIsRightAfterADay() {
        check(12L << 20, Duration.ofHours(26), at -> 1 + 0.8 * Math.sin(2 * Math.PI * at / DAY));
    }

    @Test
    void aRingThatIsFullOfWhatTheHubHasLastsAsLongAsAnEmptyOne() {
        check(4L << 20, Duration.ofHours(30), _ -> 1);
    }

    /**
     * @param inTouch how long the hub confirms everything, before the node goes dark and the clock is read
     * @param load by the time since the begin, about 1
     */
    private void check(long maxBytes, Duration inTouch, LongToDoubleFunction load) {
        try (Ring ring = Ring.open(
                RingSettings.of(folder.resolve("ring.db"), maxBytes),
                UID,
                () -> Instant.ofEpochMilli(BEGIN + mono),
                () -> mono,
                Bytes.of(new byte[16]),
                _ -> true)) {
            var budget = new ByteBudget(
                    BudgetSettings.NONE, ring, new WireMeter(), 1, () -> mono, () -> Instant.ofEpochMilli(BEGIN));
            while (mono < inTouch.toMillis()) {
                window(ring, load);
                ring.outbox().pending(Stream.MINUTES, 0, 10).forEach(entry -> confirm(ring, entry));
                budget.plan();
            }

            Autonomy said = budget.view().autonomy().orElseThrow();
            Truth truth = goDark(ring, load);

            assertThat(said.rawDays()).as("raw, %s", truth).isCloseTo(truth.rawDays, TOLERANCE);
            assertThat(said.summaryDays()).as("summaries, %s", truth).isCloseTo(truth.summaryDays, TOLERANCE);
            assertThat(said.rawDays()).isLessThan(said.summaryDays());
        }
    }

    private Truth goDark(Ring ring, LongToDoubleFunction load) {
        long dark = mono;
        long before = ring.account().orElseThrow().collected().lines();
        double rawDays = 0;
        while (ring.gaps().gaps().isEmpty()) {
            window(ring, load);
            if (rawDays == 0 && ring.account().orElseThrow().rawEvicted().lines() > before) {
                rawDays = (mono - dark) / DAY;
            }
        }
        assertThat(ring.gaps().gaps()).first().satisfies(gap -> {
            assertThat(gap.cause()).isEqualTo(LossCause.RING_FULL);
            assertThat(gap.fromMillis()).as("the oldest that waits goes first").isEqualTo(BEGIN + dark);
        });
        return new Truth(rawDays, (mono - dark) / DAY);
    }

    /** Five minutes: lines that do not compress, and the batch that covers them. */
    private void window(Ring ring, LongToDoubleFunction load) {
        long lines = Math.round(12 * load.applyAsDouble(mono));
        for (long i = 0; i < lines; i++) {
            ring.add(new LogRecord(
                    new LogSource("/var/log/app.log", Labels.NONE),
                    BEGIN + mono,
                    "",
                    Severity.INFO,
                    line++ + " " + text(1_000),
                    1,
                    false));
        }
        long from = BEGIN + mono;
        byte[] batch = new byte[(int) (4_000 * load.applyAsDouble(mono))];
        random.nextBytes(batch);
        mono += WINDOW;
        ring.closeWindow(List.of(new BatchDraft(
                Stream.MINUTES, new RecordCounts(0, lines, 0), from, BEGIN + mono, List.of(), (_, _) -> batch)));
    }

    private String text(int length) {
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) (' ' + random.nextInt(95)));
        }
        return text.toString();
    }

    private static void confirm(Ring ring, Outbox.Entry entry) {
        var key = entry.key();
        ring.outbox().confirmed(key.epoch(), key.stream(), List.of(new SeqRange(key.seq(), key.seq())));
    }
}
