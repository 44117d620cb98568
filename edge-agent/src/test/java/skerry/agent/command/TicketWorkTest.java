package skerry.agent.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogSource;
import skerry.agent.privacy.PolicyRedactor;
import skerry.agent.privacy.Redaction;
import skerry.agent.privacy.Redactor;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingKeys;
import skerry.agent.ring.RingSettings;
import skerry.agent.ring.SampleRound;
import skerry.agent.summary.MinerLimits;
import skerry.agent.summary.TemplateMiner;
import skerry.agent.ticket.Decision;
import skerry.agent.ticket.TicketFolder;
import skerry.agent.ticket.TicketPolicy;
import skerry.agent.ticket.TicketSettings;
import skerry.protocol.Bytes;
import skerry.protocol.Uid;
import skerry.protocol.payload.Severity;
import skerry.protocol.payload.TicketWord.Why;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;
import skerry.protocol.ticket.TicketRequest;
import skerry.protocol.ticket.TicketRequest.Kind;

/** Detail leaves the ring as the site's policy says, within its bounds, redacted, and never without a word. */
class TicketWorkTest {
    private static final long NOW = 1_790_000_000_000L;
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final LogSource BROKER = new LogSource("/var/log/broker.log", Labels.of("filename", "broker"));

    @TempDir
    private Path data;

    private final List<String> notices = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private final Random random = new Random(3);
    private TicketSettings settings = TicketSettings.USUAL;
    private Redactor redactor = PolicyRedactor.standard();
    private boolean allowed = true;
    private long millis;
    private Ring ring;

    private final Work.Ends ends = new Work.Ends() {
        @Override
        public void done(Bytes cmdId, Work.Done done) {
            ended.add("done " + done.sentence());
        }

        @Override
        public void refused(Bytes cmdId, Work.Refusal why) {
            ended.add("refused " + why.sentence() + " "
                    + why.ticket().orElseThrow().why());
        }
    };

    @BeforeEach
    void open() {
        open("ring.db", RingKeys.NONE);
        fill();
    }

    private void open(String file, RingKeys keys) {
        ring = Ring.open(
                RingSettings.of(data.resolve(file), 4L << 20).withKeys(keys),
                Uid.random(new Random(1)),
                wall(),
                () -> millis,
                Bytes.of(new byte[16]),
                _ -> true,
                random);
    }

    private void fill() {
        var round = new SampleRound();
        for (int i = 0; i < 40; i++) {
            round.begin(NOW + millis, millis);
            round.add(ring.seriesId(new Series("node_load1", Labels.NONE, MetricType.GAUGE)), i / 4.0);
            round.add(ring.seriesId(new Series("up", Labels.of("instance", "10.0.0.7:9100"), MetricType.GAUGE)), 1);
            ring.add(round);
            ring.add(new LogRecord(
                    BROKER,
                    NOW + millis,
                    "stdout",
                    i % 4 == 0 ? Severity.ERROR : Severity.UNKNOWN,
                    "client sensor-" + i + " took " + i + " ms",
                    1,
                    false));
            millis += 15_000;
        }
        ring.commit();
    }

    @AfterEach
    void close() {
        ring.close();
    }

    private InstantSource wall() {
        return () -> Instant.ofEpochMilli(NOW + millis);
    }

    /** Of a process; another one stands for a restart. */
    private TicketWork work() {
        return new TicketWork(
                allowed,
                settings,
                folder(),
                ring,
                redactor,
                () -> new TemplateMiner(MinerLimits.STANDARD, 0),
                wall(),
                (id, step, sentence) -> notices.add(step + ": " + sentence));
    }

    private TicketFolder folder() {
        return new TicketFolder(data.resolve("tickets"));
    }

    private TicketRequest asking(Kind kind, String selector, long mostBytes, long mostRecords) {
        return new TicketRequest(
                kind,
                selector,
                List.of(),
                NOW,
                NOW + 10 * 60_000 - 1,
                mostBytes,
                mostRecords,
                "it fell at noon",
                "erika",
                Severity.UNKNOWN);
    }

    private Work.Done run(TicketRequest request) throws Exception {
        return work().run(id(), Bytes.of(request.encode()));
    }

    private Work.Refusal refused(TicketRequest request) {
        return catchThrowableOfType(Work.Refusal.class, () -> run(request));
    }

    private Bytes id() {
        byte[] id = new byte[16];
        random.nextBytes(id);
        return Bytes.of(id);
    }

    private static List<String> text(Work.Done done) throws IOException {
        try (var in =
                new GZIPInputStream(new ByteArrayInputStream(done.content().toArray()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Test
    void samplesAreAnsweredAtOnceToTheLastBitWithWhenTheyArrived() throws Exception {
        Work.Done done = run(asking(Kind.SERIES, "node_load1", 100_000, 1_000));

        List<String> rows = text(done);
        assertThat(rows.getFirst())
                .contains("\"kind\":\"series\"", "\"redacted\":true", "\"cut\":false", "\"records\":40")
                .contains("\"policy\":\"" + redactor.policyId() + "\"");
        assertThat(rows.get(1)).isEqualTo("{\"what\":\"boot\",\"boot\":\"" + "00".repeat(16) + "\"}");
        assertThat(rows.get(2))
                .contains("\"what\":\"series\"", "\"id\":1", "\"name\":\"node_load1\"", "\"type\":\"gauge\"");
        assertThat(rows.get(4))
                .isEqualTo("{\"what\":\"sample\",\"series\":1,\"time\":" + (NOW + 15_000)
                        + ",\"mono\":15000,\"value\":0.25}");
        assertThat(rows).hasSize(43);
        assertThat(done.name()).matches("skerry-series-[0-9]{8}-[0-9]{6}\\.jsonl\\.gz");
        assertThat(done.ticket().orElseThrow().records()).isEqualTo(40);
        assertThat(notices).hasSize(2);
        assertThat(notices.getFirst())
                .startsWith("asked: series asked for by the hub's erika")
                .endsWith("it fell at noon");
        assertThat(notices.getLast()).startsWith("answered: 40 records");
    }

    @Test
    void whatTheSiteCallsItsTargetStaysAndAllElseIsRedactedByTheRulesInForceNow() throws Exception {
        assertThat(String.join("\n", text(run(asking(Kind.SERIES, "up", 100_000, 1_000)))))
                .contains("10.0.0.7:9100");
        settings = new TicketSettings(
                TicketPolicy.AUTO, TicketPolicy.AUTO, TicketPolicy.AUTO, 1_000_000, 10_000_000, Duration.ofDays(1));
        redactor = new Stricter();

        String rows = String.join("\n", text(run(asking(Kind.LINES, "broker", 100_000, 1_000))));

        assertThat(rows)
                .contains("client *-3 took 3 ms", "\"policy\":\"stricter\"")
                .doesNotContain("sensor");
        assertThat(rows).contains("\"what\":\"block\"", "\"lines\":40,\"here\":40");
    }

    @Test
    void patternsAreCountedWithoutAWordOfTheLines() throws Exception {
        String rows = String.join("\n", text(run(asking(Kind.PATTERNS, "", 100_000, 1_000))));

        assertThat(rows).contains("\"severity\":\"error\",\"lines\":").doesNotContain("client", "took", "broker.log");
    }

    @Test
    void anAnswerKeepsTheBytesAndRecordsItIsAskedForAndSaysThatItIsCut() throws Exception {
        for (long most : new long[] {1024, 1500, 2500}) {
            Work.Done done = run(asking(Kind.SERIES, "{}", most, 1_000_000));
            assertThat(done.content().size()).as("of %s", most).isLessThanOrEqualTo((int) most);
            assertThat(text(done).getFirst()).contains(most < 2500 ? "\"cut\":true" : "\"cut\":");
        }
        assertThat(text(run(asking(Kind.SERIES, "node_load1", 100_000, 7))).getFirst())
                .contains("\"cut\":true", "\"records\":7");
        assertThat(text(run(asking(Kind.SERIES, "node_load1", 100_000, 40))).getFirst())
                .contains("\"cut\":false");
    }

    @Test
    void eachWayToRefuseSaysWhich() throws Exception {
        settings = new TicketSettings(
                TicketPolicy.AUTO, TicketPolicy.NEVER, TicketPolicy.ASK, 1_024, 10_000, Duration.ofDays(1));

        assertThat(refused(asking(Kind.PATTERNS, "", 5_000, 10))
                        .ticket()
                        .orElseThrow()
                        .why())
                .isEqualTo(Why.POLICY);
        assertThat(refused(asking(Kind.SERIES, "nothing_of_that", 5_000, 10))
                        .ticket()
                        .orElseThrow()
                        .why())
                .isEqualTo(Why.NOTHING);
        assertThat(refused(asking(Kind.SERIES, "{}", 5_000, 1_000))
                        .ticket()
                        .orElseThrow()
                        .why())
                .isEqualTo(Why.TOO_LARGE);
        assertThat(refused(asking(Kind.SERIES, "broken{", 5_000, 10)).sentence())
                .contains("broken{");
        int once = run(asking(Kind.SERIES, "node_load1", 1_024, 30)).content().size();
        settings = new TicketSettings(
                TicketPolicy.AUTO, TicketPolicy.NEVER, TicketPolicy.ASK, 1_024, 2L * once, Duration.ofDays(1));
        assertThat(run(asking(Kind.SERIES, "node_load1", 1_024, 30))).isNotNull();
        assertThat(refused(asking(Kind.SERIES, "node_load1", 1_024, 30))
                        .ticket()
                        .orElseThrow()
                        .why())
                .isEqualTo(Why.LIMIT);
        millis += Duration.ofDays(1).toMillis();
        assertThat(run(asking(Kind.SERIES, "node_load1", 1_024, 30))).isNotNull();
        assertThat(notices.stream().filter(notice -> notice.startsWith("refused:")))
                .hasSize(5);
    }

    @Test
    void linesWaitForAPersonWithTheirWindowKeptAndGoWhenOneAgreesAlsoAfterARestart() throws Exception {
        Bytes id = id();
        Work.Waits waits = catchThrowableOfType(
                Work.Waits.class,
                () -> work().run(
                                id,
                                Bytes.of(asking(Kind.LINES, "", 100_000, 1_000).encode())));
        assertThat(waits.ticket().why()).isEqualTo(Why.WAITS);
        assertThat(waits.ticket().records()).isEqualTo(40);
        assertThat(waits.sentence()).contains("waits for the technician until 2026-10-05");
        assertThat(ring.pinnedBytes()).isPositive();
        var ticket = folder().waiting().getFirst();
        assertThat(ticket.example()).isEqualTo("client sensor-0 took 0 ms");
        assertThat(ticket.request().by()).isEqualTo("erika");
        assertThat(ticket.bytes()).isEqualTo(waits.ticket().bytes());

        TicketWork restarted = work();
        assertThat(restarted.waits(id)).isTrue();
        restarted.look(ends);
        assertThat(ended).isEmpty();
        folder().decide(ticket, new Decision(true, " otto\n "));
        restarted.look(ends);
        restarted.look(ends);

        assertThat(ended).containsExactly("done 40 records in " + ticket.bytes() + " bytes, approved by otto");
        assertThat(folder().waiting()).isEmpty();
        assertThat(ring.pins()).isEmpty();
        assertThat(notices.getLast()).startsWith("answered: 40 records").endsWith("approved by otto");
    }

    @Test
    void aTicketThatIsDeniedOrThatNobodyDecidesAboutIsRefusedAndLetsItsWindowGo() throws Exception {
        TicketWork work = work();
        for (int i = 0; i < 2; i++) {
            assertThat(catchThrowableOfType(Work.Waits.class, () -> run(asking(Kind.LINES, "", 100_000, 1_000))))
                    .isNotNull();
            millis += 1_000;
        }
        var first = folder().waiting().getFirst();
        folder().decide(first, new Decision(true, "otto"));
        folder().decide(first, new Decision(false, "anna"));
        work.look(ends);
        assertThat(ended).containsExactly("refused the person at the site refused TECHNICIAN");

        millis += settings.askFor().toMillis();
        work.look(ends);

        assertThat(ended).hasSize(2).last().isEqualTo("refused nobody at the site decided in time EXPIRED");
        assertThat(ring.pins()).isEmpty();
        assertThat(folder().waiting()).isEmpty();
    }

    @Test
    void whatCameSinceItWasShownDoesNotLeaveWithIt() throws Exception {
        long noon = millis;
        var untilTomorrow = new TicketRequest(
                Kind.LINES, "", List.of(), NOW, NOW + DAY, 100_000, 1_000, "", "erika", Severity.UNKNOWN);
        assertThat(catchThrowableOfType(Work.Waits.class, () -> run(untilTomorrow)))
                .isNotNull();
        millis = noon + 60_000;
        ring.add(new LogRecord(BROKER, NOW + millis, "stdout", Severity.INFO, "nobody saw this", 1, false));
        ring.add(new LogRecord(BROKER, NOW + 1_000, "stdout", Severity.INFO, "nor this, which came late", 1, false));
        ring.commit();
        folder().decide(folder().waiting().getFirst(), new Decision(true, "otto"));

        work().look(ends);

        assertThat(ended).hasSize(1).first().asString().startsWith("done 40 records");
    }

    @Test
    void whatCameSinceDoesNotTakeThePlaceOfWhatWasShownAndIsGone() throws Exception {
        var untilTomorrow = new TicketRequest(
                Kind.LINES, "", List.of(), NOW, NOW + DAY, 100_000, 1_000, "", "erika", Severity.UNKNOWN);
        assertThat(catchThrowableOfType(Work.Waits.class, () -> run(untilTomorrow)))
                .isNotNull();
        folder().decide(folder().waiting().getFirst(), new Decision(true, "otto"));
        ring.close();
        open("another.db", RingKeys.NONE);
        millis += 60_000;
        ring.add(new LogRecord(BROKER, NOW + millis, "stdout", Severity.INFO, "nobody saw this", 1, false));
        ring.commit();

        work().look(ends);

        assertThat(ended).hasSize(1).first().asString().startsWith("refused the ring has none of that");
    }

    @Test
    void anApprovedTicketThatNeverFindsRoomEndsTwoDaysAfterItsTime() throws Exception {
        assertThat(catchThrowableOfType(Work.Waits.class, () -> run(asking(Kind.LINES, "", 100_000, 1_000))))
                .isNotNull();
        folder().decide(folder().waiting().getFirst(), new Decision(true, "otto"));
        Duration askFor = settings.askFor();
        settings = new TicketSettings(TicketPolicy.AUTO, TicketPolicy.AUTO, TicketPolicy.ASK, 100_000, 10, askFor);
        millis += askFor.plusDays(2).toMillis() - 600_001;
        work().look(ends);
        assertThat(ended).as("in its time and two days").isEmpty();

        millis += 600_001;
        work().look(ends);

        assertThat(ended).containsExactly("refused it could not be answered in time EXPIRED");
        assertThat(ring.pins()).isEmpty();
        assertThat(refused(asking(Kind.LINES, "", 100_000, 1_000))
                        .ticket()
                        .orElseThrow()
                        .why())
                .as("it could never go")
                .isEqualTo(Why.TOO_LARGE);
    }

    @Test
    void aSiteThatAllowsNoTicketsAnyMoreRefusesWhatWaits() throws Exception {
        assertThat(catchThrowableOfType(Work.Waits.class, () -> run(asking(Kind.LINES, "", 100_000, 1_000))))
                .isNotNull();
        folder().decide(folder().waiting().getFirst(), new Decision(true, "otto"));
        allowed = false;

        work().look(ends);

        assertThat(ended).containsExactly("refused this site allows no tickets any more POLICY");
        assertThat(ring.pins()).isEmpty();
    }

    @Test
    void encryptedDetailIsAnsweredTooAndWhatNoKeyOpensIsTold() throws Exception {
        Path key = Files.writeString(data.resolve("key"), "a key of the site that is long enough");
        ring.close();
        millis = 0;
        open("sealed.db", RingKeys.ofWriter(Optional.of(key), List.of()));
        fill();

        assertThat(run(asking(Kind.SERIES, "node_load1", 100_000, 1_000)).sentence())
                .startsWith("40 records")
                .doesNotContain("encrypted");

        ring.close();
        open("sealed.db", RingKeys.NONE);
        assertThat(refused(asking(Kind.SERIES, "node_load1", 100_000, 1_000)).sentence())
                .contains("encrypted under a key that is not here");
    }

    @Test
    void noMoreTicketsWaitThanThePageShowsAndAPinWithoutATicketIsLetGo() {
        for (int i = 0; i < 8; i++) {
            assertThat(catchThrowableOfType(Work.Waits.class, () -> run(asking(Kind.LINES, "", 100_000, 1_000))))
                    .isNotNull();
        }
        assertThat(refused(asking(Kind.LINES, "", 100_000, 1_000))
                        .ticket()
                        .orElseThrow()
                        .why())
                .isEqualTo(Why.LIMIT);

        assertThat(ring.pin("ticket of one that is gone", true, NOW, NOW + 60_000))
                .isPresent();
        assertThat(ring.pins()).hasSize(9);
        assertThat(catchThrowableOfType(InterruptedException.class, () -> work().look(ends)))
                .isNull();
        assertThat(ring.pins()).hasSize(8);
    }

    /** As a policy of tomorrow may be. */
    private static final class Stricter implements Redactor {
        @Override
        public String redact(String text) {
            return text.replace("sensor", "*");
        }

        @Override
        public Redaction inspect(String text) {
            return new Redaction(redact(text), List.of());
        }

        @Override
        public String policyId() {
            return "stricter";
        }
    }
}
