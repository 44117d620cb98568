package skerry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import skerry.protocol.Stream;
import skerry.protocol.control.EpochHead;
import skerry.protocol.control.SeqRange;
import skerry.protocol.payload.PatternSummary;
import skerry.protocol.payload.Summary;

class RecorderRestartTest extends RecorderLives {
    private static final List<String> UNITS = List.of(
            "unit pump joined the site",
            "unit valve joined the site",
            "unit motor joined the site",
            "unit tower joined the site",
            "unit relay joined the site",
            "unit meter joined the site");

    @Test
    void afterARestartTheSameLinesHaveTheSamePatternAlthoughTheMergeThatMadeItIsLongPast() throws Exception {
        long merged;
        try (var life = new Life()) {
            for (String line : UNITS) {
                life.line(line);
            }
            merged = onlyPattern(life.minute());
        }
        try (var life = new Life()) {
            life.line("unit siren joined the site");
            assertThat(onlyPattern(life.minute())).isEqualTo(merged);
        }
    }

    @Test
    void aProcessThatEndsInTheMiddleOfAMinuteLosesNothingOfWhatItLearned() throws Exception {
        long merged;
        try (var life = new Life()) {
            for (String line : UNITS.subList(0, 3)) {
                life.line(line);
            }
            life.minute();
            for (String line : UNITS.subList(3, 6)) {
                life.line(line);
            }
        }
        try (var life = new Life()) {
            life.line("unit siren joined the site");
            merged = onlyPattern(life.minute());
        }
        try (var life = new Life()) {
            life.line("unit light joined the site");
            assertThat(onlyPattern(life.minute())).isEqualTo(merged);
        }
    }

    @Test
    void aDamagedMemoryOfPatternsIsLearnedAnewAndKeptAgain() throws Exception {
        try (var life = new Life()) {
            UNITS.forEach(life::line);
            life.minute();
        }
        try (var db = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ring.db"));
                var change = db.createStatement()) {
            assertThat(change.executeUpdate("UPDATE pattern SET grown = grown + 1"))
                    .isPositive();
        }
        try (var life = new Life()) {
            life.line("unit siren joined the site");
            assertThat(life.minute().patterns()).hasSize(1);
        }
        try (var life = new Life()) {
            UNITS.forEach(life::line);
            life.minute();
            assertThat(life.ring.learned()).isNotEmpty();
        }
    }

    @Test
    void aSourceThatIsAskedToEndComesToItsCheckpoint() {
        try (var life = new Life()) {
            Thread.currentThread().interrupt();
            life.line("unit pump joined the site");

            assertThat(Thread.interrupted()).isTrue();
            assertThat(life.minute().patterns()).hasSize(1);
        }
    }

    @Test
    void growthOfACounterOverARestartIsCounted() throws Exception {
        try (var life = new Life()) {
            life.sample(100);
            life.minute();
        }
        try (var life = new Life()) {
            life.sample(130);
            assertThat(life.minute().counters().getFirst().increase()).isEqualTo(30);
        }
    }

    @Test
    void distributionsOfAMinuteInWhichTheProcessEndedAreOfWhatWasStoredOnce() throws Exception {
        try (var life = new Life()) {
            for (int i = 0; i < 6; i++) {
                life.logged(request("0.040"));
            }
            life.logged("level=info msg=\"backup of 10.1.2.3 done\" took=2s");
            life.disk(10, 1);
            life.quarter();
            life.disk(14, 2);
            life.quarter();
        }
        try (var life = new Life()) {
            life.logged(request("9.999"));
            life.disk(16, 3);
            var told = life.minute().sketches();

            assertThat(told)
                    .extracting(one -> one.series().name() + " " + one.sketch().count())
                    .containsExactlyInAnyOrder(
                            "skerry_service_request_duration_seconds 7",
                            "skerry_log_duration_seconds 1",
                            "skerry_disk_io_duration_seconds 6");
            var requests = told.stream()
                    .filter(one -> one.series().name().startsWith("skerry_service"))
                    .findFirst()
                    .orElseThrow()
                    .sketch();
            assertThat(requests.quantile(0.5)).isBetween(0.99 * 0.04, 1.01 * 0.04);
            assertThat(requests.quantile(1)).isBetween(0.99 * 9.999, 1.01 * 9.999);
        }
    }

    @Test
    void theAgeOfWhatWaitsIsThatOfTheOldestBatchWithoutAReceipt() throws Exception {
        try (var life = new Life()) {
            long began = wall;
            assertThat(life.ring.oldestWaitingMillis()).isEmpty();
            life.line("pump 1 started");
            life.pass();
            life.line("pump 2 started");
            life.pass();
            assertThat(life.ring.oldestWaitingMillis()).hasValue(began);

            for (EpochHead head : life.ring.outbox().heads()) {
                boolean minutes = head.stream() == Stream.MINUTES;
                life.ring
                        .outbox()
                        .confirmed(head.epoch(), head.stream(), List.of(new SeqRange(1, minutes ? 1 : head.head())));
            }
            assertThat(life.ring.oldestWaitingMillis()).hasValue(began + 60_000);
        }
    }

    @Test
    void theHubIsToldTheAccountSoonAfterTheStartAndThenEveryHour() throws Exception {
        try (var life = new Life()) {
            life.line("pump 1 started");
            life.pass();
            assertThat(life.accounts()).isEmpty();
            life.pass();
            assertThat(life.accounts()).hasSize(1);
            assertThat(life.accounts().getFirst().getFirst().held().lines()).isEqualTo(1);
            for (int minute = 0; minute < 59; minute++) {
                life.pass();
            }
            assertThat(life.accounts()).hasSize(1);
            life.pass();
            assertThat(life.accounts()).hasSize(2);
        }
    }

    private static long onlyPattern(Summary minute) {
        assertThat(minute.patterns()).hasSize(1);
        return minute.patterns().stream().mapToLong(PatternSummary::patternId).sum();
    }

    private static String request(String seconds) {
        return "192.0.2.7 - - [26/Nov/2026:10:00:00 +0000] \"GET /x HTTP/1.1\" 200 512 \"-\" \"-\" 431 " + seconds
                + " [web-cart-80] [] 192.0.2.9:8080 512 0.012 200 4f6a";
    }
}
