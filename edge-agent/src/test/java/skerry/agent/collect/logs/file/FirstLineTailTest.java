package skerry.agent.collect.logs.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.logs.CrashingIntake;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.lines.FirstLine;

/** Records whose first line somebody described, and lines that say themselves that they go on. */
class FirstLineTailTest {
    private static final String STAMP = "2026-03-01T00:00:00Z stdout F ";

    @TempDir
    private Path folder;

    private Tailing tailing = new Tailing(Path.of("."), "none");

    @BeforeEach
    void begin() {
        tailing = joining(new CrashingIntake());
    }

    @AfterEach
    void end() {
        tailing.close();
    }

    private Tailing joining(CrashingIntake intake) {
        var made = new Tailing(folder, intake, "*.log");
        made.begin(_ -> Optional.of(FirstLine.of("^\\d{4}-")));
        return made;
    }

    @Test
    void joinsWhatFollowsAFirstLineUntilTheNextOne() throws Exception {
        tailing.write("0.log", cri("2026-03-01 plan", "  step one", "", "step two", "2026-03-02 next"));

        tailing.settle();

        assertThat(tailing.texts()).containsExactly("2026-03-01 plan\n  step one\n\nstep two", "2026-03-02 next");
        assertThat(tailing.intake.records()).extracting(LogRecord::lines).containsExactly(4, 1);
    }

    @Test
    void linesBeforeTheFirstOneAreARecordToo() throws Exception {
        tailing.write("0.log", cri("from before", "and more", "2026-03-01 plan"));

        tailing.settle();

        assertThat(tailing.texts()).containsExactly("from before\nand more", "2026-03-01 plan");
    }

    @Test
    void aRecordWithoutEndBecomesSeveral() throws Exception {
        var lines = new StringBuilder(cri("2026-03-01 begin"));
        for (int i = 0; i < 2_000; i++) {
            lines.append(cri("goes on"));
        }
        tailing.write("0.log", lines.toString());

        tailing.settle();

        assertThat(tailing.intake.records()).extracting(LogRecord::lines).containsExactly(512, 512, 512, 465);
    }

    @Test
    void holdsARecordBackUntilItsSourceIsQuiet() throws Exception {
        tailing.write("0.log", cri("2026-03-01 plan"));
        tailing.pass(Duration.ofMillis(500));
        assertThat(tailing.texts()).isEmpty();

        tailing.write("0.log", cri("step one"));
        tailing.settle();

        assertThat(tailing.texts()).containsExactly("2026-03-01 plan\nstep one");
    }

    @Test
    void aKillAtAnyMomentNeitherLosesNorRepeatsALine() throws Exception {
        var random = new Random(7);
        tailing.close();
        tailing = joining(new CrashingIntake(random, 0.3));
        int written = 0;
        for (int round = 0; round < 60; round++) {
            int first = random.nextInt(4);
            for (int i = 0; i < 4; i++) {
                tailing.write("0.log", cri((i == first ? "2026-" : "on ") + written++));
            }
            if (random.nextInt(12) == 0) {
                tailing.rename("0.log", "0.log.20260301-00" + (1_000 + round));
            }
            tailing.pass(Duration.ofMillis(250L * random.nextInt(8)));
            if (random.nextBoolean()) {
                tailing.crash();
            }
        }
        tailing.settle();
        tailing.intake.commit();

        var lines = tailing.texts().stream()
                .flatMap(String::lines)
                .map(line -> line.replaceAll("\\D", ""))
                .toList();
        assertThat(lines).doesNotHaveDuplicates().hasSize(written);
    }

    @Test
    void whatIsSaidLaterCountsFromThenOn() throws Exception {
        var said = new AtomicReference<Optional<FirstLine>>(Optional.empty());
        tailing.begin(_ -> said.get());
        tailing.write("0.log", cri("2026-03-01 plan", "step one"));
        tailing.settle();

        said.set(Optional.of(FirstLine.of("^2026")));
        tailing.write("0.log", cri("2026-03-02 plan", "step two"));
        tailing.settle();

        assertThat(tailing.texts()).containsExactly("2026-03-01 plan", "step one", "2026-03-02 plan\nstep two");
    }

    @Test
    void aLineThatEndsInABackslashGoesOnInTheNext() throws Exception {
        tailing.begin(_ -> Optional.empty());
        tailing.write("0.log", cri("run \\", "  --fast \\", "  now", "done", "share \\\\", "closed"));

        tailing.settle();

        assertThat(tailing.texts()).containsExactly("run \\\n  --fast \\\n  now", "done", "share \\\\", "closed");
    }

    @Test
    void theRestOfAContinuedLineIsWaitedForAndNoLonger() throws Exception {
        tailing.begin(_ -> Optional.empty());
        tailing.write("0.log", cri("run \\"));
        tailing.pass(Duration.ofMillis(500));
        assertThat(tailing.texts()).isEmpty();

        tailing.write("0.log", cri("now"));
        tailing.pass(Duration.ofMillis(500));

        assertThat(tailing.texts()).containsExactly("run \\\nnow");
    }

    private static String cri(String... lines) {
        var text = new StringBuilder();
        for (String line : lines) {
            text.append(STAMP).append(line).append('\n');
        }
        return text.toString();
    }
}
