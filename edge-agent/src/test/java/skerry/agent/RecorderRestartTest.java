package skerry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.logs.Checkpoint;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogSource;
import skerry.agent.ring.Account;
import skerry.agent.ring.BatchDraft;
import skerry.agent.ring.Outbox;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingSettings;
import skerry.agent.services.AccessLogs;
import skerry.agent.services.ServiceBoard;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.batch.Batch;
import skerry.protocol.batch.BatchCodec;
import skerry.protocol.control.EpochHead;
import skerry.protocol.control.SeqRange;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.payload.DayAccount;
import skerry.protocol.payload.DictionaryCodec;
import skerry.protocol.payload.GapTableCodec;
import skerry.protocol.payload.PatternSummary;
import skerry.protocol.payload.Severity;
import skerry.protocol.payload.Summary;
import skerry.protocol.series.Labels;

class RecorderRestartTest {
    private static final LogSource SOURCE = new LogSource("app.log", Labels.NONE);
    private static final MetricFamily FORKS = MetricFamily.counter("node_forks_total", "Forks.");
    private static final MetricFamily READS = MetricFamily.counter("node_disk_reads_completed_total", "Reads.");
    private static final MetricFamily READ_SECONDS =
            MetricFamily.counter("node_disk_read_time_seconds_total", "Time of reads.");
    private static final MetricFamily WRITES = MetricFamily.counter("node_disk_writes_completed_total", "Writes.");
    private static final MetricFamily WRITE_SECONDS =
            MetricFamily.counter("node_disk_write_time_seconds_total", "Time of writes.");
    private static final List<String> UNITS = List.of(
            "unit pump joined the site",
            "unit valve joined the site",
            "unit motor joined the site",
            "unit tower joined the site",
            "unit relay joined the site",
            "unit meter joined the site");

    private static final long HOUR = 3_600_000;

    @TempDir
    private Path folder;

    private final AgentIdentity identity = AgentIdentity.generate(new SecureRandom());
    private long wall = Instant.parse("2026-11-26T10:00:00Z").toEpochMilli();
    private long mono = 1_000_000;

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

    private static String request(String seconds) {
        return "192.0.2.7 - - [26/Nov/2026:10:00:00 +0000] \"GET /x HTTP/1.1\" 200 512 \"-\" \"-\" 431 " + seconds
                + " [web-cart-80] [] 192.0.2.9:8080 512 0.012 200 4f6a";
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

    /** The recording half of an agent from start to end, as short as a kill makes it. */
    private final class Life implements AutoCloseable {
        private final NodeClock clock =
                new NodeClock(() -> Instant.ofEpochMilli(wall), () -> mono, Bytes.of(new byte[16]));
        private final Ring ring = Ring.open(
                RingSettings.of(folder.resolve("ring.db"), RingSettings.MIN_BYTES),
                identity.uid(),
                (InstantSource) () -> Instant.ofEpochMilli(wall),
                () -> mono,
                clock.bootId(),
                _ -> true);
        private final Recorder recorder;
        private final AccessLogs access;

        Life() {
            recorder = TestRecorder.of(identity, ring, _ -> true, clock);
            access = new AccessLogs(
                    new ServiceBoard(ServiceBoard.MOST, () -> mono),
                    recorder,
                    recorder,
                    () -> Instant.ofEpochMilli(wall));
            recorder.resume(access::replayed);
        }

        /** A request that took so long, as an access log tells it, or a line that tells of something else. */
        void logged(String text) {
            try {
                access.record(new LogRecord(SOURCE, wall, "", Severity.INFO, text, 1, false));
                access.checkpoint(new Checkpoint(SOURCE.key(), "place"));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void disk(double reads, double seconds) {
            recorder.samples(Instant.ofEpochMilli(wall), sink -> {
                Labels device = Labels.of("device", "sda");
                sink.add(READS, device, reads);
                sink.add(READ_SECONDS, device, seconds);
                sink.add(WRITES, device, 0.0);
                sink.add(WRITE_SECONDS, device, 0.0);
            });
        }

        /** Lets a quarter of a minute pass, so that what waits is stored. */
        void quarter() {
            wall += 15_000;
            mono += 15_000;
            recorder.tick();
        }

        void line(String text) {
            try {
                recorder.record(new LogRecord(SOURCE, wall, "", Severity.INFO, text, 1, false));
                recorder.checkpoint(new Checkpoint(SOURCE.key(), "place"));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void sample(double value) {
            recorder.samples(Instant.ofEpochMilli(wall), sink -> sink.add(FORKS, value));
        }

        void pass() {
            wall += 60_000;
            mono += 60_000;
            recorder.tick();
        }

        List<Outbox.Entry> waiting(Stream stream) {
            return ring.outbox().pending(stream, 0, Integer.MAX_VALUE);
        }

        /** Stores what gives way after minutes and hours. */
        void answer() {
            var draft =
                    new BatchDraft(Stream.RESULTS, RecordCounts.NONE, wall, wall, List.of(), (_, _) -> new byte[1000]);
            ring.store(List.of(draft));
        }

        Account account() {
            return ring.account().orElseThrow();
        }

        /** Lets the minute end, and gives what it became. */
        Summary minute() {
            pass();
            return Outlines.of(ring, identity.uid()).minutes().getLast().summary();
        }

        /** Those that wait for the hub, the earliest first. */
        List<List<DayAccount>> accounts() throws Exception {
            var accounts = new ArrayList<List<DayAccount>>();
            for (var entry : ring.outbox().pending(Stream.GAPS, 0, 10)) {
                Batch table = BatchCodec.decode(ring.outbox().load(entry.key()).orElseThrow());
                accounts.add(
                        GapTableCodec.decode(table.header(), table.payload()).days());
            }
            return accounts;
        }

        /** All hours or days that the ring holds, in the order in which they were stored. */
        List<Summary> outlines(Kind kind) throws Exception {
            var outlines = new ArrayList<Summary>();
            for (var entry : ring.outbox().pending(Stream.SUMMARIES, 0, 1_000)) {
                Batch batch = BatchCodec.decode(ring.outbox().load(entry.key()).orElseThrow());
                if (batch.header().kind() == kind) {
                    outlines.add(Outlines.decode(ring, batch).orElseThrow());
                }
            }
            return outlines;
        }

        List<String> hourTemplates() throws Exception {
            var templates = new ArrayList<String>();
            for (var entry : ring.outbox().heads()) {
                if (entry.stream() == Stream.SUMMARIES) {
                    var key = new BatchKey(identity.uid(), entry.epoch(), entry.stream(), entry.head());
                    Batch hour = BatchCodec.decode(ring.outbox().load(key).orElseThrow());
                    for (Bytes hash : hour.header().dictRefs()) {
                        Batch carrier = BatchCodec.decode(ring.outbox()
                                .load(ring.outbox().chunk(hash).orElseThrow())
                                .orElseThrow());
                        DictionaryCodec.decode(carrier.header(), carrier.payload())
                                .chunk()
                                .patterns()
                                .forEach(pattern -> templates.add(pattern.template()));
                    }
                }
            }
            return templates;
        }

        @Override
        public void close() {
            ring.close();
        }
    }
}
