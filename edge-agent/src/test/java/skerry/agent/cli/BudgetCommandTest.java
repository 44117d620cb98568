package skerry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import skerry.agent.DataFolder;
import skerry.agent.budget.BudgetSettings;
import skerry.agent.budget.ByteBudget;
import skerry.agent.budget.WireMeter;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingSettings;
import skerry.protocol.Bytes;
import skerry.protocol.Uid;

class BudgetCommandTest {
    private static final Instant NOON = Instant.parse("2026-06-11T12:00:00Z");

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Ten hours of running that cost 60 MB. */
    @BeforeEach
    void aRingThatHasCounted() throws IOException {
        long[] mono = {0};
        try (Ring ring = Ring.open(
                RingSettings.of(DataFolder.open(folder).ring(), RingSettings.MIN_BYTES),
                new Uid("aaaaaaaaaaaaaaaaaaaaaaaaaa"),
                InstantSource.fixed(NOON),
                () -> mono[0],
                Bytes.of(new byte[16]),
                _ -> true)) {
            var meter = new WireMeter();
            var settings = new BudgetSettings(OptionalLong.of(200_000_000), OptionalLong.empty(), 0, 1);
            var budget = new ByteBudget(settings, ring, meter, 1, () -> mono[0], InstantSource.fixed(NOON));
            for (int hour = 0; hour < 10; hour++) {
                mono[0] += 3_600_000;
                meter.passed(6_000_000);
                budget.handedOver(6_000_000);
                budget.plan();
            }
            budget.close();
        }
    }

    @Test
    void whatWasUsedWhatIsExpectedAndWhatGivesWayIsPrinted() {
        assertThat(run("--set", "budget.per-month=200MB")).isZero();

        assertThat(printed())
                .contains("counted until  2026-06-11 22:00 UTC, by this node's clock at its first start")
                .contains("this month     60.0 MB of 200.0 MB used")
                .contains("expected at its end on 2026-07-01 00:00")
                .contains("sent now       everything is sent")
                .contains("gives way      first history");
    }

    @Test
    void withoutABudgetTheMonthIsCountedAllTheSame() {
        assertThat(run()).isZero();

        assertThat(printed()).contains("this month     60.0 MB used");
    }

    @Test
    void whatIsTooMuchIsSaidWithItsDay() {
        assertThat(run("--set", "budget.per-month=61MB")).isZero();

        assertThat(printed()).contains("used up on 2026-06-").contains("60.0 MB of 61.0 MB of this month are used");
    }

    @Test
    void forMachinesThereIsJson() {
        assertThat(run("--json", "--set", "budget.per-month=200MB")).isZero();

        assertThat(printed())
                .contains("\"step\":\"full\"", "\"spentBytes\":60000000", "\"limitBytes\":200000000")
                .contains("\"needsBytesPerDay\":{\"newData\":");
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private int run(String... options) {
        var command = new CommandLine(new BudgetCommand(new PrintStream(out, true, StandardCharsets.UTF_8)));
        String[] all = new String[options.length + 2];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = "--data";
        all[options.length + 1] = folder.toString();
        return command.execute(all);
    }
}
