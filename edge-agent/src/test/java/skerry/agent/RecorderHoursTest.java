package skerry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.BatchKey;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.control.SeqRange;
import skerry.protocol.payload.Summary;

/** Hours and days whatever ends and starts in them. */
class RecorderHoursTest extends RecorderLives {
    private static final long HOUR = 3_600_000;

    @Test
    void distributionsOfTheOpenHourAreThereAfterARestart() throws Exception {
        try (var life = new Life()) {
            life.logged("took=2s");
            life.minute();
        }
        try (var life = new Life()) {
            life.logged("took=4s");
            for (int minute = 0; minute < 61; minute++) {
                life.pass();
            }
            Summary hour = Outlines.of(life.ring, identity.uid()).hours().getLast();
            assertThat(hour.sketches()).hasSize(1);
            assertThat(hour.sketches().getFirst().sketch().count()).isEqualTo(2);
        }
    }

    @Test
    void theHourAfterARestartStillTellsTheTextOfPatternsThatCameBefore() throws Exception {
        try (var life = new Life()) {
            for (int valve = 1; valve <= 5; valve++) {
                life.line("valve " + valve + " opened");
            }
            life.minute();
        }
        try (var life = new Life()) {
            for (int pump = 1; pump <= 5; pump++) {
                life.line("pump " + pump + " started");
            }
            for (int minute = 0; minute < 60; minute++) {
                life.pass();
            }
            assertThat(life.hourTemplates()).containsExactlyInAnyOrder("valve <*> opened", "pump <*> started");
        }
    }

    @Test
    void anHourThatEndedWhileTheAgentWasDownIsToldOnceWithAllItsMinutes() throws Exception {
        try (var life = new Life()) {
            for (int minute = 0; minute < 40; minute++) {
                life.sample(minute);
                life.pass();
            }
        }
        wall += 3 * HOUR;
        try (var life = new Life()) {
            life.sample(1_000);
            life.pass();
            assertThat(life.outlines(Kind.HOUR)).hasSize(1).first().satisfies(hour -> {
                assertThat(hour.counters().getFirst().count()).isEqualTo(40);
                assertThat(hour.counters().getFirst().increase()).isEqualTo(39);
            });
        }
        try (var life = new Life()) {
            life.pass();
            assertThat(life.outlines(Kind.HOUR)).hasSize(1);
        }
    }

    @Test
    void aMachineThatIsOffEachNightHasItsDays() throws Exception {
        for (int day = 0; day < 3; day++) {
            try (var life = new Life()) {
                for (int minute = 0; minute < 150; minute++) {
                    life.sample(1_000.0 * day + minute);
                    life.pass();
                }
            }
            wall += 24 * HOUR - 150 * 60_000;
        }
        try (var life = new Life()) {
            for (int minute = 0; minute < 61; minute++) {
                life.pass();
            }
            assertThat(life.outlines(Kind.DAY))
                    .extracting(day -> day.counters().getFirst().count())
                    .containsExactly(150, 150, 150);
        }
    }

    @Test
    void aWallClockThatComesBackBehindPutsNoMinuteIntoTwoHours() throws Exception {
        try (var life = new Life()) {
            for (int minute = 0; minute < 70; minute++) {
                life.sample(minute);
                life.pass();
            }
        }
        wall -= 50 * 60_000;
        try (var life = new Life()) {
            life.sample(70);
            life.pass();
            wall += 51 * 60_000;
            for (int minute = 0; minute < 130; minute++) {
                life.pass();
            }
            assertThat(life.outlines(Kind.HOUR).stream()
                            .mapToLong(hour -> hour.counters().isEmpty()
                                    ? 0
                                    : hour.counters().getFirst().count())
                            .sum())
                    .isEqualTo(71);
        }
    }

    @Test
    void minutesOfBothSidesOfARestartThatAFullRingLostAreDeliveredByTheirHour() throws Exception {
        try (var life = new Life()) {
            life.line("valve 7 opened");
            life.sample(1);
            life.minute();
        }
        try (var life = new Life()) {
            life.line("pump 1 started");
            while (life.waiting(Stream.SUMMARIES).isEmpty()) {
                life.pass();
            }
            life.line("pump 1 ended in the next hour");
            for (int minute = 0; minute < 20; minute++) {
                life.pass();
            }
            while (life.account().held().lines() > 0) {
                life.answer();
            }
            assertThat(life.account().droppedInAll()).isEqualTo(new RecordCounts(1, 3, 0));
            assertThat(life.account().coarse()).isEqualTo(RecordCounts.NONE);

            BatchKey hour = life.waiting(Stream.SUMMARIES).getFirst().key();
            life.ring.outbox().confirmed(hour.epoch(), hour.stream(), List.of(new SeqRange(hour.seq(), hour.seq())));
            assertThat(life.account().coarse()).isEqualTo(new RecordCounts(1, 2, 0));
            assertThat(life.account().droppedInAll()).isEqualTo(new RecordCounts(0, 1, 0));
            assertThat(life.account().balances()).isTrue();
        }
    }
}
