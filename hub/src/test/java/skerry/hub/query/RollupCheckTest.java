package skerry.hub.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.FakeAgent;
import skerry.hub.ingest.Decoder;
import skerry.hub.ingest.IngestCounts;
import skerry.hub.query.RollupCheck.State;
import skerry.hub.store.BatchLog.Arrival;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Road;
import skerry.hub.store.sqlite.SqliteFleetStore;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.batch.Batch;
import skerry.protocol.payload.CounterSummary;
import skerry.protocol.payload.GaugeSummary;
import skerry.protocol.payload.PatternSummary;
import skerry.protocol.payload.Severity;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.Window;
import skerry.protocol.series.Series;
import skerry.protocol.ticket.TicketRequest;

/** What an agent told in minutes and hours is verified by its raw detail, and by that alone that came into them. */
class RollupCheckTest {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 1_794_999_600_000L;
    private static final long EVERY = 15_000;
    /** Records carry the time at which their collection began. */
    private static final int EARLIER = 2_000;

    @TempDir
    private Path folder;

    private final FakeAgent agent = new FakeAgent(1);
    private final List<Batch> batches = new ArrayList<>();
    private final StringBuilder rows = new StringBuilder();
    private FleetStore store;
    private int minutesOfPart = 60;
    private int endMinute = 70;
    private long made = HOUR + 24 * 60 * MINUTE;
    private double total;
    private double before = Double.NaN;

    @BeforeEach
    void open() throws IOException {
        store = new SqliteFleetStore(folder, InstantSource.system(), 1);
        store.registry().addSite(FakeAgent.NORTH);
        store.registry().addAgent(agent.enrolledAt("north", "a"));
        batches.add(agent.dictionary(HOUR));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Series gauge() {
        return agent.gauges().getFirst();
    }

    private Series counter() {
        return agent.counters().getFirst();
    }

    /** Tells the minutes from 10 before the hour to 10 after it, and the hour, and puts the samples of all of them down. */
    private void tellSamples() {
        rows.append("{\"what\":\"boot\",\"boot\":\"")
                .append(agent.span(0, 0).bootId().hex())
                .append("\"}\n");
        series(1, gauge());
        series(2, counter());
        var hour = new Reckoning();
        for (int minute = -10; minute < endMinute; minute++) {
            long start = HOUR + minute * MINUTE;
            var own = new Reckoning();
            for (int i = 0; i < MINUTE / EVERY; i++) {
                long mono = start + i * EVERY + 1;
                double value = Math.floorMod(minute * 7 + i * 3, 50) / 8.0;
                double grown = minute == 20 && i == 2 ? 0 : total + i + 0.5;
                own.add(value, grown, before);
                if (minute >= 0 && minute < 60) {
                    hour.add(value, grown, before);
                }
                total = grown;
                before = grown;
                sample(1, mono, value);
                sample(2, mono, grown);
            }
            batches.add(agent.summary(Kind.MINUTE, own.summary(start, MINUTE), agent.span(start, start + MINUTE)));
            if (minute >= 0 && minute < 60 && (minute + 1) % minutesOfPart == 0) {
                long length = minutesOfPart * MINUTE;
                batches.add(agent.summary(Kind.HOUR, hour.summary(start + MINUTE - length, length)));
                hour = new Reckoning();
            }
        }
    }

    private void series(int id, Series series) {
        rows.append("{\"what\":\"series\",\"id\":" + id + ",\"name\":\"" + series.name() + "\",\"type\":\""
                + series.type().name().toLowerCase(Locale.ROOT) + "\",\"labels\":{");
        for (int i = 0; i < series.labels().size(); i++) {
            rows.append(i == 0 ? "" : ",")
                    .append("\"" + series.labels().name(i) + "\":\""
                            + series.labels().value(i) + "\"");
        }
        rows.append("}}\n");
    }

    private void sample(int id, long mono, double value) {
        rows.append("{\"what\":\"sample\",\"series\":" + id + ",\"time\":" + (mono - EARLIER) + ",\"mono\":" + mono
                + ",\"value\":" + value + "}\n");
    }

    /** Tells 60 minutes with three lines each, of which one is an error, in blocks of five minutes. */
    private void tellLines() {
        rows.append("{\"what\":\"boot\",\"boot\":\"")
                .append(agent.span(0, 0).bootId().hex())
                .append("\"}\n");
        for (int minute = 0; minute < 60; minute++) {
            long start = HOUR + minute * MINUTE;
            var counts = new PatternSummary(1_000, Map.of(Severity.INFO, 2L, Severity.ERROR, 1L), "", "");
            batches.add(agent.summary(
                    Kind.MINUTE,
                    new Summary(new Window(start, MINUTE), List.of(), List.of(), List.of(counts)),
                    agent.span(start, start + MINUTE)));
            for (String severity : List.of("info", "error", "info")) {
                rows.append("{\"what\":\"line\",\"time\":" + start + ",\"severity\":\"" + severity + "\"}\n");
            }
            if (minute % 5 == 4) {
                rows.append("{\"what\":\"block\",\"mono\":[" + (start - 4 * MINUTE + 10) + "," + (start + 50_000)
                        + "],\"lines\":15,\"here\":15}\n");
            }
        }
    }

    private RollupCheck.Result check(TicketRequest.Kind kind, long from, long to, boolean cut) throws IOException {
        store.batches()
                .append(batches.stream()
                        .map(batch -> new Arrival(batch, Road.MQTT, HOUR + 2 * 60 * MINUTE))
                        .toList());
        new Decoder(store, new IngestCounts(), _ -> {}).drain();
        var request = new TicketRequest(
                kind,
                kind == TicketRequest.Kind.SERIES ? "{}" : "",
                List.of(),
                from,
                to,
                4096,
                10,
                "",
                "",
                Severity.UNKNOWN);
        String text = "{\"what\":\"ticket\",\"version\":1,\"made\":" + made + ",\"cut\":" + cut + "}\n" + rows;
        return new RollupCheck(store.history()).check(agent.uid(), request, TicketAnswer.read(packed(text)));
    }

    private static byte[] packed(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private RollupCheck.Result checkHour() throws IOException {
        return check(
                TicketRequest.Kind.SERIES, HOUR - RollupCheck.MARGIN, HOUR + 60 * MINUTE + RollupCheck.MARGIN, false);
    }

    @Test
    void anHourIsVerifiedByTheSamplesThatArrivedInItWhateverTimesTheyCarry() throws IOException {
        tellSamples();

        RollupCheck.Result result = checkHour();

        assertThat(result.differences()).isEmpty();
        assertThat(result.state()).isEqualTo(State.VERIFIED);
        RollupCheck.Hour hour = hour(result);
        assertThat(hour.minutes()).isEqualTo(60);
        assertThat(hour.compared()).isEqualTo(60);
        assertThat(hour.summary()).isTrue();
        assertThat(hour.figures())
                .as("10 figures of two series, 60 minutes and the hour")
                .isEqualTo(610);
        assertThat(result.sentence()).startsWith("verified: ");
    }

    @Test
    void anHourThatWasToldInPartsIsComparedPartByPart() throws IOException {
        minutesOfPart = 20;
        tellSamples();

        RollupCheck.Result result = checkHour();

        assertThat(result.differences()).isEmpty();
        assertThat(result.state()).isEqualTo(State.VERIFIED);
        assertThat(hour(result).figures())
                .as("10 figures of two series, 60 minutes and three parts")
                .isEqualTo(630);
    }

    @Test
    void aMinuteThatEndedWhileTheRingWasReadIsNotCompared() throws IOException {
        tellSamples();
        made = HOUR + 31 * MINUTE;
        String last = "\"mono\":" + (HOUR + 31 * MINUTE - EVERY + 1) + ",";
        int row = rows.indexOf(last);
        rows.delete(rows.lastIndexOf("\n", row) + 1, rows.indexOf("\n", row) + 1);

        RollupCheck.Result result = checkHour();

        assertThat(result.differences()).isEmpty();
        assertThat(hour(result).compared()).isEqualTo(30);
    }

    @Test
    void aSampleThatIsAnotherIsNamedWithItsMinuteItsFigureAndBothValues() throws IOException {
        tellSamples();
        long mono = HOUR + 30 * MINUTE + 1;
        String right = "\"series\":1,\"time\":" + (mono - EARLIER) + ",\"mono\":" + mono + ",\"value\":";
        int at = rows.indexOf(right) + right.length();
        rows.replace(at, rows.indexOf("}", at), "1000");

        RollupCheck.Result result = checkHour();

        assertThat(result.state()).isEqualTo(State.DIFFERS);
        assertThat(hour(result).state()).isEqualTo(State.DIFFERS);
        assertThat(result.differences())
                .extracting(RollupCheck.Difference::figure)
                .containsOnly("max", "sum", "min");
        assertThat(result.differences().getFirst().at()).isEqualTo(HOUR + 30 * MINUTE);
        assertThat(result.differences())
                .filteredOn(one -> one.figure().equals("max"))
                .extracting(RollupCheck.Difference::raw)
                .containsOnly(1000.0);
    }

    @Test
    void ofAnAnswerThatWasCutOnlyWhatItCoversIsCompared() throws IOException {
        tellSamples();
        rows.setLength(rows.indexOf("\"mono\":" + (HOUR + 30 * MINUTE + 1)) - 60);
        rows.setLength(rows.lastIndexOf("\n") + 1);

        RollupCheck.Result cut = check(
                TicketRequest.Kind.SERIES, HOUR - RollupCheck.MARGIN, HOUR + 60 * MINUTE + RollupCheck.MARGIN, true);

        assertThat(cut.differences()).isEmpty();
        assertThat(cut.state()).isEqualTo(State.PARTIAL);
        assertThat(hour(cut).compared()).isBetween(25, 30);
        assertThat(hour(cut).summary()).isFalse();
    }

    /** Takes away the samples that arrived from one moment until before another. */
    private void giveUp(long from, long to) {
        var kept = new StringBuilder();
        rows.toString().lines().forEach(row -> {
            int at = row.indexOf("\"mono\":");
            long mono = at < 0 ? to : Long.parseLong(row.substring(at + 7, row.indexOf(',', at)));
            if (mono < from || mono >= to) {
                kept.append(row).append('\n');
            }
        });
        rows.setLength(0);
        rows.append(kept);
    }

    @Test
    void minutesThatTheRingHadGivenUpAreNeitherComparedNorADifferenceNorIsTheirHour() throws IOException {
        tellSamples();
        giveUp(0, HOUR + 30 * MINUTE + 2 * EVERY);

        RollupCheck.Result result = checkHour();

        assertThat(result.differences()).isEmpty();
        assertThat(result.state()).isEqualTo(State.PARTIAL);
        assertThat(hour(result).minutes()).isEqualTo(60);
        assertThat(hour(result).compared()).isEqualTo(29);
        assertThat(hour(result).summary()).isFalse();
        assertThat(result.sentence()).startsWith("agrees, in part: ");
    }

    @Test
    void theOneMinuteOfAnHourThatLiesInTheMarginDoesNotVerifyTheTicket() throws IOException {
        endMinute = 61;
        tellSamples();
        giveUp(0, HOUR + 30 * MINUTE + 2 * EVERY);

        RollupCheck.Result result = checkHour();

        assertThat(result.hours().getLast().at()).isEqualTo(HOUR + 60 * MINUTE);
        assertThat(result.hours().getLast().compared()).isEqualTo(1);
        assertThat(result.state()).isEqualTo(State.PARTIAL);
    }

    @Test
    void anHourOfWhichNoSummaryCameIsNotVerifiedByTheHalfOfItThatTheRingStillHeld() throws IOException {
        tellSamples();
        batches.removeLast();
        giveUp(0, HOUR + 30 * MINUTE);

        RollupCheck.Result result = checkHour();

        assertThat(result.state()).isEqualTo(State.PARTIAL);
        assertThat(hour(result).compared()).isEqualTo(30);
    }

    @Test
    void ofABootThatTheRingHadGivenUpNoMinuteIsCompared() throws IOException {
        tellSamples();
        String boot = agent.span(0, 0).bootId().hex();
        rows.replace(rows.indexOf(boot), rows.indexOf(boot) + boot.length(), "ff".repeat(16));

        RollupCheck.Result result = checkHour();

        assertThat(result.state()).isEqualTo(State.PARTIAL);
        assertThat(hour(result).compared()).isZero();
        assertThat(result.sentence()).startsWith("nothing to compare: ");
    }

    @Test
    void anAnswerWithoutSamplesComparesNothing() throws IOException {
        tellSamples();
        giveUp(0, Long.MAX_VALUE);

        assertThat(hour(checkHour()).compared()).isZero();
    }

    @Test
    void aSampleThatIsMissingBetweenOthersIsADifference() throws IOException {
        tellSamples();
        giveUp(HOUR + 30 * MINUTE + EVERY, HOUR + 30 * MINUTE + 2 * EVERY);

        RollupCheck.Result result = checkHour();

        assertThat(result.state()).isEqualTo(State.DIFFERS);
        assertThat(result.differences())
                .extracting(RollupCheck.Difference::figure)
                .contains("count");
    }

    @Test
    void aBlockThatCouldNotBeDecryptedIsNoDifferenceAndNoIncreaseReachesAcrossIt() throws IOException {
        tellSamples();
        giveUp(HOUR + 30 * MINUTE + EVERY, HOUR + 32 * MINUTE);
        giveUp(HOUR + 60 * MINUTE + RollupCheck.MARGIN, Long.MAX_VALUE);

        RollupCheck.Result result = check(
                TicketRequest.Kind.SERIES, HOUR - RollupCheck.MARGIN, HOUR + 60 * MINUTE + RollupCheck.MARGIN, true);

        assertThat(result.differences()).isEmpty();
        assertThat(result.state()).isEqualTo(State.PARTIAL);
        assertThat(hour(result).compared()).isEqualTo(58);
        assertThat(hour(result).summary()).isFalse();
    }

    @Test
    void whatTheWindowCannotCoverIsLeftOutAndSaidToBe() throws IOException {
        tellSamples();

        RollupCheck.Result result =
                check(TicketRequest.Kind.SERIES, HOUR + 10 * MINUTE, HOUR + 60 * MINUTE + RollupCheck.MARGIN, false);

        assertThat(result.differences()).isEmpty();
        assertThat(result.state()).isEqualTo(State.PARTIAL);
        assertThat(hour(result).compared()).isEqualTo(49);
        assertThat(result.sentence()).startsWith("agrees, in part: ");
    }

    @Test
    void linesAreComparedBySeverityOverTheMinutesThatABlockSpans() throws IOException {
        tellLines();

        RollupCheck.Result result = check(TicketRequest.Kind.LINES, HOUR, HOUR + 60 * MINUTE, false);

        assertThat(result.differences()).isEmpty();
        assertThat(result.state()).isEqualTo(State.VERIFIED);
        assertThat(hour(result).compared()).isEqualTo(60);
    }

    @Test
    void aLineOfAnotherSeverityIsADifferenceAndLinesThatAreNotHereAreNone() throws IOException {
        tellLines();
        int first = rows.indexOf("error");
        rows.replace(first, first + "error".length(), "fatal");
        int block = rows.lastIndexOf("\"here\":15");
        rows.replace(block, block + "\"here\":15".length(), "\"here\":9");

        RollupCheck.Result result = check(TicketRequest.Kind.LINES, HOUR, HOUR + 60 * MINUTE, false);

        assertThat(result.state()).isEqualTo(State.DIFFERS);
        assertThat(result.differences())
                .extracting(RollupCheck.Difference::what)
                .containsExactly("error", "fatal");
        assertThat(hour(result).compared()).isEqualTo(55);
    }

    @Test
    void whatIsNoAnswerIsRefusedWithASentenceAndNeverUnpackedWithoutEnd() {
        assertThatThrownBy(() -> TicketAnswer.read(packed("{\"what\":\"line\",\"severity\":\"info\"}\n")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("head");
        assertThatThrownBy(() -> TicketAnswer.read(packed("{\"what\":\"ticket\",\"version\":2}\n")))
                .hasMessageContaining("version");
        assertThatThrownBy(() -> TicketAnswer.read(packed("{\"what\":\"line\",\"severity\":\"none\"}\n")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> TicketAnswer.read(packed(" ".repeat(100 << 20))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than any answer");
    }

    private static RollupCheck.Hour hour(RollupCheck.Result result) {
        return result.hours().stream()
                .filter(one -> one.at() == HOUR)
                .findFirst()
                .orElseThrow();
    }

    /** How an agent adds up, done once more by hand. */
    private final class Reckoning {
        private final List<Double> values = new ArrayList<>();
        private final List<Double> totals = new ArrayList<>();
        private double increase;
        private int resets;

        void add(double value, double grown, double previous) {
            values.add(value);
            totals.add(grown);
            if (!Double.isNaN(previous)) {
                increase += grown < previous ? grown : grown - previous;
                resets += grown < previous ? 1 : 0;
            }
        }

        Summary summary(long start, long length) {
            var stats = values.stream().mapToDouble(Double::doubleValue).summaryStatistics();
            return new Summary(
                    new Window(start, length),
                    List.of(new GaugeSummary(
                            gauge(), values.size(), stats.getMin(), stats.getMax(), stats.getSum(), values.getLast())),
                    List.of(new CounterSummary(
                            counter(), totals.size(), totals.getFirst(), totals.getLast(), resets, increase, 1.5)),
                    List.of());
        }
    }
}
