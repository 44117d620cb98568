package skerry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.DataFolder;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingSettings;
import skerry.agent.ring.SampleRound;
import skerry.protocol.Bytes;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;

class QueryPromqlCommandTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Duration BETWEEN = Duration.ofSeconds(15);
    private static final int ROUNDS = 41;
    private static final Series IN = bytes("eth0");
    private static final Series OTHER = bytes("wlan0");
    private static final Series TEMPERATURE = new Series("temperature", Labels.NONE, MetricType.GAUGE);

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();

    /** Ten minutes, the last sample now: 10 bytes a second, 2 bytes a second, and a temperature that does not change. */
    @BeforeEach
    void tenMinutes() throws IOException {
        var data = DataFolder.open(folder);
        try (Ring ring = Ring.open(
                RingSettings.of(data.ring(), RingSettings.MIN_BYTES),
                data.identity(new SecureRandom()).uid(),
                InstantSource.fixed(NOW),
                () -> 0,
                Bytes.of(new byte[16]),
                _ -> true)) {
            var round = new SampleRound();
            for (int i = 0; i < ROUNDS; i++) {
                Duration ago = BETWEEN.multipliedBy(ROUNDS - 1 - i);
                round.begin(NOW.minus(ago).toEpochMilli(), i * BETWEEN.toMillis());
                round.add(ring.seriesId(IN), 1_000 + 150.0 * i);
                round.add(ring.seriesId(OTHER), 1_000 + 30.0 * i);
                round.add(ring.seriesId(TEMPERATURE), 41.5);
                assertThat(ring.add(round)).isTrue();
            }
            assertThat(ring.commit()).isTrue();
        }
    }

    @Test
    void anExpressionIsAnsweredForNow() {
        assertThat(query("rate(bytes_total[5m])")).isZero();

        assertThat(printed()).isEqualTo("""
                {device="eth0"}   10
                {device="wlan0"}  2
                """);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aSeriesKeepsItsNameWhereTheExpressionDoes() {
        assertThat(query("bytes_total{device=~\"eth.*\"} > 5000 or temperature"))
                .isZero();

        assertThat(printed()).isEqualTo("""
                bytes_total{device="eth0"}  7000
                temperature                 41.5
                """);
    }

    @Test
    void anEarlierMomentIsAskedFor() {
        assertThat(query("bytes_total{device=\"eth0\"}", "--at", "5m")).isZero();
        assertThat(query("bytes_total{device=\"eth0\"}", "--at", "2026-06-01T11:50:00Z"))
                .isZero();

        assertThat(printed()).isEqualTo("""
                bytes_total{device="eth0"}  4000
                bytes_total{device="eth0"}  1000
                """);
    }

    @Test
    void aSpanIsPrintedStepByStep() {
        assertThat(query("sum(rate(bytes_total[2m]))", "--from", "4m", "--step", "2m"))
                .isZero();

        assertThat(printed()).isEqualTo("""
                2026-06-01T11:56:00Z {} 12
                2026-06-01T11:58:00Z {} 12
                2026-06-01T12:00:00Z {} 12
                """);
    }

    @Test
    void numbersAndTextsArePrintedAsTheyAre() {
        assertThat(query("1 / 4")).isZero();
        assertThat(query("'text'")).isZero();

        assertThat(printed()).isEqualTo("0.25\ntext\n");
    }

    @Test
    void jsonHasAnObjectForEachSample() {
        assertThat(query("temperature / bool_is_none or temperature", "--json")).isZero();
        assertThat(query("--json", "--from", "1m", "--to", "1m", "--", "-bytes_total"))
                .isZero();
        assertThat(query("0 / 0", "--json")).isZero();

        assertThat(printed()).isEqualTo("""
                {"time":1780315200000,"name":"temperature","labels":{},"value":41.5}
                {"time":1780315140000,"labels":{"device":"eth0"},"value":-6400.0}
                {"time":1780315140000,"labels":{"device":"wlan0"},"value":-2080.0}
                {"time":1780315200000,"labels":{},"value":"NaN"}
                """);
    }

    @Test
    void nothingIsSaid() {
        assertThat(query("missing")).isZero();
        assertThat(query("temperature", "--from", "2h", "--to", "1h")).isZero();

        assertThat(printed()).isEmpty();
        assertThat(err.toString().lines())
                .containsExactly(
                        "skerry-agent: the expression yields nothing at 2026-06-01T12:00:00Z: 'query series' prints the"
                                + " series that the ring knows, --at and --from look at other times",
                        "skerry-agent: the expression yields nothing in this span: 'query series' prints the series that"
                                + " the ring knows, --at and --from look at other times");
    }

    @Test
    void whatIsNoExpressionIsWrongUseAndNamed() {
        assertThat(query("rate(bytes_total)")).isEqualTo(2);
        assertThat(query("info(temperature)")).isEqualTo(2);
        assertThat(query("temperature[5m]", "--from", "5m")).isEqualTo(2);

        assertThat(err.toString())
                .contains("column 1: expected type range vector in call to function \"rate\", got instant vector")
                .contains("column 1: the function info() is not part of Skerry's PromQL: see docs/promql.md")
                .contains("invalid expression type \"range vector\" for range query");
        assertThat(printed()).isEmpty();
    }

    @Test
    void whatTheSeriesDoNotFitFailsInOneSentence() {
        assertThat(query("temperature + on() bytes_total")).isEqualTo(1);

        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("skerry-agent: found duplicate series for the match group {} on the right hand-side");
    }

    @Test
    void moreStepsThanOneQueryMayHaveAreRefused() {
        assertThat(query("temperature", "--from", "7d", "--step", "1s")).isEqualTo(1);

        assertThat(err.toString()).contains("604801 steps are more than the 11000 that one query may have");
    }

    @Test
    void optionsThatDoNotGoTogetherAreWrongUse() {
        assertThat(query("1", "--at", "1m", "--from", "2m")).isEqualTo(2);
        assertThat(query("1", "--step", "1m")).isEqualTo(2);
        assertThat(query("1", "--from", "1h", "--step", "often")).isEqualTo(2);
        assertThat(query("1", "--at", "soon")).isEqualTo(2);

        assertThat(err.toString())
                .contains(
                        "--at and --from cannot go together", "--to and --step need --from", "--step cannot be 'often'")
                .contains("--at cannot be 'soon'");
    }

    private static Series bytes(String device) {
        return new Series("bytes_total", Labels.of("device", device), MetricType.COUNTER);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private int query(String... arguments) {
        var all = new ArrayList<>(List.of("promql", "--data", folder.toString()));
        all.addAll(List.of(arguments));
        return QueryCommand.line(InstantSource.fixed(NOW), new PrintStream(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }
}
